"""The table of figures, and everything that has to agree with it: code, page, dashboard, alert rules."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.kernel.errors import StoreUnavailable
from bot.kernel.metric_table import METRICS, as_markdown
from bot.runtime.metrics import Metrics

ROOT = Path(__file__).parents[3]
COUNTED = {"count": "counter", "counter": "counter", "observe": "histogram", "timer": "histogram", "level": "gauge"}
AT_THE_ENGINE = {name for name, metric in METRICS.items() if metric.parts == ("engine",)}
"""Not reached through the port: the engine has its own few lines (bot/engine/metrics.py)."""

_SUFFIX = re.compile(r"_(?:bucket|sum|count)$")
STANDARD = {"up", "process_resident_memory_bytes", "process_cpu_seconds_total", "process_open_fds"}
"""What every exporter of this library, or Prometheus itself, tells."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every use of a meter in the code, with the file it is in."""
    for folder in ("bot", "actions"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                method = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
                if isinstance(node, ast.Call) and method in COUNTED and names(node):
                    yield str(path.relative_to(ROOT)), node


def names(call: ast.Call) -> list[str]:
    """The figures a call names; of a name that is a parameter, what it may be."""
    if call.args and isinstance(call.args[0], ast.Constant) and str(call.args[0].value).startswith("jiezhu_"):
        return [str(call.args[0].value)]
    if call.args and isinstance(call.args[0], ast.Name) and call.args[0].id == "times":
        return ["jiezhu_store_call_seconds", "jiezhu_engine_call_seconds"]
    return []


def expressions() -> Iterator[str]:
    """Every expression of the dashboard and of the alert rules."""
    board = json.loads((ROOT / "deploy/grafana/jiezhu.json").read_text("utf-8"))
    for panel in board["panels"]:
        yield from (target["expr"] for target in panel.get("targets", []))
    rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text("utf-8"))
    yield from (rule["expr"] for group in rules["groups"] for rule in group["rules"])


def selectors(expression: str) -> Iterator[tuple[str, set[str]]]:
    """The figures an expression reads, each with the labels it picks by."""
    for name, picked in re.findall(r"\b((?:jiezhu|process)_[a-z_]+|up)\b(?:\{([^}]*)\})?", expression):
        yield name, set(re.findall(r"([a-z_]+)\s*(?:=|!=)", picked))


def test_every_figure_the_code_tells_is_declared_with_these_labels() -> None:
    """A slip in a name would end a turn with an error."""
    wrong = [
        (path, call.lineno, name)
        for path, call in calls()
        for name in names(call)
        if METRICS[name].kind != COUNTED[call.func.attr]  # type: ignore[attr-defined]
        or {word.arg for word in call.keywords} - {"n"} != set(METRICS[name].labels)
    ]

    assert wrong == []


def test_every_declared_figure_is_told_by_somebody() -> None:
    """A dashboard of zeros is worse than none."""
    used = {name for _, call in calls() for name in names(call)}
    engine = (ROOT / "bot/engine/metrics.py").read_text("utf-8")

    assert set(METRICS) - used - {name for name in AT_THE_ENGINE if f'"{name}"' in engine} == set()


def test_names_say_what_they_hold() -> None:
    """Prometheus's custom: seconds and totals are in the name; nobody's id is a label."""
    for metric in METRICS.values():
        assert metric.help.endswith(".")
        assert metric.name.endswith("_total") == (metric.kind == "counter")
        assert metric.name.endswith("_seconds") == (metric.unit == "seconds")
        assert bool(metric.buckets) == (metric.kind == "histogram")
        assert not {"conversation", "customer", "agent", "trace", "handoff"} & set(metric.labels)


def test_the_page_shows_the_table() -> None:
    """`docs/observability.md` has what `bot/kernel/metric_table.py` says."""
    assert as_markdown() in (ROOT / "docs/observability.md").read_text("utf-8")


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_dashboard_and_alerts_read_figures_and_labels_that_are_there(expression: str) -> None:
    """A panel of a figure that was renamed would stay empty without a word."""
    read = list(selectors(expression))

    assert read
    for name, picked in read:
        if name in STANDARD:
            continue
        metric = METRICS[name if name in METRICS else _SUFFIX.sub("", name)]
        assert name == metric.name or metric.kind == "histogram"
        assert picked <= set(metric.labels)


def test_every_alert_has_a_line_on_the_page() -> None:
    """Whoever is called at night finds what to do."""
    page = (ROOT / "docs/observability.md").read_text("utf-8")
    rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text("utf-8"))
    alerts = [rule["alert"] for group in rules["groups"] for rule in group["rules"]]

    assert [name for name in alerts if f"`{name}`" not in page] == []
    assert len(set(alerts)) == len(alerts)


def test_prometheus_reads_every_process_that_tells_figures() -> None:
    """One job for each part that the table knows."""
    config: dict[str, Any] = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text("utf-8"))
    jobs = {job["job_name"] for job in config["scrape_configs"]}

    assert jobs == {f"jiezhu-{part}" for metric in METRICS.values() for part in metric.parts}
    assert config["rule_files"] == ["alerts.yml"]


async def test_figures_come_out_as_they_went_in() -> None:
    """Counters, durations and levels, each with its labels."""
    metrics = Metrics("hub")
    metrics.count("jiezhu_events_total", actor="bot", kind="text")
    metrics.count("jiezhu_events_total", 2, kind="text", actor="bot")
    metrics.observe("jiezhu_turn_seconds", 0.3, outcome="answered")
    metrics.level("jiezhu_queue_length", 4, group="service")

    told = (await metrics.exposition()).decode()

    assert 'jiezhu_events_total{actor="bot",kind="text"} 3.0' in told
    assert 'jiezhu_turn_seconds_bucket{le="0.35",outcome="answered"} 1.0' in told
    assert 'jiezhu_turn_seconds_bucket{le="0.2",outcome="answered"} 0.0' in told
    assert 'jiezhu_queue_length{group="service"} 4.0' in told
    assert "jiezhu_action_seconds" not in told


async def test_a_level_that_cannot_be_read_is_left_out() -> None:
    """An old queue length shown as the present one would send people home."""
    metrics, away = Metrics("hub"), False

    async def look() -> None:
        if away:
            raise StoreUnavailable()
        metrics.level("jiezhu_queue_length", 4, group="service")
        metrics.level("jiezhu_parked", 2)

    metrics.before_scrape(look, ["jiezhu_queue_length", "jiezhu_parked"])
    well = (await metrics.exposition()).decode()
    away = True
    ill = (await metrics.exposition()).decode()

    assert 'jiezhu_queue_length{group="service"} 4.0' in well
    assert "jiezhu_queue_length{" not in ill
    assert "jiezhu_parked NaN" in ill


def test_a_name_or_label_nobody_declared_is_refused() -> None:
    """Found by the first test that passes there, not by an empty panel."""
    metrics = Metrics("hub")

    with pytest.raises(KeyError):
        metrics.count("jiezhu_made_up_total")
    with pytest.raises(ValueError, match="labels"):
        metrics.count("jiezhu_events_total", actor="bot")
    with pytest.raises(KeyError):
        metrics.count("jiezhu_events_total", actor="bot", sort="text")
