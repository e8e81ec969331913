"""A request to hand a customer on to a colleague or a group, as the control record keeps it (playbook D3, D7)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Transfer:
    """Who asks whom to take a customer, and why.

    Attributes:
        to_agent: the colleague asked; of a group, the one of it who is being asked now, empty while nobody is.
        to_group: the group asked, of which anybody may accept; empty when a colleague is.
        to_name: colleague or group as staff read it.
        due_at: until when they may accept (ms); after that the old owner still has the customer (invariant 8).
        ask_until: until when the one of a group who is being asked may answer before the next is (ms), never after
            ``due_at``; 0 while nobody of a group is.
        lapsed: those of the group who let this request lapse or declined it, and are not asked again (invariant 6).
    """

    from_agent: str
    from_name: str
    to_agent: str
    to_group: str
    to_name: str
    reason: str
    note: str
    due_at: int
    ask_until: int = 0
    lapsed: tuple[str, ...] = ()

    @property
    def look_at(self) -> int:
        """When something has to happen next: the time of the one asked is over, or that of the whole request (ms)."""
        return self.ask_until or self.due_at

    def asking(self, agent_id: str, until: int) -> Transfer:
        """The request while one of the group is asked."""
        return replace(self, to_agent=agent_id, ask_until=min(until, self.due_at))

    def passed_by(self, *agents: str) -> Transfer:
        """The request while nobody of the group is asked, after these did not take it."""
        return replace(self, to_agent="", ask_until=0, lapsed=tuple(dict.fromkeys([*self.lapsed, *agents])))

    def as_json(self) -> str:
        """The form the record keeps."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    def shown(self) -> dict[str, Any]:
        """The form staff get; who said no is nobody else's business."""
        return {name: value for name, value in asdict(self).items() if name != "lapsed"}


def transfer_of(kept: str) -> Transfer | None:
    """Read what :meth:`Transfer.as_json` wrote; None when there is none."""
    if not kept:
        return None
    written = json.loads(kept)
    return Transfer(**written | {"lapsed": tuple(written.get("lapsed", ()))})
