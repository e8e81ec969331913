"""The two sides of a conversation."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True)
class CustomerProfile:
    """What the shop's signed token says of a customer; an anonymous visitor has no id and is not verified.

    ``phone`` arrives masked: the full number never enters the conversation's data.
    """

    customer_id: str = ""
    name: str = ""
    level: str = ""
    phone: str = ""
    verified: bool = False

    def as_dict(self) -> dict[str, str | bool]:
        """JSON-safe form."""
        return asdict(self)

    def card(self) -> dict[str, str | bool]:
        """What lists on the desk show."""
        return {"name": self.name or "访客", "level": self.level, "verified": self.verified}


@dataclass(frozen=True)
class Agent:
    """A member of staff who is signed in."""

    agent_id: str
    name: str
    role: Literal["agent", "supervisor"] = "agent"
