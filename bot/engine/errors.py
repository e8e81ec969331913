"""The engine's own failures, of the kernel's family: the hub answers each by calling a person."""

from __future__ import annotations

from bot.kernel.errors import EngineUnavailable


class ActionFailed(EngineUnavailable):
    """Raised when an action cannot be run or breaks; nothing of the turn is kept. ``action`` names it."""

    code, message = "action_failed", "智能客服查询时出了问题。"


class NoAnswer(EngineUnavailable):
    """Raised when a turn ends without a word for the customer: silence is never an answer."""

    code, message = "no_answer", "智能客服没有给出回答。"


class BadAnswer(EngineUnavailable):
    """Raised when an action's message does not fit the protocol (section 4)."""

    code, message = "bad_answer", "智能客服给出的回答格式不对。"


class Draining(EngineUnavailable):
    """Raised for a turn that arrives while the engine is stopping; another engine or a later try will take it."""

    code, message = "draining", "智能客服正在重启，请稍后再试。"
