"""The JSON body of a call, field by field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sanic import Request

from bot.kernel.errors import BadInput


def read_object(request: Request) -> dict[str, Any]:
    """The body as a JSON object.

    Raises:
        BadInput: it is not one.
    """
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadInput("请求内容不是有效的 JSON。") from None
    if not isinstance(body, dict):
        raise BadInput("请求内容应当是一个 JSON 对象。")
    return body


def text(body: Mapping[str, Any], field: str, *, longest: int, default: str | None = None) -> str:
    """A text field.

    Raises:
        BadInput: it is missing without a default, no text, too long, or holds half a character.
    """
    value = body.get(field, default)
    if not isinstance(value, str) or len(value) > longest or not _is_whole(value):
        raise BadInput(f"字段 {field} 不对：应当是最多{longest}个字的文字。", field=field)
    return value


def _is_whole(value: str) -> bool:
    # JSON can spell a lone half of a surrogate pair, which no encoding takes.
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
