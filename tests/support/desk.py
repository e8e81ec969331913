"""An agent at the desk, for tests: signs in, takes waiting customers, writes, resolves (protocol, section 3)."""

from __future__ import annotations

from bot.client import DeskClient as Desk

__all__ = ["Desk"]
