"""WebSocket frames: reading what clients send, and what may go out (protocol, sections 2 and 3)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import orjson

from bot.kernel.errors import BadInput, JiezhuError
from bot.kernel.ids import is_conversation_id
from bot.kernel.text import MAX_CHARS

Frame = Mapping[str, Any]

_CLIENT_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_CHANNEL = re.compile(r"[a-z][a-z0-9_-]{0,15}")
_LARGEST = 2**53 - 1
"""The largest number a browser holds exactly."""


def parse(raw: str | bytes) -> dict[str, Any]:
    """A frame as a client sent it: a JSON object with a ``t``.

    Raises:
        BadInput: it is not one.
    """
    if isinstance(raw, bytes):
        raise BadInput("只支持文本消息。")
    frame = _decoded(raw)
    if not isinstance(frame, dict) or not isinstance(frame.get("t"), str):
        raise BadInput("消息缺少类型。")
    return frame


def _decoded(raw: str) -> Any:
    try:
        return orjson.loads(raw)
    except ValueError:
        pass
    try:
        # Half an emoji, which a page may cut off: JSON for browsers and for this one, and cleaned like any other text.
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise BadInput("消息不是有效的 JSON。") from None


def dump(frame: Frame) -> bytes:
    """A frame as it goes out."""
    return orjson.dumps(frame)


def client_id(frame: Frame) -> str:
    """The sender's own id of a message, by which a resend is recognised.

    Raises:
        BadInput: it is missing, or not 1 to 64 plain characters.
    """
    value = frame.get("client_id")
    if not isinstance(value, str) or not _CLIENT_ID.fullmatch(value):
        raise BadInput("消息缺少编号（client_id）。")
    return value


def name(frame: Frame, field: str) -> str:
    """A short opaque word, such as the id of a button; same errors as :func:`client_id`."""
    value = frame.get(field)
    if not isinstance(value, str) or not _CLIENT_ID.fullmatch(value):
        raise BadInput(f"字段 {field} 不对。", field=field)
    return value


def channel(frame: Frame) -> str:
    """Where a customer says they are, in a short word; empty when they do not say.

    Raises:
        BadInput: it is no such word.
    """
    value = frame.get("channel") or ""
    if not isinstance(value, str) or (value and not _CHANNEL.fullmatch(value)):
        raise BadInput("字段 channel 不对。", field="channel")
    return value


def message_text(frame: Frame) -> str:
    """The words of a message, as they were typed; whoever takes them cleans them.

    Raises:
        BadInput: there are none, or too many.
    """
    value = frame.get("text")
    if not isinstance(value, str) or not value.strip():
        raise BadInput("消息是空的，请写点什么再发送。")
    if len(value) > MAX_CHARS:
        raise BadInput(f"一条消息最多{MAX_CHARS}个字，请分开发送。", limit=MAX_CHARS)
    return value


def number(frame: Frame, field: str, *, default: int | None = None) -> int:
    """A whole number from 0 up.

    Raises:
        BadInput: it is not one, or missing without a default.
    """
    value = frame.get(field, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
        raise BadInput(f"字段 {field} 应当是一个整数。", field=field)
    return value


def conversation_of(frame: Frame) -> str:
    """The conversation a desk's frame is about.

    Raises:
        BadInput: it is not shaped like the id of one.
    """
    value = frame.get("conversation")
    if not isinstance(value, str) or not is_conversation_id(value):
        raise BadInput("会话编号不对。", field="conversation")
    return value


def nack(client_id: str, error: JiezhuError) -> dict[str, Any]:
    """A message was not taken."""
    return {"t": "nack", "client_id": client_id, **error.as_dict()}


def complaint(error: JiezhuError) -> dict[str, Any]:
    """A frame was not understood, or cannot be done."""
    return {"t": "error", "code": error.code, "message": error.message}


# Frames that are not logged travel between hub processes whole: typing with its `actor`, read with its `side`.
# Towards either audience they are made anew from named fields, so nothing else rides along.


def typing(actor: str, name: str) -> dict[str, Any]:
    """Somebody (``customer``, ``bot``, ``agent``) is writing, as it travels between processes."""
    return {"t": "typing", "actor": actor, "name": name}


def read_mark(side: str, seq: int) -> dict[str, Any]:
    """A side (``customer``, ``agent``) has read up to ``seq``, as it travels between processes."""
    return {"t": "read", "side": side, "seq": seq}


def aside_for_customer(frame: Frame) -> dict[str, Any] | None:
    """A passing frame as the customer's page gets it, or None when it is not for customers."""
    if frame.get("t") == "typing" and frame.get("actor") in {"bot", "agent"}:
        return {"t": "typing", "actor": frame["actor"], "name": frame.get("name", "")}
    if frame.get("t") == "read" and frame.get("side") == "agent":
        return {"t": "read", "seq": frame["seq"]}
    return None


def aside_for_staff(conversation: str, frame: Frame) -> dict[str, Any] | None:
    """A passing frame as a desk gets it, or None when it is not for staff."""
    if frame.get("t") == "typing" and frame.get("actor") in {"customer", "bot"}:
        return {"t": "typing", "conversation": conversation, "name": frame.get("name", "")}
    if frame.get("t") == "read" and frame.get("side") == "customer":
        return {"t": "read", "conversation": conversation, "seq": frame["seq"]}
    return None
