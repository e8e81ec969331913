"""The engine's way to the action server: one kept session, a token, a deadline, and the domain sent once."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from typing_extensions import override

from bot.engine.metrics import EngineMetrics
from bot.kernel import trace

TIMEOUT_S = 4.0
"""An action has this long; the hub waits 5 s for the whole turn. (Rasa would wait 5 minutes.)"""

_KEEP_ALIVE_S = 4.0  # shorter than any server's own, so a kept connection is not closed under a request
_REJECTED, _DOMAIN_WANTED = 400, 449


class ActionServer(EndpointConfig):
    """Drop-in for Rasa's endpoint, which opens a connection and sends the whole domain with every action.

    The domain goes out when the action server asks for it (status 449, after its start) and by its digest otherwise.
    """

    def __init__(
        self,
        url: str,
        token: str,
        domain: Domain,
        *,
        timeout_s: float = TIMEOUT_S,
        metrics: EngineMetrics | None = None,
    ) -> None:
        self._metrics = metrics or EngineMetrics()
        super().__init__(url, enable_selective_domain=True)
        self._token = token
        self._domain = domain
        self._digest = domain.fingerprint()
        self._timeout_s = timeout_s
        self._session: aiohttp.ClientSession | None = None

    @override
    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """See parent; of ``kwargs`` only ``json`` counts, the deadline is ours.

        Raises:
            ClientResponseError: the action rejected (400) or failed; only a rejection keeps its body, since
                others may quote the conversation.
        """
        body = {**kwargs["json"], "domain_digest": self._digest}
        status, answer = await self._post(body)
        if status == _DOMAIN_WANTED:
            status, answer = await self._post({**body, "domain": self._domain.as_dict()})
        if status >= _REJECTED:
            raise ClientResponseError(status, "", answer.decode() if status == _REJECTED else "{}")
        return json.loads(answer)

    async def close(self) -> None:
        """Give the connections back."""
        if self._session is not None:
            await self._session.close()

    async def _post(self, body: dict[str, Any]) -> tuple[int, bytes]:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                headers={"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"},
                connector=aiohttp.TCPConnector(keepalive_timeout=_KEEP_ALIVE_S),
                timeout=aiohttp.ClientTimeout(total=self._timeout_s),
            )
        data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        try:
            with self._metrics.action_call():
                async with self._session.post(self.url, data=data, headers=trace.headers()) as response:
                    return response.status, await response.read()
        except asyncio.TimeoutError as error:
            raise aiohttp.ServerTimeoutError(f"no answer within {self._timeout_s} s") from error
