"""Headers that tell browsers what our pages may do (front-end page, section 3)."""

from __future__ import annotations

from collections.abc import Iterable

from sanic import Request

from bot.hub.origins import own_host

ALWAYS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}


def page_headers(request: Request, *, frame_ancestors: Iterable[str]) -> dict[str, str]:
    """Headers of an HTML page.

    Args:
        frame_ancestors: origins (or ``'self'``) that may show the page in a frame; none: nobody may.
    """
    host = own_host(request)
    # 'self' does not cover WebSockets in Safari before 15.4, so our own are named.
    sockets = f" ws://{host} wss://{host}" if host else ""
    ancestors = " ".join(frame_ancestors) or "'none'"
    policy = [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        f"connect-src 'self'{sockets}",
        f"frame-ancestors {ancestors}",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
    ]
    return {"Content-Security-Policy": "; ".join(policy), "Cache-Control": "no-cache"}
