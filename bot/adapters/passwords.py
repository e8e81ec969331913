"""Password hashes (argon2id), computed beside the event loop and never more than two at a time."""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2
"""Hashes computed at the same time: each takes 19 MiB and a core, and anybody may ask for one."""

DECOY = "$argon2id$v=19$m=19456,t=2,p=1$agUW3U1gTfknG4W8d2upQw$kV4fPO42Cl4/wt/kawjZTme/I1N+djG8gz/1keZPXU8"
"""The hash of a random word nobody kept, made with the costs below: what the password of nobody is compared with."""


class Passwords:
    """Makes and checks hashes. Cost after OWASP's password storage guide: 19 MiB, two passes, one lane."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def hash(self, password: str) -> str:
        """A salted hash to store."""
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, password: str, stored: str | None) -> bool:
        """Whether the password is the one of a stored hash; with None (no such person) as slow, and never."""
        async with self._slots:
            right = await asyncio.to_thread(self._verify, password, stored)
        return right and stored is not None

    def _verify(self, password: str, stored: str | None) -> bool:
        try:
            return self._hasher.verify(stored or DECOY, password)
        except (VerificationError, InvalidHashError):
            return False
