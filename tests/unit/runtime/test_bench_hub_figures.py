"""The arithmetic of the measurements of the hub, on numbers known beforehand."""

from __future__ import annotations

from typing import Any

import pytest

from bot.runtime.bench import handoff, relay, sockets


def found_of(of_second: list[int], ms: list[float], cpu_us: float = 100.0) -> dict[str, Any]:
    """What the load generator found of one server."""
    return {"of_second": of_second, "ms": ms, "cpu_us": cpu_us}


def test_the_relay_is_compared_second_by_second_and_by_all_latencies() -> None:
    """A slow minute of the machine, which meets both, changes nothing; of the latencies every message counts."""
    ours = found_of([500, 100, 450], [1.0] * 98 + [9.0, 9.0], cpu_us=90.0)
    floor = found_of([1000, 250, 750], [1.0] * 196 + [3.0] * 4)

    found = relay.figures(ours, floor, relay.Size())

    assert found["throughput_ratio"] == 0.5
    assert (found["messages_per_s"], found["floor_messages_per_s"]) == (450, 750)
    assert (found["messages_per_s_best"], found["floor_messages_per_s_best"]) == (500, 1000)
    assert found["p99_ratio"] == 3.0
    assert (found["cpu_us"], found["n"]) == (90.0, 100)


@pytest.mark.parametrize(
    "ratio, p99, missed",
    [(0.5, 2.0, []), (0.49, 2.0, ["throughput_ratio"]), (0.5, 2.01, ["p99_ratio"])],
)
def test_the_relays_goals_are_those_of_the_issue(ratio: float, p99: float, missed: list[str]) -> None:
    """At least half of the floor's messages, at most twice its 99th percentile."""
    found = {"throughput_ratio": ratio, "p99_ratio": p99}

    assert [goal.key for goal in relay.GOALS if not goal.is_met(found)] == missed


def test_silent_sockets_are_counted_in_memory_and_in_what_they_do_to_the_others() -> None:
    """The latency without them is that before and after them together."""
    found = sockets.figures(
        {
            "before_ms": [10.0] * 10,
            "after_ms": [20.0] * 10,
            "with_ms": [30.0] * 10,
            "rss_mb": 300.0,
            "rss_mb_before": 100.0,
            "idle_cores": 0.05,
            "connect_per_s": 100.0,
            "still_there": 5000,
        },
        sockets.Size(idle=5000),
    )

    assert found["kb_per_socket"] == pytest.approx(200 * 1024 / 5000, abs=0.1)
    assert found["ms_p50_alone"] in {10.0, 15.0, 20.0}
    assert found["latency_ratio"] == pytest.approx(30.0 / found["ms_p50_alone"], abs=0.01)
    assert found["still_there"] == 5000


def test_a_long_queue_is_compared_with_a_short_one() -> None:
    """By what a claim costs, and by what it costs to learn one's place."""
    found = handoff.figures(
        {
            "visible_ms": [float(number) for number in range(1, 101)],
            "short": {"claim": [4.0, 4.0, 4.0], "place": [2.0]},
            "long": {"claim": [6.0, 6.0, 6.0], "place": [5.0]},
        },
        handoff.Size(),
    )

    assert (found["claim_ratio"], found["position_ratio"]) == (1.5, 2.5)
    assert found["visible_ms_p99"] == pytest.approx(99, abs=1.1)
    assert [goal.key for goal in handoff.GOALS if not goal.is_met(found)] == ["position_ratio"]
