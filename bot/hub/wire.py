"""Sanic's WebSocket with one hole closed: text that is not UTF-8.

Sanic 25.12 decodes in a task nobody waits for, so such a frame would vanish with a traceback in the log. It is
answered with close code 1007, as RFC 6455 (section 8.1) asks.
"""

from __future__ import annotations

from typing import Any

from sanic.server.protocols.websocket_protocol import WebSocketProtocol
from sanic.server.websockets.frame import WebsocketFrameAssembler

NOT_TEXT = 1007


class TextAssembler(WebsocketFrameAssembler):
    """Fails the connection when a message cannot be read as text."""

    async def put(self, frame: Any) -> None:
        """See the base."""
        try:
            await super().put(frame)
        except UnicodeDecodeError:
            self.protocol.fail_connection(NOT_TEXT)


class HubProtocol(WebSocketProtocol):
    """The protocol both ports speak."""

    async def websocket_handshake(self, request: Any, subprotocols: Any = None) -> Any:
        """See the base."""
        websocket = await super().websocket_handshake(request, subprotocols)
        # No frame can have come in yet: the loop has not run since the handshake was sent.
        websocket.assembler = TextAssembler(websocket)
        return websocket
