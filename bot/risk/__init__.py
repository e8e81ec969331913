"""Emotion and risk in what a customer writes: pure functions. Python 3.10 clean, shared with the engine."""

from __future__ import annotations

from bot.risk.reader import read

__all__ = ["read"]
