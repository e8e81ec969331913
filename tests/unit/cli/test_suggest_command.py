"""``jiezhu suggest`` on a database of its own."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from support.lessons import NOW, labelled, missed
from typer.testing import CliRunner, Result

from bot.adapters import sql
from bot.adapters.lessons import SqlLessons
from bot.cli.main import app
from bot.handoff.ports import Lesson
from bot.kernel.clock import SystemClock

DAY = 24 * 3600 * 1000


@pytest.fixture
def jiezhu(tmp_path: Path) -> CliRunner:
    """The command on an installation of its own."""
    return CliRunner(env={**os.environ, "JIEZHU_VAR_DIR": str(tmp_path), "DATABASE_URL": "", "COLUMNS": "200"})


def keep(folder: Path, *lessons: Lesson) -> None:
    """Put lessons into the installation's database, as old now as they are on the day of the tests."""

    async def fill() -> None:
        clock = SystemClock()
        engine = sql.make_engine(f"sqlite+aiosqlite:///{folder / 'jiezhu.db'}")
        await sql.ensure_tables(engine)
        for lesson in lessons:
            await SqlLessons(engine, clock, days=90).keep(replace(lesson, at=lesson.at + clock.now_ms() - NOW))
        await engine.dispose()

    asyncio.run(fill())


def run(jiezhu: CliRunner, *arguments: str) -> Result:
    """What the command says."""
    return jiezhu.invoke(app, ["suggest", *arguments])


def test_what_was_misunderstood_is_printed_as_examples(jiezhu: CliRunner, tmp_path: Path) -> None:
    """Standard output is the file, whole."""
    keep(tmp_path, labelled("咱那个件卡哪旮旯了 JZ261101999999", "ask_logistics"), missed("蓝的那款加不加绒"))

    result = run(jiezhu)

    assert result.exit_code == 0
    (entry,) = yaml.safe_load(result.stdout)["nlu"]
    assert entry == {"intent": "ask_logistics", "examples": "- 咱那个件卡哪旮旯了 [JZ261118000123](order_id)\n"}
    assert "# - 蓝的那款加不加绒" in result.stdout


def test_the_same_as_json(jiezhu: CliRunner, tmp_path: Path) -> None:
    """For other tools."""
    keep(tmp_path, labelled("咱那个件卡哪旮旯了", "ask_logistics"))

    found = json.loads(run(jiezhu, "--json").stdout)

    assert (found["items"][0]["text"], found["items"][0]["skill"]) == ("咱那个件卡哪旮旯了", "logistics")
    assert (found["messages"], found["known"], found["disputes"]) == (1, 0, [])


def test_days_limit_and_intent_narrow_it_down(jiezhu: CliRunner, tmp_path: Path) -> None:
    """What the limit leaves out is said."""
    keep(
        tmp_path,
        labelled("咱那个件卡哪旮旯了", "ask_logistics", days=10),
        labelled("蓝的那款加不加绒", "ask_product", days=2),
        labelled("能开专票不能啊老板", "ask_invoice", days=1),
    )

    assert "咱那个件" not in run(jiezhu, "--since", "5").stdout
    assert len(yaml.safe_load(run(jiezhu, "--limit", "1").stdout)["nlu"]) == 1
    assert "还有 2 句没列" in run(jiezhu, "--limit", "1").stdout
    assert [entry["intent"] for entry in yaml.safe_load(run(jiezhu, "--intent", "ask_product").stdout)["nlu"]] == [
        "ask_product"
    ]


def test_nothing_to_learn_is_a_sentence(jiezhu: CliRunner, tmp_path: Path) -> None:
    """Not an empty file."""
    keep(tmp_path, missed("我的快递到哪了"))

    result = run(jiezhu)

    assert result.exit_code == 0
    assert result.stdout.strip() == "目前没有可以加的例句。看过 1 条消息，1 条已经是例句，0 条太长。"


def test_without_a_database_it_says_so_and_makes_none(jiezhu: CliRunner, tmp_path: Path) -> None:
    """A typing error in a setting must not leave files behind."""
    result = run(jiezhu)

    assert result.exit_code == 1
    assert "还没有数据库" in result.output
    assert not (tmp_path / "jiezhu.db").exists()


@pytest.mark.parametrize("arguments", [["--intent", "ask_weather"], ["--since", "0"], ["--limit", "0"]])
def test_an_argument_that_makes_no_sense_is_refused(jiezhu: CliRunner, tmp_path: Path, arguments: list[str]) -> None:
    """With a sentence, without a traceback."""
    keep(tmp_path)

    result = run(jiezhu, *arguments)

    assert result.exit_code != 0
    assert "Traceback" not in result.output


def test_a_database_that_cannot_be_read_is_a_sentence(jiezhu: CliRunner, tmp_path: Path) -> None:
    """And exit code 1."""
    (tmp_path / "jiezhu.db").write_bytes(b"not a database" * 100)

    result = run(jiezhu)

    assert result.exit_code == 1
    assert result.output.strip() == "✗ 数据库暂时不可用，请稍后再试。"
