"""Every figure the product measures, in one table: name, kind, labels, meaning, and which process tells it.

``docs/observability.md`` shows this table, the dashboard and the alert rules use its names, and tests hold all three
and the code to it. Labels have few values: never an id of a conversation, a customer or an agent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["counter", "gauge", "histogram"]

QUICK = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0)
"""Bucket edges (seconds) for one call to the store or one look of the sweep."""

TURN = (0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0)
"""Bucket edges (seconds) for a turn and its parts; the hub waits five seconds for one."""

WAIT = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0, 10.0, 30.0)
"""Bucket edges (seconds) for what a customer waits, the pause for messages in a row included."""


@dataclass(frozen=True)
class Metric:
    """One figure.

    Attributes:
        parts: the processes that tell it: hub, engine, actions.
        unit: of the value: ``seconds``, or what is counted.
        buckets: upper edges of a histogram.
    """

    name: str
    kind: Kind
    parts: tuple[str, ...]
    unit: str
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


def _counter(name: str, unit: str, text: str, *labels: str, parts: tuple[str, ...] = ("hub",)) -> Metric:
    return Metric(name, "counter", parts, unit, text, labels)


def _gauge(name: str, unit: str, text: str, *labels: str, parts: tuple[str, ...] = ("hub",)) -> Metric:
    return Metric(name, "gauge", parts, unit, text, labels)


def _times(name: str, text: str, *labels: str, buckets: tuple[float, ...], part: str = "hub") -> Metric:
    return Metric(name, "histogram", (part,), "seconds", text, labels, buckets)


_ALL = (
    # Customers and what they get.
    _gauge("jiezhu_sockets", "sockets", "WebSockets that are open.", "audience"),
    _counter("jiezhu_events_total", "events", "Events that entered a log.", "actor", "kind"),
    _counter("jiezhu_acks_total", "frames", "Messages that were taken (ack).", "audience"),
    _counter("jiezhu_nacks_total", "frames", "Messages that were not taken (nack), by error code.", "audience", "code"),
    _counter("jiezhu_socket_cuts_total", "sockets", "Sockets we cut; stalled: a slow reader.", "audience", "why"),
    # Handoff and queue.
    _counter("jiezhu_handoffs_total", "handoffs", "Times a person was called for, by reason.", "reason"),
    _counter("jiezhu_control_changes_total", "changes", "Changes of a conversation's state.", "before", "after"),
    _gauge("jiezhu_queue_length", "conversations", "Conversations waiting for a person.", "group"),
    _gauge("jiezhu_queue_first_wait_seconds", "seconds", "How long the first in line has waited.", "group"),
    _gauge("jiezhu_parked", "conversations", "Customers who were promised a time."),
    _gauge("jiezhu_agents", "people", "Staff by presence; lost: their desk went silent.", "status"),
    _gauge("jiezhu_agents_customers", "conversations", "Customers agents serve or are being offered."),
    # Clocks.
    _counter("jiezhu_clock_strikes_total", "marks", "Clocks that gave warning or were breached.", "clock", "kind"),
    _counter("jiezhu_alerts_total", "alerts", "Alerts raised for staff, clocks among them, by code.", "code"),
    _gauge("jiezhu_due_late_seconds", "seconds", "How overdue the most overdue conversation is; 0 when none is."),
    _times("jiezhu_sweep_seconds", "One look at what is due.", "look", "outcome", buckets=QUICK),
    _times("jiezhu_loop_late_seconds", "How late the hub's loop woke up for its sweep.", buckets=QUICK),
    # The bot.
    _times("jiezhu_turn_seconds", "A bot's turn, from its start to its end in the log.", "outcome", buckets=TURN),
    _times("jiezhu_answer_wait_seconds", "From a turn's first message to its end.", "outcome", buckets=WAIT),
    _counter("jiezhu_suppressed_replies_total", "turns", "Answers kept back: somebody else had taken over."),
    _gauge("jiezhu_turns_unattended", "conversations", "Conversations the bot owes an answer and nobody works on."),
    _times("jiezhu_engine_call_seconds", "A call to the engine.", "call", "outcome", buckets=TURN),
    _times("jiezhu_engine_turn_seconds", "A turn in the engine.", "outcome", buckets=TURN, part="engine"),
    _gauge("jiezhu_engine_turns_running", "turns", "Turns the engine works on.", parts=("engine",)),
    _gauge("jiezhu_engine_model_info", "1", "Always 1; the model that is loaded.", "model", parts=("engine",)),
    _times("jiezhu_engine_action_call_seconds", "A call to the actions.", "outcome", buckets=TURN, part="engine"),
    _times("jiezhu_action_seconds", "An action, call to answer.", "action", "outcome", buckets=TURN, part="actions"),
    # Parts and store.
    _times("jiezhu_store_call_seconds", "A call to the live store.", "call", "outcome", buckets=QUICK),
    _gauge("jiezhu_part_up", "1", "1 when the part answered the last time it was asked, else 0.", "part"),
    _counter("jiezhu_log_lines_total", "lines", "Log lines written.", "level", parts=("hub", "engine", "actions")),
)

METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}


def of_part(part: str) -> list[Metric]:
    """What one process tells: ``hub``, ``engine`` or ``actions``."""
    return [metric for metric in _ALL if part in metric.parts]


def as_markdown() -> str:
    """The table as ``docs/observability.md`` shows it."""
    lines = ["| metric | kind | unit | labels | told by | meaning |", "| --- | --- | --- | --- | --- | --- |"]
    for one in _ALL:
        labels, parts = ", ".join(f"`{label}`" for label in one.labels) or "–", ", ".join(one.parts)
        lines.append(f"| `{one.name}` | {one.kind} | {one.unit} | {labels} | {parts} | {one.help} |")
    return "\n".join(lines)
