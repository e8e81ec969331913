"""Starts one program so that it ends when its supervisor does, even when the supervisor was killed outright.

``python leash.py SUPERVISOR_PID PROGRAM ARGUMENT…`` asks the kernel for a SIGTERM at the parent's death and then
becomes the program (same process id). A separate step, because the same call between fork and exec is unsafe in a
process with threads. Linux only; elsewhere it just becomes the program. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Tie the leash and become the program."""
    supervisor, program = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        # The supervisor may have died between the fork and the line above: then no signal would ever come.
        if os.getppid() != supervisor:
            sys.exit(1)
    os.execvp(program[0], program)  # noqa: S606 - becoming the program is the point


if __name__ == "__main__":
    main()
