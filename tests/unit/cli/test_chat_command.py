"""``jiezhu chat`` as people run it: a process, with a script or with lines on standard input."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import jwt
import pytest
from support.fake_hub import FakeHub, running, spoken
from support.live_store import free_port

from bot.cli.chat import script_lines
from bot.runtime import secrets

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def hub() -> AsyncIterator[FakeHub]:
    """A hub that knows three lines."""
    fake = FakeHub()
    fake.answers = {
        "你好": [spoken("text", "您好,我是小接")],
        "查物流": [spoken("logistics_card", "包裹在路上", order_id="JZ1", steps=[])],
        "leave_queue": [
            {"t": "control", "control": {"state": "bot"}},
            spoken("notice", "已回到智能客服", actor="system", code="left_queue"),
        ],
    }
    async with running(fake):
        yield fake


async def chat(port: int, var: Path, *arguments: str, typed: str = "") -> tuple[int, str, str]:
    """Run the command; exit code, standard output, standard error."""
    env: Mapping[str, str] = {**os.environ, "JIEZHU_PUBLIC_PORT": str(port), "JIEZHU_VAR_DIR": str(var)}
    command = [sys.executable, "-m", "bot.cli.main", "chat", *arguments]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, stderr=pipe)
    out, err = await asyncio.wait_for(process.communicate(typed.encode()), 60)
    return process.returncode or 0, out.decode(), err.decode()


async def test_a_script_is_played_and_printed_as_json_lines(hub: FakeHub, tmp_path: Path) -> None:
    """Every line has exactly the five fields, customer lines included, in order."""
    script = tmp_path / "lines.txt"
    script.write_text("# greeting\n你好\n\n查物流\n", encoding="utf-8")

    code, out, _ = await chat(hub.port, tmp_path, "--script", str(script))

    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(line["actor"], line["kind"], line["text"]) for line in lines] == [
        ("customer", "text", "你好"),
        ("bot", "text", "您好,我是小接"),
        ("customer", "text", "查物流"),
        ("bot", "logistics_card", "包裹在路上"),
    ]
    assert all(list(line) == ["seq", "actor", "kind", "text", "data"] for line in lines)
    assert lines[3]["data"] == {"order_id": "JZ1", "steps": []}


async def test_the_customer_is_signed_in_with_the_installations_own_key(hub: FakeHub, tmp_path: Path) -> None:
    """The hub can check the token with the secret both know."""
    await chat(hub.port, tmp_path, "--customer", "u1007", typed="你好\n")

    key = secrets.load(tmp_path, {}).customer_token_key
    claims = jwt.decode(hub.received[0]["token"], key, algorithms=["HS256"], audience="jiezhu")
    assert claims["sub"] == "u1007"


async def test_a_script_leaves_the_queue_of_an_earlier_run_first(hub: FakeHub, tmp_path: Path) -> None:
    """It begins with the bot, whatever yesterday's run ended with."""
    hub.control = {"state": "waiting"}
    script = tmp_path / "lines.txt"
    script.write_text("你好\n", encoding="utf-8")

    _, out, _ = await chat(hub.port, tmp_path, "--script", str(script))

    assert [frame["t"] for frame in hub.received] == ["hello", "leave_queue", "send"]
    assert "已回到智能客服" in out


async def test_without_a_terminal_lines_are_read_and_answers_printed(hub: FakeHub, tmp_path: Path) -> None:
    """A pipe works like a keyboard."""
    code, out, _ = await chat(hub.port, tmp_path, typed="你好\n查物流\n")

    assert code == 0
    assert out.index("我：你好") < out.index("您好,我是小接") < out.index("我：查物流") < out.index("包裹在路上")


async def test_without_a_running_hub_there_is_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    """It says how to start it."""
    code, out, err = await chat(free_port(), tmp_path, typed="你好\n")

    assert (code, out) == (1, "")
    assert "make run" in err
    assert "Traceback" not in err


async def test_a_script_that_cannot_be_read_is_one_sentence(hub: FakeHub, tmp_path: Path) -> None:
    """Before anybody is signed in."""
    code, _, err = await chat(hub.port, tmp_path, "--script", str(tmp_path / "missing.txt"))

    assert code == 1
    assert "missing.txt" in err
    assert hub.received == []


def test_comments_and_blank_lines_are_no_customer_lines() -> None:
    """A choice such as #1 is one, and so is a text with a slash."""
    text = "\ufeff# 说明\n\n  你好  \n#1\n#注释\n/restart\n"

    assert list(script_lines(text)) == ["你好", "#1", "/restart"]
