"""A merchant's system for tests: docs/shop-api.yaml served in this process from a demo shop, well or with faults."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from enum import Enum
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import empty, html, raw
from support.shop_api import ShopApi
from support.shop_server_json import answer_of, outcome_of, request_of

from bot.adapters.shop_http.client import MAX_BYTES
from bot.commerce.carrier import AskCarrier, Carrier, InterceptParcel, OpenTrace
from bot.commerce.shop import Shop
from bot.kernel.errors import BadInput, ShopUnavailable

TOKEN = "a token of the merchant, for tests"

_names = itertools.count()


class Fault(Enum):
    """What one request meets instead of an answer, or before it."""

    LATE = "does what is asked, and answers only when the test lets go"
    PROXY_404 = "a page of something in front of the shop"
    BROKEN = "500"
    GATEWAY_DOWN = "503 with Retry-After"
    RATE_LIMITED = "429 with Retry-After"
    IN_PROGRESS = "409 in_progress"
    NOT_OFFERED = "501 not_offered"
    FORBIDDEN = "403"
    REDIRECT = "302"
    NOT_JSON = "200 and words"
    MALFORMED = "200 and JSON of another shape"
    HUGE = "200 and more than anybody reads"
    DRIP = "200 and a byte now and then, for ever"
    RESET = "cut off before anything is done"
    LOST = "done, and cut off before the answer"
    TWICE = "delivered twice by something in between"


class ShopServer:
    """One merchant's system.

    Attributes:
        seen: operations asked for, in order, with their idempotency keys.
        wrong: what in requests and whole answers was not as the document says.
        retry_after: what ``Retry-After`` says.
    """

    def __init__(self, shop: Shop, carrier: Carrier) -> None:
        self._shop, self._carrier = shop, carrier
        self._api = ShopApi()
        self._faults: deque[Fault] = deque()
        self._let_go = asyncio.Event()
        self.seen: list[tuple[str, str]] = []
        self.wrong: list[str] = []
        self.retry_after = "1"
        self.url = ""

    def next(self, *faults: Fault) -> None:
        """What the next requests meet, one each."""
        self._faults.extend(faults)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Serve on a free loopback port."""
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        server: Any = await self._app().create_server(sock=listener, asyncio_server_kwargs={"start_serving": False})
        await server.startup()
        await server.before_start()
        await server.start_serving()
        await server.after_start()
        try:
            yield
        finally:
            self._let_go.set()
            server.server.close()
            await server.before_stop()
            for connection in list(server.connections):
                connection.abort()
            await server.after_stop()

    def _app(self) -> Sanic[Any, Any]:
        app: Sanic[Any, Any] = Sanic(f"merchant-{next(_names)}", configure_logging=False)
        app.config.ACCESS_LOG = False
        # Sanic rewrites its own methods for the first app of a process, and cannot do it again.
        app.config.TOUCHUP = False
        for operation, (method, path, _) in self._api.operations.items():
            place = path.replace("{", "<").replace("}", ":str>")
            handler = self._handler(operation)
            app.add_route(handler, f"/v1{place}", methods=[method.upper()], name=operation, unquote=True)
        return app

    def _handler(self, operation: str) -> Any:
        async def handle(request: Request, **places: str) -> HTTPResponse | None:
            self.seen.append((operation, request.headers.get("idempotency-key", "")))
            if request.headers.get("authorization") != f"Bearer {TOKEN}":
                return _said(401, {"code": "not_signed_in"})
            fault = self._faults.popleft() if self._faults else None
            if fault is not None:
                return await self._amiss(fault, operation, request, places)
            return await self._answer(operation, request, places)

        return handle

    async def _answer(self, operation: str, request: Request, places: Mapping[str, str]) -> HTTPResponse:
        query = {name: values[0] for name, values in request.args.items()}
        headers = {"Idempotency-Key": key} if (key := request.headers.get("idempotency-key")) else {}
        self.wrong += self._api.faults_of_request(operation, places, query, headers, request.body)
        try:
            answer = await self._done(operation, request, places, query)
        except ShopUnavailable:
            answer = _said(503, {"code": "unavailable"})
        except BadInput:
            answer = _said(422, {"code": "key_reused"})
        self.wrong += self._api.faults_of_answer(operation, answer.status, answer.body or b"")
        return answer

    async def _done(
        self, operation: str, request: Request, places: Mapping[str, str], query: Mapping[str, str]
    ) -> HTTPResponse:
        if operation == "ping":
            await self._shop.ping()
            return empty()
        if request.method == "POST":
            wish = request_of(operation, places, request.json)
            key, asking = request.headers["idempotency-key"], places["customer_id"]
            if isinstance(wish, OpenTrace | AskCarrier | InterceptParcel):
                return _said(200, outcome_of(await self._carrier.carry_out(asking, wish, key=key)))
            return _said(200, outcome_of(await self._shop.carry_out(asking, wish, key=key)))
        found = await self._found(operation, places, query)
        if found is None:
            return _said(404, {"code": "not_found"})
        return _said(200, outcome_of(found) if operation == "getOutcome" else answer_of(found))

    async def _found(self, operation: str, places: Mapping[str, str], query: Mapping[str, str]) -> Any:
        limit = int(query.get("limit", 20))
        words = tuple(places.values())
        match operation:
            case "listOrders":
                known = await self._shop.customer(*words)
                return await self._shop.orders(*words, limit=limit) if known else None
            case "findProducts":
                return await self._shop.find_products(query["q"], limit)
        ask = {
            "getCustomer": self._shop.customer,
            "getMembership": self._shop.membership,
            "listCoupons": self._shop.coupons,
            "getOutcome": self._shop.outcome,
            "getOrder": self._shop.order,
            "listInvoices": self._shop.invoices,
            "checkPrice": self._shop.price_check,
            "listPickupSlots": self._shop.pickup_slots,
            "getProduct": self._shop.product,
            "trackParcel": self._carrier.track,
            "getSignature": self._carrier.signature,
            "listInquiries": self._carrier.inquiries,
        }[operation]
        return await ask(*words)  # type: ignore[operator]

    async def _amiss(
        self, fault: Fault, operation: str, request: Request, places: Mapping[str, str]
    ) -> HTTPResponse | None:
        if fault is Fault.TWICE:
            await self._answer(operation, request, places)
            return await self._answer(operation, request, places)
        if fault in (Fault.LATE, Fault.LOST):
            answer = await self._answer(operation, request, places)
            if fault is Fault.LATE:
                await self._let_go.wait()
                return answer
        if fault in (Fault.RESET, Fault.LOST):
            request.transport.abort()
            return empty()
        if fault is Fault.DRIP:
            return await self._drip(request)
        return self._plain_fault(fault)

    def _plain_fault(self, fault: Fault) -> HTTPResponse:
        patience = {"Retry-After": self.retry_after}
        return {
            Fault.PROXY_404: lambda: html("<h1>Not Found</h1>", status=404),
            Fault.BROKEN: lambda: html("<h1>Internal Server Error</h1>", status=500),
            Fault.GATEWAY_DOWN: lambda: html("<h1>Service Unavailable</h1>", status=503, headers=patience),
            Fault.RATE_LIMITED: lambda: _said(429, {"code": "too_much"}, patience),
            Fault.IN_PROGRESS: lambda: _said(409, {"code": "in_progress"}),
            Fault.NOT_OFFERED: lambda: _said(501, {"code": "not_offered"}),
            Fault.FORBIDDEN: lambda: _said(403, {"code": "not_allowed"}),
            Fault.REDIRECT: lambda: empty(302, headers={"Location": "/elsewhere"}),
            Fault.NOT_JSON: lambda: html("<h1>维护中</h1>"),
            Fault.MALFORMED: lambda: _said(
                200, {"items": [{"order_id": 17, "phone": "13812345678"}], "result": "perhaps"}
            ),
            Fault.HUGE: lambda: raw(b" " * (MAX_BYTES + 1), content_type="application/json"),
        }[fault]()

    async def _drip(self, request: Request) -> None:
        response = await request.respond(content_type="application/json")
        assert response is not None
        while not self._let_go.is_set():
            await response.send(" ")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._let_go.wait(), 0.005)


def _said(status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> HTTPResponse:
    text = json.dumps(body, ensure_ascii=False).encode()
    return raw(text, status=status, headers=dict(headers or {}), content_type="application/json")
