"""Lets the stock Rasa commands run in the engine environment, which has no TensorFlow.

``python -m bot.engine.light --install`` writes ``jiezhu-engine.pth`` into the environment this Python belongs to:
every Python started there finds the project (so ``config.yml`` may name our components) and the stand-ins of
:mod:`bot.engine.absent`. ``rasa train``, ``rasa data validate``, ``rasa test`` and ``rasa shell`` then work
unchanged from the project's root.
"""

from __future__ import annotations

import argparse
import sys
import sysconfig
from pathlib import Path

HOOK_NAME = "jiezhu-engine.pth"

_PROJECT = Path(__file__).resolve().parents[2]


def write_hook(site_packages: Path) -> Path:
    """Let every Python of an environment find the project and the stand-ins; writing it again changes nothing.

    Returns:
        the ``.pth`` file. Its second line stays silent should the project be moved away.
    """
    hook = site_packages / HOOK_NAME
    start = "try:\n from bot.engine import absent; absent.install()\nexcept ImportError:\n pass"
    text = f"{_PROJECT}\nimport sys; exec({start!r})\n"
    if not hook.exists() or hook.read_text(encoding="utf-8") != text:
        hook.write_text(text, encoding="utf-8")
    return hook


def main() -> None:
    """Command line: ``--install`` writes the hook into the environment this Python belongs to."""
    parser = argparse.ArgumentParser(prog="python -m bot.engine.light", description="TensorFlow stand-ins for Rasa.")
    parser.add_argument("--install", action="store_true", required=True, help="write the .pth hook")
    parser.parse_args()
    sys.stdout.write(f"{write_hook(Path(sysconfig.get_paths()['purelib']))}\n")


if __name__ == "__main__":
    main()
