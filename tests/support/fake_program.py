"""A child program for tests of the supervisor: does what its arguments say, one after another, then waits for ever.

``touch:PATH`` makes a file, ``print:TEXT`` says something, ``log:PATH:WORD`` writes the word at SIGTERM and ends,
``deaf`` ignores SIGTERM, ``spawn:PATH`` starts a grandchild and writes its process id, ``exit:CODE`` ends.
"""

from __future__ import annotations

import functools
import signal
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Do it."""
    for order in sys.argv[1:]:
        verb, _, rest = order.partition(":")
        if verb == "touch":
            Path(rest).touch()
        elif verb == "print":
            sys.stdout.write(f"{rest}\n")
            sys.stdout.flush()
        elif verb == "exit":
            sys.exit(int(rest))
        elif verb == "deaf":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        elif verb == "spawn":
            child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
            Path(rest).write_text(str(child.pid), encoding="utf-8")
        elif verb == "log":
            signal.signal(signal.SIGTERM, functools.partial(last_word, rest))
    while True:
        signal.pause()


def last_word(order: str, _number: int, _frame: object) -> None:
    """Write a word to a file and end."""
    path, _, word = order.rpartition(":")
    with open(path, "a", encoding="utf-8") as file:
        file.write(f"{word}\n")
    sys.exit(0)


if __name__ == "__main__":
    main()
