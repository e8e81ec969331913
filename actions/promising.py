"""A promise in a turn: what it says, when it is due, and the part that tells the hub (playbook B4, F6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from bot.commerce.days import shop_day
from bot.commerce.policies.due import due_at
from bot.commerce.policy import in_force
from bot.kernel.clock import from_ms, in_shop_zone, to_ms

PROMISE = "promise"


@dataclass(frozen=True)
class Promised:
    """What is promised: a code of ``data/policies/promises.yml``, and what it is about.

    Attributes:
        ref: the number of a parcel or a request, when it is about one.
    """

    code: str
    order_id: str = ""
    ref: str = ""

    @property
    def name(self) -> str:
        """What tells one promise from another in the conversation's memory."""
        return f"{self.code} {self.order_id} {self.ref}"

    def part(self, now: datetime, due: datetime) -> dict[str, Any]:
        """The message part that tells the hub (protocol, section 4).

        Raises:
            SettingError: the shop makes no such promise today.
        """
        rule = in_force().promises.promises.need(self.code, shop_day(now))
        data = {"code": self.code, "text": rule.name, "due_at": to_ms(due), "keeper": rule.keeper.value}
        return {"kind": PROMISE, "data": data | {"order_id": self.order_id, "ref": self.ref}}


def due_time(promised: Promised, now: datetime, asked_for: datetime | None, made: Mapping[str, int]) -> datetime:
    """When it is due: as the shop said, else as promised before, else by the rules; to the minute that is spoken.

    A promise given twice keeps its first time: who asks again after half an hour is not put off by another hour.

    Raises:
        SettingError: the shop makes no such promise today.
    """
    if asked_for is not None:
        return _as_spoken(asked_for)
    if before := made.get(promised.name):
        return from_ms(before)
    policies = in_force()
    policies.promises.promises.need(promised.code, shop_day(now))
    due = due_at(policies, promised.code, now)
    assert due is not None
    return _as_spoken(due)


def still_open(made: object, now: datetime) -> dict[str, int]:
    """The conversation's memory of promises (slot ``promised``) without those whose time has come."""
    kept = made if isinstance(made, Mapping) else {}
    return {str(name): int(due) for name, due in kept.items() if int(due) > to_ms(now)}


def take_back(dispatcher: CollectingDispatcher) -> None:
    """Drop the promises of an answer that broke off: the customer did not hear them."""
    dispatcher.messages[:] = [
        message for message in dispatcher.messages if (message.get("custom") or {}).get("kind") != PROMISE
    ]


def _as_spoken(due: datetime) -> datetime:
    """The customer hears minutes, so minutes are what is kept to; a day ends with its last second."""
    local = in_shop_zone(due)
    if (local.hour, local.minute, local.second) == (23, 59, 59):
        return due
    return due.replace(second=0, microsecond=0)
