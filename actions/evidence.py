"""A picture sent while nothing is being settled: kept for what comes, so that it need not be sent again."""

from __future__ import annotations

from actions.base import SkillAction, Turn


class ActionTakeEvidence(SkillAction):
    """Keep the pictures, say that they arrived, and ask what they are about."""

    title = "action_take_evidence"

    async def answer(self, turn: Turn) -> None:
        """See :class:`actions.base.SkillAction`."""
        sent = [one for value in turn.heard.named.get("evidence", ()) for one in str(value).split(",") if one]
        turn.remember(evidence=list(dict.fromkeys([*(turn.slot("evidence") or []), *sent])))
        turn.say("utter_evidence_received")
