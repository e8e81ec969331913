"""What is to change about a delivery: which parts, and each part's new value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from actions.base import Turn
from actions.checked_step import CheckedStep
from actions.forms.step import Step
from actions.heard import Heard
from bot.commerce.address_changes import CALL_FIRST, address_in, only_these, parts_kept, parts_named, said_wrong
from bot.commerce.policies.state import AddressPart
from bot.language.recipients import bare_name, recipient_in

MATTER = "change_address"
PARTS, WAY = "address_parts", "address_way"
RECEIVER, PHONE, ADDRESS = "new_receiver", "new_phone", "new_address"
SLOT_OF = {AddressPart.RECEIVER: RECEIVER, AddressPart.PHONE: PHONE, AddressPart.ADDRESS: ADDRESS}

_DIGITS = re.compile(r"[0-9][0-9 -]{4,}[0-9]")
_MOBILE = "mobile"


def values_of(turn: Turn, heard: Heard) -> dict[AddressPart, Any]:
    """What a message gives of each part."""
    if not heard.text:
        return {}
    phone = heard.last("phone")
    found = {
        AddressPart.RECEIVER: recipient_in(heard.text, turn.now),
        AddressPart.PHONE: phone["number"] if isinstance(phone, dict) and phone.get("type") == _MOBILE else None,
        AddressPart.ADDRESS: address_in(heard.text, turn.now, asked=False),
    }
    return {part: value for part, value in found.items() if value is not None}


def parts_of(turn: Turn) -> list[AddressPart]:
    """The parts that are to change, as far as they are known."""
    return [AddressPart(code) for code in turn.slot(PARTS) or []]


class PartsStep(Step):
    """Which of receiver, telephone and address: said, or plain from what was given."""

    slot = PARTS
    after_order = False

    async def begin(self, turn: Turn) -> None:
        """Another time, another part."""
        turn.remember(**{PARTS: None})

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """Parts named for the first time, and parts whose value is given later, too."""
        pressed = heard.choice_of(PARTS)
        if pressed is not None:
            return [AddressPart(code).value for code in pressed.split(",")]
        known = [part for part in parts_of(turn) if part not in parts_kept(heard.text)]
        if known and known != parts_of(turn):
            return [part.value for part in known]
        known = [] if only_these(heard.text) else parts_of(turn)
        named = (
            parts_named(heard.text) if heard.text and (asked or not known or heard.intent == "change_address") else ()
        )
        wanted = {*known, *named, *values_of(turn, heard)}
        parts = [part.value for part in AddressPart if part in wanted]
        return parts if parts and parts != turn.slot(PARTS) else None

    async def ask(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.forms.step.Step`."""
        del again
        every = ",".join(part.value for part in AddressPart)
        choices = {"only_address": f"{PARTS}:address", "only_phone": f"{PARTS}:phone"}
        choices |= {"only_recipient": f"{PARTS}:receiver", "all_of_address": f"{PARTS}:{every}"}
        turn.say("utter_address_which_part", choices=choices)


class PartStep(CheckedStep):
    """One part's new value; several parts missing are asked for in one go."""

    after_order = False

    def __init__(self, part: AddressPart) -> None:
        self.part = part
        self.slot = SLOT_OF[part]
        self.misfit = f"utter_address_{part.value}_misfit"

    async def wanted(self, turn: Turn) -> bool:
        """See :class:`actions.forms.step.Step`."""
        return self.part in parts_of(turn) and turn.slot(WAY) != CALL_FIRST

    async def guess(self, turn: Turn) -> Any:
        """What was named earlier in this conversation."""
        said = turn.said_before(self.part.value)
        if not isinstance(said, dict):
            return None
        if self.part is AddressPart.PHONE:
            return said["number"] if said.get("type") == _MOBILE else None
        return (
            {"text": f"{said.get('region', '')}{said.get('detail', '')}"} if self.part is AddressPart.ADDRESS else None
        )

    async def read(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """A value that is said to be wrong is asked for again, and not taken from what was said before."""
        value = await super().read(turn, heard, asked=asked)
        if value is None and turn.slot(self.slot) is not None and self.part in said_wrong(heard.text):
            turn.remember(**{self.slot: None, "redo": self.slot})
        return value

    def take(self, turn: Turn, heard: Heard, *, asked: bool) -> Any:
        """See :class:`actions.checked_step.CheckedStep`."""
        given = values_of(turn, heard).get(self.part)
        if given is not None or not asked or not heard.text:
            return given
        if self.part is AddressPart.ADDRESS:
            return address_in(heard.text, turn.now, asked=True)
        if self.part is AddressPart.RECEIVER and heard.intent in _MAY_BE_A_NAME:
            return None if parts_named(heard.text) else bare_name(heard.text)
        return None

    def attempt(self, heard: Heard) -> str | None:
        """See :class:`actions.checked_step.CheckedStep`."""
        digits = _DIGITS.search(heard.text)
        return digits[0] if digits and self.part is AddressPart.PHONE else None

    def say_misfit(self, turn: Turn, words: str) -> None:
        """See :class:`actions.checked_step.CheckedStep`."""
        turn.say(self.misfit, {"digits": str(sum(char.isdigit() for char in words))})

    async def ask_plainly(self, turn: Turn, *, again: bool) -> None:
        """See :class:`actions.checked_step.CheckedStep`."""
        parts = parts_of(turn)
        missing = tuple(part for part in parts if turn.slot(SLOT_OF[part]) is None)
        if missing in _TOGETHER and not again:
            turn.say(_TOGETHER[missing])
        elif missing == (AddressPart.ADDRESS,) != tuple(parts) and not again:
            turn.say("utter_address_still_address")
        else:
            turn.say(f"utter_address_{'again' if again else 'give'}_{self.part.value}")


_MAY_BE_A_NAME = frozenset({"nlu_fallback", "out_of_scope", "change_address", "chitchat", "inform_order", ""})
"""What a bare name is taken for by an engine that has only examples of sentences."""

_TOGETHER: dict[tuple[AddressPart, ...], str] = {
    tuple(AddressPart): "utter_address_ask_all",
    (AddressPart.RECEIVER, AddressPart.ADDRESS): "utter_address_ask_receiver_address",
    (AddressPart.PHONE, AddressPart.ADDRESS): "utter_address_ask_phone_address",
    (AddressPart.RECEIVER, AddressPart.PHONE): "utter_address_ask_receiver_phone",
}

PART_STEPS: Sequence[PartStep] = tuple(PartStep(part) for part in AddressPart)
