"""Brings a conversation with stock Rasa to a length that would take it hours to get to.

Its turns grow so slow that five hundred of them cannot be waited for (a turn takes tens of seconds there). So after
some real turns, copies of their events are put into its tracker through its own HTTP API, as it would have written them
itself; what is timed after that are real turns again.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from bot.kernel.errors import SettingError

Event = dict[str, Any]

Fill = Callable[[str, int, int], None]
"""Takes a conversation of so many real turns, the turns of one round, and how many turns it is to have."""

_TIMEOUT_S = 600.0


def stock(port: int) -> Fill:
    """Fills conversations of the stock engine on a port."""
    return partial(_fill, port)


def _fill(port: int, conversation: str, size: int, until: int) -> None:
    """See :data:`Fill`; the last full round of real turns is the model.

    Raises:
        SettingError: the engine does not take the events.
    """
    path = f"/conversations/{conversation}/tracker"
    turns = by_turn(_ask(port, "GET", f"{path}?include_events=ALL")["events"])
    _ask(port, "POST", f"{path}/events?include_events=NONE", copies(turns, size, until))


def by_turn(events: Sequence[Event]) -> list[list[Event]]:
    """Events of a tracker by turn, what came before the first message left out."""
    starts = [place for place, event in enumerate(events) if event["event"] == "user"]
    ends = [*starts[1:], len(events)]
    return [list(events[start:end]) for start, end in zip(starts, ends, strict=True)]


def copies(turns: Sequence[Sequence[Event]], size: int, until: int) -> list[Event]:
    """The events of the turns that are still missing, going round like the last round there is.

    Without times: the tracker gives each the time it is added. A tracker ends a turn with listening; so do these.
    """
    last_round = {number % size: turns[number] for number in range(len(turns) - size, len(turns))}
    missing = [event for number in range(len(turns), until) for event in last_round[number % size]]
    return [{key: value for key, value in event.items() if key != "timestamp"} for event in missing]


def _ask(port: int, method: str, path: str, body: Any = None) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_S)
    try:
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, sent, {"Content-Type": "application/json"})
        response = connection.getresponse()
        content = response.read()
    except (OSError, http.client.HTTPException) as error:
        raise SettingError(f"对照引擎的长会话没有备好（{error}），测量作废。") from error
    finally:
        connection.close()
    if response.status != 200:
        raise SettingError(f"对照引擎的长会话没有备好（HTTP {response.status}），测量作废。")
    return json.loads(content)
