"""Finds uv (or fetches it into ``.venv-tools``) and runs it, turning its failures into sentences.

Standard library only and Python 3.9 clean: this runs before any environment exists.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".venv-tools"

_UNREACHABLE = re.compile(
    r"error sending request|failed to fetch|could not connect|connection (?:refused|reset|error)|dns error|timed? ?out"
    r"|failed to lookup address|network is unreachable|temporary failure in name resolution|max retries exceeded"
    r"|no matching distribution found for uv|tunnel error|network was disabled",
    re.IGNORECASE,
)
_NO_DISK = re.compile(r"no space left on device|os error 28|errno 28|disk quota exceeded", re.IGNORECASE)
_NO_PYTHON = re.compile(
    r"no interpreter found|no download found|no python installation|failed to inspect", re.IGNORECASE
)


class SetUpFailed(Exception):
    """Raised when the environments cannot be prepared; the text is one sentence for the person at the keyboard."""


def say(line: str) -> None:
    """One line to the person at the keyboard."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def uv() -> str:
    """The path of uv: on PATH, in ``.venv-tools``, or put there now from ``requirements/tools.txt``.

    Raises:
        SetUpFailed: it is nowhere and cannot be fetched.
    """
    found = shutil.which("uv") or _tool("uv")
    if found:
        return found
    say("· fetching uv into .venv-tools")
    try:
        venv.create(TOOLS, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetUpFailed(
            f"系统的 Python 建不了虚拟环境（Debian 请先 apt install python3-venv）,或者自行安装 uv。"
            f" / This Python cannot create a virtual environment; install python3-venv, or uv itself. ({error})"
        ) from error
    pip = [str(_python_of(TOOLS)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    run([*pip, "-r", str(ROOT / "requirements" / "tools.txt")], what="uv")
    fetched = _tool("uv")
    if fetched is None:
        raise SetUpFailed(
            "uv 装好后仍然找不到，请自行安装 uv 再试。 / uv is missing after its installation; install uv."
        )
    return fetched


def run(command: list[str], *, what: str) -> str:
    """Run a tool in the project's folder and give its standard output.

    Args:
        command: the program and its arguments.
        what: what is being prepared, for the sentence when it fails.

    Raises:
        SetUpFailed: it failed; the sentence names the cause when it is a known one.
    """
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError as error:
        raise SetUpFailed(f"无法运行 {command[0]}:{error} / cannot run it.") from error
    if done.returncode == 0:
        return done.stdout
    raise SetUpFailed(explain(what, done.stderr or done.stdout))


def explain(what: str, output: str) -> str:
    """The sentence for a tool's failure: the known causes by name, else the tool's own last words."""
    if _NO_DISK.search(output):
        return f"磁盘空间不够，{what} 没有装完。请腾出至少 2 GB 再试。 / No disk space for {what}: free 2 GB."
    if _UNREACHABLE.search(output):
        return (
            f"连不上软件包仓库，{what} 没有装完。请检查网络或代理设置再试一次。"
            f" / The package registry cannot be reached for {what}: check the network or proxy and try again."
        )
    last = " ".join(line.strip() for line in output.strip().splitlines()[-4:]) or "no output"
    return f"{what} 准备失败 / preparing {what} failed: {last}"


def find_python(tool: str, request: str) -> str:
    """An interpreter that fits, e.g. ``3.10`` or ``>=3.11``; uv may download one.

    Raises:
        SetUpFailed: there is none and none can be had.
    """
    done = subprocess.run([tool, "python", "find", request], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return done.stdout.strip()
    version = request.lstrip(">=")
    say(f"· fetching Python {version}")
    fetched = subprocess.run(
        [tool, "python", "install", version], cwd=ROOT, capture_output=True, text=True, check=False
    )
    again = subprocess.run([tool, "python", "find", request], cwd=ROOT, capture_output=True, text=True, check=False)
    if fetched.returncode == 0 and again.returncode == 0:
        return again.stdout.strip()
    if _NO_DISK.search(fetched.stderr):
        raise SetUpFailed(explain(f"Python {version}", fetched.stderr))
    raise SetUpFailed(
        f"需要 Python {version}，本机没有，也下载不到。请用 pyenv、uv 或系统软件源装好 Python {version} 再试。"
        f" / Python {version} is needed and is neither on this machine nor to be downloaded: install it "
        f"(pyenv, `uv python install {version}`, or your system's packages) and run this again."
    )


def _tool(name: str) -> str | None:
    path = TOOLS / ("Scripts" if os.name == "nt" else "bin") / name
    return str(path) if os.access(path, os.X_OK) else None


def _python_of(environment: Path) -> Path:
    return environment / "bin" / "python"
