"""The browser and the Chinese font of the browser tests: Debian's own packages, installed when we may."""

from __future__ import annotations

import os
import shutil
import subprocess

from bot.runtime.toolchain import SetUpFailed, explain, say

PACKAGES = ("chromium", "fonts-noto-cjk")


def prepare() -> None:
    """See that Chromium and a Chinese font are there; as root on Debian, install them.

    Raises:
        SetUpFailed: something is missing and cannot be installed here.
    """
    missing = [package for package in PACKAGES if not _is_there(package)]
    if not missing:
        return
    names = " ".join(missing)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetUpFailed(
            f"浏览器测试需要 {names}，请先安装(Debian:sudo apt-get install {names})。"
            f" / The browser tests need {names}: install them and run this again."
        )
    say(f"· installing {names} (apt)")
    _apt("update")
    _apt("install", "--yes", "--no-install-recommends", *missing)


def _is_there(package: str) -> bool:
    if package == "chromium":
        return any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    fonts = shutil.which("fc-list")
    if fonts:
        done = subprocess.run([fonts, ":lang=zh"], capture_output=True, text=True, check=False)
        return bool(done.stdout.strip())
    return os.path.isdir("/usr/share/fonts/opentype/noto")


def _apt(*arguments: str) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["apt-get", "-qq", *arguments], env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SetUpFailed(explain("apt", done.stderr))
