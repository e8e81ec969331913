"""Where the people of a drill find the hub, and how they pace themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """The two ports on loopback; of a line that breaks, its ports."""

    public_port: int
    staff_port: int


@dataclass(frozen=True)
class Habits:
    """How the people of a drill behave; seconds.

    Attributes:
        think: least and most time between two messages of a customer.
        patience: after so long without an acknowledgement the same message is sent again.
        asks_human, gives_up: how likely a customer's next step is to ask for a person, or to leave the queue.
        duplicates: how often each message is sent; more than one also mixes their order.
        answers: lines an agent writes before the matter is settled.
    """

    think: tuple[float, float] = (0.8, 2.4)
    patience: float = 6.0
    asks_human: float = 0.12
    gives_up: float = 0.03
    duplicates: int = 1
    answers: tuple[int, int] = (2, 5)
