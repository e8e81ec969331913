"""The one place that knows every part: builds what a hub process works with, and takes it down again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from redis.asyncio import Redis

from bot.adapters import context_token, redis_connect, shop_facts, sql
from bot.adapters.accounts import Accounts
from bot.adapters.cases import SqlCaseArchive
from bot.adapters.context_token import TurnContext
from bot.adapters.customer_token import CustomerTokens
from bot.adapters.demo_customers import DemoCustomers
from bot.adapters.duty import RedisDuty
from bot.adapters.engine_http import HttpEngine
from bot.adapters.engine_shards import EngineShards
from bot.adapters.evidence_allowance import HourlyEvidence
from bot.adapters.evidence_files import EvidenceFiles
from bot.adapters.lessons import SqlLessons
from bot.adapters.login_guard import LoginGuard
from bot.adapters.memory import Memory
from bot.adapters.metered import timed_engine, timed_store
from bot.adapters.nonces import Nonces
from bot.adapters.passwords import Passwords
from bot.adapters.promises import SqlPromises
from bot.adapters.sessions import Sessions
from bot.adapters.shared_limits import SharedLimits
from bot.adapters.shared_wakeups import SharedWakeups
from bot.adapters.store import RedisConversationStore
from bot.adapters.store_memory import remembered_store
from bot.adapters.wakeups import RedisWakeups
from bot.care.keeping import PromiseKeeping
from bot.commerce.days import shop_day
from bot.commerce.shop import Shop
from bot.handoff import levels
from bot.handoff.core import Parts, Times
from bot.handoff.people import CustomerProfile
from bot.handoff.ports import ContextSigner
from bot.handoff.service import ConversationService
from bot.handoff.wakeups_port import Wakeups
from bot.kernel.clock import Clock, SystemClock, from_ms
from bot.kernel.errors import EngineUnavailable, JiezhuError
from bot.kernel.reading import EMOTIONS
from bot.risk.matcher import lexicon
from bot.risk.reader import read
from bot.runtime import intent_titles, replies, shops
from bot.runtime.agent_replies import reading as agent_replies
from bot.runtime.agent_replies.library import Library
from bot.runtime.metrics import Metrics
from bot.runtime.policies import load as policies
from bot.runtime.secrets import Secrets
from bot.runtime.service_rules import load as service_rules
from bot.runtime.settings import Settings

Check = Callable[[], Awaitable[None]]
"""A look at one part: returns when it is well, raises a JiezhuError whose message says what is wrong."""

CUSTOMER_SESSION_S = 30 * 24 * 3600
"""A page left open may come back within a month without a new token from the shop."""


class ActionsUnavailable(JiezhuError):
    """Raised by the health check when the action server does not answer."""

    code, message, http_status = "actions_unavailable", "动作服务没有回应。", 503


@dataclass(frozen=True)
class HubServices:
    """What the two audiences are served with (:class:`bot.hub.services.Services`)."""

    settings: Settings
    clock: Clock
    conversations: ConversationService
    promises: PromiseKeeping
    replies: Library
    wakeups: Wakeups
    customer_tokens: CustomerTokens
    customer_sessions: Sessions
    staff_sessions: Sessions
    accounts: Accounts
    login_guard: LoginGuard
    ledger: SharedLimits
    demo_shop: DemoCustomers
    metrics: Metrics
    metrics_token: str
    checks: Mapping[str, Check]


class ShopFacts:
    """The port :class:`bot.handoff.ports.CaseFacts` on a shop."""

    def __init__(self, shop: Shop, clock: Clock) -> None:
        self._shop = shop
        self._clock = clock

    async def gather(self, customer_id: str, order_ids: Sequence[str]) -> Mapping[str, Any]:
        """See the port."""
        return await shop_facts.gather(self._shop, customer_id, order_ids, self._clock.now_ms())


@asynccontextmanager
async def hub_services(
    knobs: Settings, secrets: Secrets, clock: Clock | None = None, metrics: Metrics | None = None
) -> AsyncIterator[HubServices]:
    """The parts of a hub process, connected while the block runs.

    Raises:
        SettingError: the demo shop, its rules or the lines of the system cannot be read.
        StoreUnavailable: the SQL database cannot be used.
    """
    clock, metrics = clock or SystemClock(), metrics or Metrics("hub")
    lines, canned = replies.load(), agent_replies.load()
    # Built once, about a second: not in the middle of the first customers' messages.
    lexicon().make_ready()
    redis, listener = redis_connect.connect(knobs.store_url), redis_connect.connect_listener(knobs.store_url)
    database = sql.make_engine(knobs.sql_url)
    engine = EngineShards(
        {url: HttpEngine(url, secrets.engine_token, knobs.turn_timeout_s) for url in knobs.engines}, clock
    )
    policies.put_in_force(shop_day(from_ms(clock.now_ms())))
    shops.prepare(knobs, clock)
    commerce = shops.build(knobs, clock)
    accounts = Accounts(database, clock=clock, passwords=Passwords())
    memory = Memory()
    wakeups = SharedWakeups(RedisWakeups(redis, listener), memory)
    # The stopwatch inside: what is answered from memory is no call of the store.
    inner = RedisConversationStore(redis, clock, replicas=knobs.store_replicas, own_ear=wakeups.own_ear)
    timed = timed_store(inner, metrics)
    kept = remembered_store(timed, wakeups, memory)
    pictures = EvidenceFiles(knobs.evidence_folder, clock)
    rules = service_rules.load()
    parts = Parts(
        store=kept,
        wakeups=wakeups,
        engine=timed_engine(engine, metrics),
        facts=ShopFacts(commerce.shop, clock),
        archive=SqlCaseArchive(database, lines),
        lessons=SqlLessons(database, clock, days=knobs.lesson_days),
        evidence=pictures,
        evidence_allowance=HourlyEvidence(redis, per_hour=knobs.evidence_per_hour),
        read=read,
        sign_context=_signer(secrets.context_key, clock),
        duty=RedisDuty(redis, clock, rules.groups),
        rules=rules,
        lines=lines,
        intents=intent_titles.load(),
        clock=clock,
        times=_times(knobs),
        meter=metrics,
    )
    metrics.before_scrape(lambda: levels.look(parts), levels.LEVELS)
    conversations = ConversationService(parts)
    try:
        await sql.ensure_tables(database)
        yield HubServices(
            settings=knobs,
            clock=clock,
            conversations=conversations,
            promises=PromiseKeeping(SqlPromises(database), conversations, clock),
            replies=canned,
            wakeups=wakeups,
            customer_tokens=CustomerTokens(
                secrets.customer_token_key, ttl_s=knobs.customer_token_ttl_s, clock=clock, nonces=Nonces(redis)
            ),
            customer_sessions=Sessions(redis, "customer", ttl_s=CUSTOMER_SESSION_S, sliding=True),
            staff_sessions=Sessions(redis, "staff", ttl_s=int(knobs.staff_session_h * 3600)),
            accounts=accounts,
            login_guard=LoginGuard(redis),
            ledger=SharedLimits(redis),
            demo_shop=DemoCustomers(commerce.shop),
            metrics=metrics,
            metrics_token=secrets.metrics_token,
            checks=_checks(knobs, redis, database, engine, commerce.shop),
        )
    finally:
        pictures.close()
        await engine.close()
        await commerce.close()
        await database.dispose()
        await wakeups.close()
        await listener.aclose()
        await redis.aclose()


def _times(knobs: Settings) -> Times:
    return Times(
        turn=int(knobs.turn_timeout_s * 1000),
        burst_gap=int(knobs.burst_gap_s * 1000),
        burst_ceiling=int(knobs.burst_ceiling_s * 1000),
        queue_notice=int(knobs.queue_notice_s * 1000),
        reply=int(knobs.reply_due_s * 1000),
    )


def _signer(key: str, clock: Clock) -> ContextSigner:
    def sign(*, profile: CustomerProfile, conversation: str, turn_id: str, emotion: str) -> str:
        context = TurnContext(
            customer_id=profile.customer_id or None,
            name=profile.name,
            verified=profile.verified,
            conversation=conversation,
            turn=turn_id,
            emotion=next((level for level in EMOTIONS if level == emotion), "neutral"),
        )
        return context_token.sign(context, key, clock.now_ms())

    return sign


def _checks(knobs: Settings, redis: Redis, database: Any, engine: EngineShards, shop: Shop) -> dict[str, Check]:
    async def store_answers() -> None:
        with redis_connect.answering():
            await redis.ping()

    async def sql_answers() -> None:
        await sql.check(database)

    async def engine_answers() -> None:
        if not await engine.health():
            raise EngineUnavailable()

    async def actions_answer() -> None:
        try:
            async with httpx.AsyncClient(timeout=2) as client:
                answer = await client.get(knobs.actions_health_url)
                answer.raise_for_status()
        except httpx.HTTPError as error:
            raise ActionsUnavailable() from error

    return {
        "store": store_answers,
        "sql": sql_answers,
        "engine": engine_answers,
        "actions": actions_answer,
        "shop": shop.ping,
    }
