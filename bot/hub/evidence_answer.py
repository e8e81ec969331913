"""A customer's picture as an answer: for whoever asked and was entitled, for nobody after them."""

from __future__ import annotations

from sanic import HTTPResponse, Request
from sanic.response import raw

from bot.handoff.evidence import Size

WAYS: dict[str, Size] = {"<evidence:str>": "full", "<evidence:str>/thumb": "thumb"}
"""The ends of the addresses of a picture, and what each gives."""


def as_answer(request: Request, body: bytes, evidence: str, size: Size) -> HTTPResponse:
    """The picture, or 304 for a browser that has it; ``no-cache`` makes it come and ask, so each look is checked."""
    # A picture never changes, so its name is its tag.
    etag = f'"{evidence}-{size}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Disposition": f'inline; filename="{evidence}.jpg"',
    }
    if etag in request.headers.getone("if-none-match", ""):
        return raw(b"", status=304, headers=headers)
    return raw(body, headers=headers, content_type="image/jpeg")
