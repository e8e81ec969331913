"""What each state and each trigger means, for people: the words of ``docs/handoff.md``."""

from __future__ import annotations

from bot.handoff.control import State
from bot.handoff.machine import Trigger

STATES: dict[State, tuple[str, str]] = {
    State.BOT: ("The bot answers.", "none"),
    State.PACKING: ("A person was asked for; the brief is being built.", "3 s, then the sweep packs"),
    State.QUEUED: ("In the line of a group, by class, time queued and ageing.", "the next word to the customer"),
    State.OFFERED: ("Offered to one agent, place in line kept.", "the group's `accept_s`, then the next agent"),
    State.HUMAN: ("An agent is in charge.", "an answer owed, or a customer long silent"),
    State.TRANSFERRING: (
        "A colleague is asked, or one of a group after the other; the old owner still answers.",
        "the group's `accept_s`, `transfer_s` in all",
    ),
    State.ORPHANED: ("The agent's lease ended; the customer is not told yet.", "the grace, then the front of the line"),
    State.PARKED: ("Nobody can come now; a time is promised, with group or owner.", "the promised time"),
    State.RETURNING: ("The case is filed and the bot is told what was decided.", "10 s, then the sweep goes on"),
    State.CLOSED: ("Nobody speaks, until the customer writes again.", "none"),
}
"""What a state means, and what its due time is."""

TRIGGERS: dict[Trigger, str] = {
    Trigger.HUMAN_REQUESTED: "words, button, anger, risk, or a bot that cannot go on (playbook D1)",
    Trigger.PACKED: "the brief is there and somebody of the group is at work",
    Trigger.NOBODY_THERE: "outside opening hours, or nobody of the group at work (D6)",
    Trigger.OFFERED: "the router chose an agent",
    Trigger.LAPSED: "nobody accepted in time; who let it lapse is asked last (invariant 6)",
    Trigger.DECLINED: "the one asked said no",
    Trigger.CLAIMED: "an agent took it: one wins (invariant 5)",
    Trigger.LEFT_QUEUE: "the customer went back to the bot",
    Trigger.WAITED_IN_VAIN: "a day in line: the customer is told what happens next, an alert is raised (invariant 3)",
    Trigger.TIME_HAS_COME: "somebody is at work from the time of waking on",
    Trigger.TRANSFER_ASKED: "the agent asks a colleague or a group, with reason and note (D7)",
    Trigger.TRANSFER_CANCELLED: "the agent keeps the customer after all",
    Trigger.TRANSFER_ACCEPTED: "the one asked has it now (invariant 8)",
    Trigger.PASSED_ON: "the one of the group who was asked did not take it; who let it lapse is not asked again",
    Trigger.TAKEN_OVER: "a supervisor or quality assurance takes it, with a reason (E2)",
    Trigger.CALL_BACK_PROMISED: "the agent promised a time (D5)",
    Trigger.AGENT_LOST: "the agent's lease ended, or they signed out",
    Trigger.AGENT_BACK: "the lease is renewed, or the agent writes",
    Trigger.GRACE_OVER: "nobody came back: the front of the line, with an apology",
    Trigger.RESOLVED: "the agent chose a result and where control goes",
    Trigger.RETURNED: "the bot has what was decided (invariant 12)",
    Trigger.RETURN_FAILED: "the bot or the archive could not be told: the agent keeps it",
    Trigger.CLOSED: "filed, nothing more to do",
    Trigger.REOPENED: "the customer wrote again",
    Trigger.MERGED: "the visitor signed in and goes on in their own conversation (A3)",
}
"""What happened, in a few words."""
