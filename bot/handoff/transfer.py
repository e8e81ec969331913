"""A request to hand a customer on to a colleague or a group, as the control record keeps it (playbook D3, D7)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Transfer:
    """Who asks whom to take a customer, and why.

    Attributes:
        to_agent: the colleague asked; empty when a group is.
        to_group: the group asked, of which anybody may accept; empty when a colleague is.
        to_name: colleague or group as staff read it.
        due_at: until when they may accept (ms); after that the old owner still has the customer (invariant 8).
    """

    from_agent: str
    from_name: str
    to_agent: str
    to_group: str
    to_name: str
    reason: str
    note: str
    due_at: int

    def as_json(self) -> str:
        """The form the record keeps."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    def shown(self) -> dict[str, Any]:
        """The form staff get."""
        return asdict(self)


def transfer_of(kept: str) -> Transfer | None:
    """Read what :meth:`Transfer.as_json` wrote; None when there is none."""
    return Transfer(**json.loads(kept)) if kept else None
