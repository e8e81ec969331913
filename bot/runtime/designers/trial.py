"""A whole installation for an hour: on free ports, with data of its own, beside whatever else runs."""

from __future__ import annotations

import asyncio
import socket
import tempfile
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.kernel.errors import SettingError
from bot.runtime import programs, secrets, training
from bot.runtime.secrets import Secrets
from bot.runtime.settings import Settings
from bot.runtime.supervisor import Supervisor
from bot.runtime.training import ModelState, Step

MODELS = "trial-models"
"""Folder in the data folder: a model trained for a trial is kept for the next one, and never used by ``jiezhu run``."""

_LAST_LINES = 15

Say = Callable[[str], None]


@dataclass(frozen=True)
class Login:
    """An agent's account in the trial, for those who want to play the colleague."""

    username: str
    password: str


@dataclass(frozen=True)
class Trial:
    """The running installation: what a chat needs to reach it."""

    settings: Settings
    secrets: Secrets
    login: Login


def model_for_trial(knobs: Settings, tell: Callable[[ModelState], None], on_step: Callable[[Step], None]) -> Path:
    """The folder of a model that fits the files as they are; trained aside when the one in use does not.

    Args:
        tell: hears why there is something to train, before it begins.

    Raises:
        SettingError: the training failed; the message is the designer's sentence with file and line.
    """
    state = training.look(knobs)
    if state.fresh:
        return Path(knobs.model_dir)
    aside = replace(knobs, model_dir=str(knobs.var / MODELS))
    if not training.look(aside).fresh:
        tell(state)
        training.train(aside, on_step)
    return Path(aside.model_dir)


@contextmanager
def running(knobs: Settings, models: Path, say: Say) -> Iterator[Trial]:
    """Start store, actions, engine and hub, and stop them all at the end, whatever happens in between.

    The store, database and shop of the real installation are not used: what is tried must not cancel a real order.
    To be called from the main thread.

    Raises:
        SettingError: a part did not start; the message ends with its last lines.
    """
    # Here and not above: SQLAlchemy takes a second to import, which every other command would pay for.
    from bot.runtime import demo_logins

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jiezhu-try-")))
        trial_knobs = _apart(knobs, folder, models)
        keys = secrets.load(folder, {})
        agent = next(login for login in asyncio.run(demo_logins.ensure(trial_knobs)) if login.role == "agent")
        heard: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=_LAST_LINES))
        supervisor = Supervisor(
            programs.stages(trial_knobs, keys),
            on_line=lambda name, line: heard[name].append(f"{name} │ {line}"),
            say=say,
            on_change=lambda _pids: None,
        )
        stack.callback(supervisor.stop)
        try:
            supervisor.start()
        except SettingError as error:
            last = heard[str(error.fields.get("part", ""))]
            raise SettingError("\n".join([error.message, *last])) from error
        yield Trial(trial_knobs, keys, Login(agent.username, agent.password))


def free_ports(number: int) -> list[int]:
    """So many different ports of this machine that nobody listens on now."""
    with ExitStack() as stack:
        # All are held until the last is found, so that no two are the same.
        held = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [int(one.getsockname()[1]) for one in held]


def _apart(knobs: Settings, folder: Path, models: Path) -> Settings:
    public, staff, engine, actions, store = free_ports(5)
    return replace(
        knobs,
        public_host="127.0.0.1",
        public_port=public,
        staff_host="127.0.0.1",
        staff_port=staff,
        engine_port=engine,
        actions_port=actions,
        store_port=store,
        redis_url="",
        database_url="",
        shop_database="",
        shop_url="",
        shop_token="",
        var_dir=str(folder),
        model_dir=str(models),
        demo=True,
    )
