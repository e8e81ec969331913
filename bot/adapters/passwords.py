"""Password hashes (argon2id), computed beside the event loop and never more than two at a time."""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2
"""Hashes computed at the same time: each takes 19 MiB and a core, and anybody may ask for one."""


class Passwords:
    """Makes and checks hashes. Cost after OWASP's password storage guide: 19 MiB, two passes, one lane."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._decoy = self._hasher.hash("nobody has this password")
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def hash(self, password: str) -> str:
        """A salted hash to store."""
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, password: str, stored: str | None) -> bool:
        """Whether the password is the one of a stored hash; with None (no such person) as slow, and never."""
        async with self._slots:
            right = await asyncio.to_thread(self._verify, password, stored or self._decoy)
        return right and stored is not None

    def _verify(self, password: str, stored: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
