"""What all actions share: a turn to answer, a time to do it in, and what happens when something breaks."""

from __future__ import annotations

import asyncio
import logging
import traceback
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.promising import take_back
from actions.services import Services
from actions.turn import Card as Card
from actions.turn import Turn as Turn
from actions.unsure import tell_what_became
from bot.kernel.errors import ShopUnavailable

log = logging.getLogger("jiezhu.actions")

ANSWER_WITHIN_S = 3.5
"""Seconds for a whole answer, several questions to the shop included: the hub gives a turn five."""


class SkillAction(Action, ABC):
    """An action of ours. A subclass has a ``title`` (its name in the domain) and says :meth:`answer`.

    An answer ends a row of misunderstandings and lets an older offer of a person lapse, unless it says otherwise.
    Whatever breaks, the customer gets a sentence, and the log gets no word of theirs.
    """

    title: ClassVar[str]
    in_form: ClassVar[bool] = False
    """Whether it runs inside a form of Rasa."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def name(self) -> str:
        """See :class:`rasa_sdk.Action`."""
        return self.title

    @abstractmethod
    async def answer(self, turn: Turn) -> None:
        """Look things up and say them.

        Raises:
            ShopUnavailable: told to the customer by :meth:`run`, with the offer of a person.
        """

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        """See :class:`rasa_sdk.Action`."""
        del domain
        turn = self._turn(dispatcher, tracker)
        try:
            turn.remember(misses=0.0, offer=None)
            turn.note_named()
            await asyncio.wait_for(self._whole(turn), ANSWER_WITHIN_S)
        except (ShopUnavailable, asyncio.TimeoutError) as error:
            log.warning("shop.unavailable action=%s why=%s", self.title, _reason(error))
            take_back(dispatcher)
            turn = self._turn(dispatcher, tracker)
            turn.say("utter_shop_unavailable")
            turn.offer_human()
        except Exception as error:
            log.error("action.failed action=%s %s", self.title, _whereabouts(error))
            take_back(dispatcher)
            turn = self._turn(dispatcher, tracker)
            turn.say("utter_action_failed")
            turn.offer_human()
        return turn.changes()

    async def _whole(self, turn: Turn) -> None:
        await tell_what_became(turn)
        await self.answer(turn)

    def _turn(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Turn:
        turn = Turn(dispatcher, tracker, self._services)
        turn.in_form = self.in_form
        return turn


def _reason(error: Exception) -> str:
    return str(error.fields.get("why", "")) if isinstance(error, ShopUnavailable) else type(error).__name__


def _whereabouts(error: Exception) -> str:
    """What broke and where, without the error's own words, which may quote the customer."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return f"error={type(error).__name__} at={places}"
