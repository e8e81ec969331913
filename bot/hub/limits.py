"""How much one connection may do, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass

KB = 1024


@dataclass(frozen=True)
class Limits:
    """Bounds of the hub. Tests use smaller ones.

    Attributes:
        hello_s: seconds a new WebSocket has to say who it is.
        frame_bytes: longest WebSocket message; a longer one closes with 1009.
        body_bytes: longest HTTP body; a longer one is answered with 413. Pictures have a setting of their own.
        uploads: pictures that may be on their way into this process at the same time.
        upload_s: seconds one of them may take.
        stall_s: seconds a socket may take to read one frame before it is cut.
        sweep_s: seconds after which a desk's lists are read without being woken.
        follow_s: seconds after which a stream looks at the log without being woken: at most, each at a time of its own.
        control_s: least seconds between two tellings of what mere messages change of a record, to one desk.
        messages, messages_per_s: a customer's messages: so many at once, then so many a second.
        arrivals, arrivals_per_s: sockets opened from one address; behind one there may be a whole office.
        frames, frames_per_s: frames of any kind on one socket; whoever sends more is cut off.
        asides, asides_per_s: typing and read marks passed on; more are dropped.
        customer_queue_s: least seconds between two looks at one's place in the queue.
        windows: sockets of one conversation; the oldest makes room. As many may wait for its events over HTTP.
        waiters: callers that may wait for events over HTTP in this process.
        open_conversations: conversations one desk may stream at a time.
        desk_refresh_s: least seconds between two lists sent to one desk.
        desk_mine_s: seconds after which a desk's own list shows what was said meanwhile; its streams show it at once.
        desk_check_s: seconds after which a desk's session is looked at again.
        drain_s: seconds that open requests and closing sockets get when the hub stops.
    """

    hello_s: float = 10.0
    frame_bytes: int = 64 * KB
    body_bytes: int = KB * KB
    uploads: int = 16
    upload_s: float = 120.0
    stall_s: float = 10.0
    sweep_s: float = 5.0
    follow_s: float = 60.0
    control_s: float = 0.5
    messages: int = 20
    messages_per_s: float = 2.0
    arrivals: int = 300
    arrivals_per_s: float = 10.0
    frames: int = 200
    frames_per_s: float = 20.0
    asides: int = 10
    asides_per_s: float = 2.0
    customer_queue_s: float = 0.5
    windows: int = 8
    waiters: int = 2000
    open_conversations: int = 40
    desk_refresh_s: float = 0.05
    desk_mine_s: float = 1.0
    desk_check_s: float = 60.0
    drain_s: float = 5.0
