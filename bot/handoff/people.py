"""The two sides of a conversation."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Role = Literal["agent", "senior", "qa", "legal", "supervisor"]
"""What a member of staff is (playbook D3, D7, E2)."""

ROLE_TITLES: dict[Role, str] = {
    "agent": "坐席",
    "senior": "资深坐席",
    "qa": "质检专员",
    "legal": "法务",
    "supervisor": "主管",
}
"""Each role in the words of the desk; the keys are all the roles there are."""

GROUPS_OF_ROLE: dict[Role, frozenset[str]] = {
    "agent": frozenset({"service"}),
    "senior": frozenset({"senior", "service"}),
    "qa": frozenset({"qa"}),
    "legal": frozenset({"legal"}),
    "supervisor": frozenset({"senior", "qa"}),
}
"""The groups somebody serves in when nobody said otherwise."""

OVERSEEING: frozenset[Role] = frozenset({"supervisor", "qa"})
SENIOR: frozenset[Role] = frozenset({"senior", "supervisor"})


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
    """A member of staff who is signed in.

    Attributes:
        groups: codes of the groups they serve in; given none, they serve in those of their role, because somebody
            in no group would never be offered anybody.
        skills: what they know more of than others, e.g. ``英语``; a preference of the router, never a condition.
        capacity: how many customers they serve at once; 0 is the default of their group.
    """

    agent_id: str
    name: str
    role: Role = "agent"
    groups: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    capacity: int = 0

    def __post_init__(self) -> None:
        if not self.groups:
            object.__setattr__(self, "groups", GROUPS_OF_ROLE[self.role])

    @property
    def oversees(self) -> bool:
        """Whether they may watch, whisper, join and take over (E2)."""
        return self.role in OVERSEEING

    @property
    def senior(self) -> bool:
        """Whether a complaint the first line cannot solve may go to them (D3)."""
        return self.role in SENIOR
