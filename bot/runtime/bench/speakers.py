"""Says something to an engine over its own HTTP door and reads the answer: ours and stock Rasa, timed alike.

``http.client`` on one kept connection each: the client shares the machine with what it measures and must be cheap.
"""

from __future__ import annotations

import http.client
import json
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from bot.adapters import context_token
from bot.adapters.context_token import TurnContext
from bot.kernel.clock import SystemClock
from bot.runtime.bench.script import Reply

TIMEOUT_S = 300.0
"""Stock Rasa takes up to a minute for the 500th turn of a conversation."""


class NotAnswering(Exception):
    """Raised when an engine cannot be reached or answers with an error; says which."""


class Speaker(ABC):
    """One connection to one engine, to be used by one thread at a time."""

    def __init__(self, port: int, path: str, headers: dict[str, str], context: Callable[[str], str]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
        self._path = path
        self._headers = {"Content-Type": "application/json", **headers}
        self._context = context

    def say(self, conversation: str, text: str) -> Reply:
        """Say it and wait for the whole answer. The time is that of the exchange, from the first byte to the last.

        Raises:
            NotAnswering: no connection, no answer in time, or a status other than 200.
        """
        body = json.dumps(self._body(conversation, text, self._context(conversation))).encode()
        try:
            started = time.perf_counter()
            self._connection.request("POST", self._path, body, self._headers)
            response = self._connection.getresponse()
            content = response.read()
            ms = (time.perf_counter() - started) * 1000
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise NotAnswering(f"{type(error).__name__}: {error}") from error
        if response.status != 200:
            raise NotAnswering(f"HTTP {response.status}: {content[:200].decode('utf-8', 'replace')}")
        said, cards = self._read(json.loads(content))
        return Reply(said, cards, ms)

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    @abstractmethod
    def _body(self, conversation: str, text: str, context: str) -> dict[str, Any]: ...

    @abstractmethod
    def _read(self, content: Any) -> tuple[str, frozenset[str]]: ...


class OurSpeaker(Speaker):
    """Speaks to our engine (protocol, section 4)."""

    def __init__(self, port: int, token: str, context: Callable[[str], str]) -> None:
        super().__init__(port, "/v1/turn", {"Authorization": f"Bearer {token}"}, context)

    def _body(self, conversation: str, text: str, context: str) -> dict[str, Any]:
        turn = {"turn_id": f"t_{uuid.uuid4().hex}", "epoch": 1, "choice": None, "empathy": None}
        return {"conversation": conversation, "text": text, "context": context, **turn}

    def _read(self, content: Any) -> tuple[str, frozenset[str]]:
        messages = content["messages"]
        cards = frozenset(message["kind"] for message in messages if message["kind"] != "text")
        return "".join(message.get("text") or "" for message in messages), cards


class StockSpeaker(Speaker):
    """Speaks to stock Rasa's REST channel; the signed context travels as the message's metadata, as in our engine."""

    def __init__(self, port: int, context: Callable[[str], str]) -> None:
        super().__init__(port, "/webhooks/rest/webhook", {}, context)

    def _body(self, conversation: str, text: str, context: str) -> dict[str, Any]:
        return {"sender": conversation, "message": text, "metadata": {"context": context}}

    def _read(self, content: Any) -> tuple[str, frozenset[str]]:
        customs = [message["custom"] for message in content if "custom" in message]
        return "".join(message.get("text") or "" for message in content), frozenset(one["kind"] for one in customs)


def new_conversation() -> str:
    """An id nobody used yet, of the form both engines take."""
    return f"c_{uuid.uuid4().hex[:26]}"


def signer(customer: str, key: str) -> Callable[[str], str]:
    """Gives the signed context of a conversation of a customer, as the hub does for each turn."""
    clock = SystemClock()

    def sign(conversation: str) -> str:
        context = TurnContext(
            customer_id=customer, name="沈嘉禾", verified=True, conversation=conversation, turn="t_bench"
        )
        return context_token.sign(context, key, clock.now_ms())

    return sign
