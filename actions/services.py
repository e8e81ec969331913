"""What actions need from outside, built once when the server starts and handed to each of them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.commerce.carrier import Carrier
from bot.commerce.days import shop_day
from bot.commerce.shop import Shop
from bot.kernel.clock import Clock, SystemClock, from_ms
from bot.kernel.errors import SettingError
from bot.knowledge.base import KnowledgeBase
from bot.runtime import choices, shops, wording
from bot.runtime.knowledge import load as knowledge
from bot.runtime.policies import load as policies
from bot.runtime.secrets import Secrets
from bot.runtime.settings import Settings

log = logging.getLogger("jiezhu.actions")


@dataclass(frozen=True)
class Services:
    """The outside of the actions; tests pass fakes.

    Attributes:
        context_key: verifies what the hub says about the customer of a turn.
        choices: what a customer may be asked to choose between: intent to the words on its button.
        wording: small words by name, titles of buttons among them (``data/wording.yml``).
        knowledge: what the shop may tell beyond orders and goods, each answer with its source.
    """

    shop: Shop
    carrier: Carrier
    clock: Clock
    context_key: str
    choices: Mapping[str, str]
    knowledge: KnowledgeBase
    wording: Mapping[str, str]


def build(settings: Settings, secrets: Secrets, clock: Clock | None = None) -> Services:
    """The real ones. A shop that cannot be prepared is a shop that is down: the customer is told so when they ask.

    Raises:
        SettingError: the designers' file of choices, the shop's rules or its knowledge base are not readable.
    """
    clock = clock or SystemClock()
    today = shop_day(from_ms(clock.now_ms()))
    policies.put_in_force(today)
    try:
        shops.prepare(settings, clock)
    except SettingError as error:
        log.error("shop.not_prepared %s", error.message)
    commerce = shops.build(settings, clock)
    return Services(
        shop=commerce.shop,
        carrier=commerce.carrier,
        clock=clock,
        context_key=secrets.context_key,
        choices=choices.load(),
        wording=wording.load(),
        knowledge=knowledge.load(today, likeness_to=knowledge.with_meaning(Path(settings.model_dir))),
    )
