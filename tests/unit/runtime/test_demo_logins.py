"""Staff accounts of the demo."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from bot.adapters import sql
from bot.adapters.accounts import Accounts
from bot.adapters.passwords import Passwords
from bot.kernel.clock import SystemClock
from bot.kernel.errors import SettingError
from bot.runtime import demo_logins
from bot.runtime.settings import Settings


async def test_the_first_run_makes_accounts_one_can_sign_in_with(tmp_path: Path) -> None:
    """One of each who is needed to show a handoff, each with a password of its own."""
    knobs = Settings(var_dir=str(tmp_path))

    logins = await demo_logins.ensure(knobs)

    engine = sql.make_engine(knobs.sql_url)
    accounts = Accounts(engine, clock=SystemClock(), passwords=Passwords())
    signed_in = [await accounts.sign_in(login.username, login.password) for login in logins]
    await engine.dispose()
    assert [agent.role for agent in signed_in] == ["agent", "agent", "agent", "senior", "qa", "supervisor"]
    assert len({login.password for login in logins}) == 6


async def test_a_second_run_shows_the_same_passwords(tmp_path: Path) -> None:
    """What was written on a note yesterday works today."""
    knobs = Settings(var_dir=str(tmp_path))

    assert await demo_logins.ensure(knobs) == await demo_logins.ensure(knobs)


async def test_only_the_owner_may_read_the_passwords(tmp_path: Path) -> None:
    """Mode 0600."""
    await demo_logins.ensure(Settings(var_dir=str(tmp_path)))

    assert stat.S_IMODE((tmp_path / demo_logins.FILE).stat().st_mode) == 0o600


async def test_a_run_that_broke_off_between_file_and_accounts_is_finished_by_the_next(tmp_path: Path) -> None:
    """The password in the file is the one the account gets."""
    (tmp_path / demo_logins.FILE).write_text(json.dumps({"xiaolin": "shan-shui-yun-12345"}), encoding="utf-8")

    logins = await demo_logins.ensure(Settings(var_dir=str(tmp_path)))

    assert logins[0].password == "shan-shui-yun-12345"


async def test_a_deleted_file_does_not_change_anybodys_password(tmp_path: Path) -> None:
    """The accounts stay; the page only cannot show what it no longer knows."""
    knobs = Settings(var_dir=str(tmp_path))
    await demo_logins.ensure(knobs)
    (tmp_path / demo_logins.FILE).unlink()

    logins = await demo_logins.ensure(knobs)

    assert [login.password for login in logins] == [""] * 6


async def test_a_broken_file_is_one_sentence(tmp_path: Path) -> None:
    """Overwriting it would lose passwords that are in use."""
    (tmp_path / demo_logins.FILE).write_text("{", encoding="utf-8")

    with pytest.raises(SettingError, match="demo-logins"):
        await demo_logins.ensure(Settings(var_dir=str(tmp_path)))
