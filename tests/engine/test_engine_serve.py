"""The engine as a process: how it answers over HTTP, and what it prints."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from engine_process import TOKEN, Engine, environment, get, start, turn
from engine_stand import Actions, Store, free_port, says

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def served(
    store: Store, action_server: Actions, models: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """One engine for the tests of this file that do not stop it."""
    env = environment(store, action_server, models, free_port())
    engine = start(env, tmp_path_factory.mktemp("engine") / "log")
    yield engine
    engine.process.terminate()
    assert engine.process.wait(20) == 0


async def test_a_turn_over_http(served: Engine, conversation: str, actions: Actions) -> None:
    """The protocol's body in, the protocol's answer out."""
    status, answer = await served.post("/v1/turn", turn(conversation, "我的快递到哪了"))

    assert status == 200
    assert [message["kind"] for message in answer["messages"]] == ["logistics_card"]
    assert set(answer) == {"messages", "parse", "events"}
    assert set(answer["parse"]) == {"intent", "confidence", "ranking", "entities", "feeling"}


async def test_a_button_over_http(served: Engine, conversation: str, actions: Actions) -> None:
    """``choice`` in place of ``text``."""
    body = turn(conversation, "", choice={"payload": '/choose_order{"order_id": "JZ1"}', "title": "这个"})
    del body["text"]

    status, answer = await served.post("/v1/turn", body)

    assert (status, answer["parse"]["intent"]) == (200, "choose_order")


async def test_append_reset_and_parse_over_http(served: Engine, conversation: str, actions: Actions) -> None:
    """The other three calls."""
    outcome = {"result": "refund", "note": "同意"}

    assert await served.post("/v1/append", {"conversation": conversation, "outcome": outcome}) == (200, {"ok": True})
    await served.post("/v1/turn", turn(conversation, "我的快递到哪了"))
    assert actions.calls[-1]["tracker"]["slots"]["decision"] == outcome
    assert await served.post("/v1/reset", {"conversation": conversation}) == (200, {"ok": True})
    status, answer = await served.post("/v1/parse", {"text": "谢谢"})
    assert (status, answer["parse"]["intent"]) == (200, "thanks")


async def test_ready_says_what_runs(served: Engine) -> None:
    """For the supervisor and the doctor, without the token."""
    async with aiohttp.ClientSession() as session, session.get(f"{served.url}/ready") as response:
        body = await response.json()

    assert response.status == 200
    assert (body["ok"], body["ready"], body["rasa"]) == (True, True, "3.6.21")
    assert body["model"].endswith(".tar.gz")


@pytest.mark.parametrize("token", ["", "wrong", f"{TOKEN}x", "密"])
@pytest.mark.parametrize("path", ["/v1/turn", "/v1/append", "/v1/reset", "/v1/parse"])
async def test_nothing_is_done_without_the_token(served: Engine, conversation: str, path: str, token: str) -> None:
    """Loopback is shared with everything else on the machine."""
    status, answer = await served.post(path, turn(conversation, "你好"), token=token.encode().decode("latin-1"))

    assert (status, answer["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(
    "body",
    [
        b"not json secret-words",
        [1],
        {},
        {"conversation": "c_1", "turn_id": "t_1"},
        {"conversation": "c_1", "turn_id": "t_1", "text": 5},
        {"conversation": "c_1", "turn_id": "t_1", "text": "x", "choice": {"payload": "/greet", "title": "x"}},
        {"conversation": "c_1", "turn_id": "t_1", "choice": "/greet"},
        {"conversation": "c_1", "turn_id": "t_1", "choice": {"payload": "/no_such", "title": "x"}},
        {"conversation": "c}:x*", "turn_id": "t_1", "text": "secret-words"},
        {"conversation": "c_1", "turn_id": "t 1", "text": "x"},
        {"conversation": "c_1", "turn_id": "t_1", "text": "x", "empathy": "ecstatic"},
        {"conversation": "c_1", "turn_id": "t_1", "text": "x", "parts": ["x", 1]},
        {"conversation": "c_1", "turn_id": "t_1", "text": "x", "context": {"sub": "u1"}},
    ],
)
async def test_a_body_that_does_not_fit_is_refused_without_echo(served: Engine, body: Any) -> None:
    """400, a sentence, and nothing of what came in."""
    status, answer = await served.post("/v1/turn", body)

    assert (status, answer["code"]) == (400, "bad_input")
    assert "secret-words" not in json.dumps(answer, ensure_ascii=False)


async def test_an_unknown_path_is_answered_in_our_form(served: Engine) -> None:
    """Also what Sanic answers by itself."""
    status, answer = await served.post("/v1/nothing", {})

    assert (status, answer["code"]) == (404, "not_found")


async def test_a_failing_action_is_an_error_the_hub_can_read(
    served: Engine, conversation: str, actions: Actions
) -> None:
    """503, so that a person is called."""
    actions.answers["action_tell_logistics"] = lambda _: 500

    status, answer = await served.post("/v1/turn", turn(conversation, "我的快递到哪了"))

    assert (status, answer["code"], answer["data"]) == (503, "action_failed", {"action": "action_tell_logistics"})


async def test_a_dropped_connection_keeps_the_turn(served: Engine, conversation: str, actions: Actions) -> None:
    """Sanic cancels the handler; the turn goes on and its answer is there for the next asker."""
    actions.answers["action_tell_logistics"] = lambda _: (actions.release.wait(5), says({"text": "好"}))[1]
    asker = asyncio.create_task(served.post("/v1/turn", turn(conversation, "我的快递到哪了")))
    await asyncio.to_thread(actions.started.wait, 5)
    asker.cancel()
    await asyncio.gather(asker, return_exceptions=True)
    actions.release.set()

    status, answer = await served.post("/v1/turn", turn(conversation, "我的快递到哪了"))

    assert (status, answer["messages"][0]["text"]) == (200, "好")
    assert len(actions.calls) == 1


async def test_no_customers_words_are_printed(served: Engine, conversation: str, actions: Actions) -> None:
    """At the most talkative level, with failures in between."""
    actions.answers["action_tell_logistics"] = lambda _: 500
    for number, text in enumerate(["我的快递到哪了", "谢谢你们的服务", "电话13812345678", "{broken"]):
        await served.post("/v1/turn", turn(conversation, text, f"t_{number}"))

    log = served.log.read_text(encoding="utf-8")
    assert "turn_failed" in log
    assert not re.search("快递|谢谢|13812345678|signed", log)


async def test_a_turns_id_goes_on_to_the_actions_and_into_every_line(
    served: Engine, conversation: str, actions: Actions
) -> None:
    """Also when the action fails, and with nothing of what the customer said."""
    said, trace = "我的快递到哪了，电话13812345678", f"t_{conversation[2:]}"
    await served.post("/v1/turn", turn(conversation, said, trace), **{"X-Jiezhu-Trace": trace})
    actions.answers["action_tell_logistics"] = lambda _: 500
    await served.post("/v1/turn", turn(conversation, said, f"{trace}x"), **{"X-Jiezhu-Trace": f"{trace}x"})

    log = served.log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines() if trace in line]
    assert [(line["event"], line["trace"]) for line in lines if line["logger"] == "bot.engine.turns"] == [
        ("turn.done", trace),
        ("turn_failed", f"{trace}x"),
    ]
    assert {line["conversation"] for line in lines} == {conversation}
    assert [headers["X-Jiezhu-Trace"] for headers in actions.headers][:1] == [trace]
    assert not re.search("快递|13812345678", log)


async def test_the_figures_tell_turns_calls_and_the_model(served: Engine, conversation: str, actions: Actions) -> None:
    """For this machine; what a proxy passed on is from elsewhere."""
    await served.post("/v1/turn", turn(conversation, "我的快递到哪了"))

    status, told = await get(f"{served.url}/metrics")
    refused, _ = await get(f"{served.url}/metrics", **{"X-Forwarded-For": "203.0.113.7"})

    assert (status, refused) == (200, 404)
    assert re.search(r'jiezhu_engine_turn_seconds_count\{outcome="ok"\} [1-9]', told)
    assert re.search(r'jiezhu_engine_action_call_seconds_count\{outcome="ok"\} [1-9]', told)
    assert re.search(r'jiezhu_engine_model_info\{model=".+\.tar\.gz"\} 1', told)
    assert re.search(r'jiezhu_log_lines_total\{level="info"\} [1-9]', told)
    assert "jiezhu_engine_turns_running 0.0" in told
    assert conversation not in told
