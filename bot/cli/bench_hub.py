"""``python -m bot.cli.bench_hub``: a hub whose limits on one client's pace are out of the way of a measurement.

A load generator stands for many people; a limit meant for one would be all that is measured. Everything else is the
hub that ``jiezhu hub`` starts.
"""

from __future__ import annotations

from bot.hub import serve
from bot.hub.limits import Limits

WIDE = Limits(
    messages=1_000_000,
    messages_per_s=1_000_000,
    frames=1_000_000,
    frames_per_s=1_000_000,
    arrivals=1_000_000,
    arrivals_per_s=1_000_000,
)

if __name__ == "__main__":
    serve.main(WIDE)
