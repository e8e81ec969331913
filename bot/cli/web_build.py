"""Builds the pages (``make web``) and checks that the built files in the repository are what the sources give.

Nobody needs Node to run the product; who changes a page does. Node 20.19 or newer is taken from PATH, else from the
package index into ``.venv-node`` (requirements/node.txt).
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.runtime import toolchain
from bot.runtime.toolchain import ROOT, SetUpFailed

WEB = ROOT / "bot" / "web"
NODE_ENVIRONMENT = ROOT / ".venv-node"
OLDEST_NODE = (20, 19)


def node_folder() -> Path | None:
    """The folder with a fit ``node`` and ``npm``: from PATH or ``.venv-node``; ``None`` when there is neither."""
    for folder in (shutil.which("node"), NODE_ENVIRONMENT / "bin" / "node"):
        if folder and _is_fit(Path(folder)):
            return Path(folder).parent
    return None


def fetch_node() -> Path:
    """Put Node into ``.venv-node``; the folder of its programs.

    Raises:
        SetUpFailed: it cannot be fetched.
    """
    tool = toolchain.uv()
    toolchain.say("· fetching Node into .venv-node")
    python = toolchain.find_python(tool, ">=3.11")
    toolchain.run([tool, "venv", "--quiet", "--clear", "--python", python, str(NODE_ENVIRONMENT)], what="Node")
    install = [tool, "pip", "install", "--quiet", "--require-hashes", "--python", str(NODE_ENVIRONMENT / "bin/python")]
    toolchain.run([*install, "-r", str(ROOT / "requirements" / "node.txt")], what="Node")
    return NODE_ENVIRONMENT / "bin"


def npm(node: Path, *arguments: str, folder: Path = WEB) -> None:
    """Run npm, its output on our own.

    Raises:
        SetUpFailed: it failed.
    """
    env = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run([str(node / "npm"), *arguments], cwd=folder, env=env, check=False)
    if done.returncode != 0:
        raise SetUpFailed(f"npm {' '.join(arguments)} 失败 / failed (exit code {done.returncode})")


def install_packages(node: Path) -> None:
    """Install what the lock file says, unless that is what is there.

    Raises:
        SetUpFailed: npm failed.
    """
    stamp = WEB / "node_modules" / ".jiezhu-installed"
    wanted = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    npm(node, "ci", "--no-audit", "--no-fund")
    stamp.write_text(wanted, encoding="utf-8")


def drift(node: Path) -> list[str]:
    """Build a copy of the sources and name every built file that differs from the one in the repository.

    Raises:
        SetUpFailed: the build failed.
    """
    with tempfile.TemporaryDirectory(prefix="jiezhu-web-") as scratch:
        copy = Path(scratch) / "web"
        shutil.copytree(WEB, copy, ignore=shutil.ignore_patterns("node_modules", "static"))
        (copy / "node_modules").symlink_to(WEB / "node_modules")
        npm(node, "run", "--silent", "build", folder=copy)
        return differences(WEB / "static", copy / "static")


def differences(committed: Path, built: Path) -> list[str]:
    """Files that are in only one of the two folders, or not the same in both; paths below the folders."""
    ours, fresh = _files(committed), _files(built)
    changed = [name for name in ours & fresh if not filecmp.cmp(committed / name, built / name, shallow=False)]
    return sorted([*changed, *(ours ^ fresh)])


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def _is_fit(node: Path) -> bool:
    try:
        said = subprocess.run([str(node), "--version"], capture_output=True, text=True, timeout=20, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return False
    found = re.match(r"v(\d+)\.(\d+)", said)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST_NODE


def main() -> int:
    """``make web``: build the pages into bot/web/static; the exit code."""
    try:
        node = node_folder() or fetch_node()
        install_packages(node)
        npm(node, "run", "build")
    except SetUpFailed as problem:
        sys.stderr.write(f"✗ {problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
