"""Both engines' doors, and that nothing but right answers is measured, with small servers that answer as told."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.adapters import context_token
from bot.kernel.clock import SystemClock
from bot.kernel.errors import SettingError
from bot.runtime.bench import contest, load
from bot.runtime.bench.contest import Engine
from bot.runtime.bench.load import Plan
from bot.runtime.bench.script import Script, Step
from bot.runtime.bench.speakers import NotAnswering, OurSpeaker, Speaker, StockSpeaker, signer
from bot.runtime.processes import Program

HELLO = Step("hello", ("喂", "你好"), re.compile("您好.*"))
PARCEL = Step("parcel", ("到哪了",), re.compile("在杭州"), card="parcel_card", action=True)

Answer = Callable[[str, dict[str, Any]], tuple[int, Any]]


class FakeEngine:
    """An HTTP server that answers what a function says and remembers what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.asked: list[dict[str, Any]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                outer.asked.append({"path": self.path, "token": self.headers.get("authorization"), **body})
                status, content = answer(self.path, body)
                said = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], FakeEngine]]:
    """Starts servers that end with the test."""
    running: list[FakeEngine] = []

    def start(answer: Answer) -> FakeEngine:
        running.append(FakeEngine(answer))
        return running[-1]

    yield start
    for one in running:
        one.server.shutdown()
        one.server.server_close()


def as_ours(_path: str, body: dict[str, Any]) -> tuple[int, Any]:
    """What our engine answers."""
    if body["text"] == "到哪了":
        return 200, {"messages": [{"kind": "parcel_card", "text": "在杭州", "data": {}}]}
    if body["text"] == "你好":
        return 200, {"messages": [{"kind": "text", "text": "您好!", "data": {}}]}
    return 200, {"messages": [{"kind": "text", "text": "没听懂", "data": {}}]}


def as_stock(_path: str, body: dict[str, Any]) -> tuple[int, Any]:
    """What stock Rasa answers: cut at blank lines, the card apart."""
    sender = {"recipient_id": body["sender"]}
    if body["message"] == "到哪了":
        return 200, [{**sender, "text": "在杭州"}, {**sender, "custom": {"kind": "parcel_card", "data": {}}}]
    return 200, [{**sender, "text": "您好"}, {**sender, "text": "请说"}]


def engine(name: str, speaker: Callable[[], Speaker]) -> Engine:
    """An engine that runs already."""
    return Engine(name, Program(name, (), {}, Path()), speaker)


def test_our_engine_is_asked_as_the_hub_asks_it(serve: Callable[[Answer], FakeEngine]) -> None:
    """With token and signed context; the card comes with its text."""
    server = serve(as_ours)
    speaker = OurSpeaker(server.port, "secret", signer("u1", "k" * 32))

    reply = speaker.say("c_1", "到哪了")
    speaker.close()

    asked = server.asked[0]
    context = context_token.verify(asked["context"], "k" * 32, SystemClock().now_ms())
    assert (asked["path"], asked["token"], asked["conversation"]) == ("/v1/turn", "Bearer secret", "c_1")
    assert context.customer_id == "u1"
    assert PARCEL.is_answered_by(reply)
    assert reply.ms > 0


def test_stock_rasa_is_asked_over_its_rest_channel_with_the_same_context(
    serve: Callable[[Answer], FakeEngine],
) -> None:
    """The same action can run: what it needs travels as metadata."""
    server = serve(as_stock)
    speaker = StockSpeaker(server.port, signer("u1", "k" * 32))

    parcel, hello = speaker.say("c_1", "到哪了"), speaker.say("c_1", "你好")
    speaker.close()

    asked = server.asked[0]
    context = context_token.verify(asked["metadata"]["context"], "k" * 32, SystemClock().now_ms())
    assert (asked["path"], asked["sender"]) == ("/webhooks/rest/webhook", "c_1")
    assert context.customer_id == "u1"
    assert PARCEL.is_answered_by(parcel)
    assert HELLO.is_answered_by(hello)


def test_the_first_line_both_understand_is_taken(serve: Callable[[Answer], FakeEngine]) -> None:
    """The same words for both."""
    ours, stock = serve(as_ours), serve(as_stock)
    engines = [
        engine("ours", partial(OurSpeaker, ours.port, "t", signer("u1", "k" * 32))),
        engine("stock", partial(StockSpeaker, stock.port, signer("u1", "k" * 32))),
    ]

    assert contest.choose_lines(engines, [HELLO, PARCEL]) == {"hello": "你好", "parcel": "到哪了"}


def test_a_wrong_answer_ends_the_measurement(serve: Callable[[Answer], FakeEngine]) -> None:
    """A fast engine that answers nonsense has no figures."""
    server = serve(as_ours)
    ours = engine("ours", partial(OurSpeaker, server.port, "t", signer("u1", "k" * 32)))
    plot = Script("u1", (HELLO,), (HELLO,))

    with pytest.raises(SettingError, match=r"ours 在第 1 轮对“喂”的回答不对"):
        load.latency([ours], plot, {"hello": "喂"}, Plan())
    with pytest.raises(SettingError, match="回答不对"):
        load.throughput([ours], plot, {"hello": "喂"}, Plan(seconds=5))


def test_an_error_of_the_engine_ends_the_measurement(serve: Callable[[Answer], FakeEngine]) -> None:
    """With its status."""
    server = serve(lambda _path, _body: (503, {"code": "engine_unavailable"}))
    speaker = OurSpeaker(server.port, "t", signer("u1", "k" * 32))

    with pytest.raises(NotAnswering, match="503"):
        speaker.say("c_1", "你好")


def test_turns_are_counted_while_several_talk(serve: Callable[[Answer], FakeEngine]) -> None:
    """And each conversation keeps to its steps."""
    server = serve(as_ours)
    ours = engine("ours", partial(OurSpeaker, server.port, "t", signer("u1", "k" * 32)))
    plot = Script("u1", (HELLO, PARCEL), (PARCEL,))
    lines = {"hello": "你好", "parcel": "到哪了"}

    rates = load.throughput([ours], plot, lines, Plan(clients=3, seconds=0.3, rounds=1))

    conversations = {one["conversation"] for one in server.asked}
    assert len(rates) == 1
    assert len(server.asked) >= rates[0] * 0.3 > 0
    assert len(conversations) >= 3
