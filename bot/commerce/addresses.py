"""Where a parcel goes and to whom."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Address:
    """A delivery address in full: mask it before it leaves for a person (playbook H2). Kept out of ``repr`` and logs.

    Attributes:
        text: the whole address in one line, the city first.
    """

    recipient: str = field(repr=False)
    phone: str = field(repr=False)
    text: str = field(repr=False)
