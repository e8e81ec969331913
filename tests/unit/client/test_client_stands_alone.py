"""The client can be used without the product around it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_importing_the_client_brings_no_framework_and_no_store() -> None:
    """A fresh interpreter has neither Sanic, Redis nor SQLAlchemy afterwards, and of ours only the kernel."""
    look = (
        "import sys, bot.client\n"
        "ours = {name for name in sys.modules if name.startswith('bot.')}\n"
        "print(sorted({name.split('.')[1] for name in ours}))\n"
        "print(sorted({'sanic', 'redis', 'sqlalchemy', 'rasa_sdk', 'structlog', 'pydantic'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)

    assert told.stdout.splitlines() == ["['client', 'kernel']", "[]"]
