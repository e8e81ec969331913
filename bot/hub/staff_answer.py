"""What the calls of the staff side share: their answers, and the conversation a path names."""

from __future__ import annotations

from typing import Any

from sanic import HTTPResponse
from sanic.response import json as json_response

from bot.kernel.errors import NotFound
from bot.kernel.ids import is_conversation_id


def answer(body: dict[str, Any]) -> HTTPResponse:
    """JSON that no cache keeps."""
    return json_response(body, headers={"Cache-Control": "no-store"})


def named(conversation: str) -> None:
    """See that a path names a conversation.

    Raises:
        NotFound: it is not shaped like the id of one.
    """
    if not is_conversation_id(conversation):
        raise NotFound()
