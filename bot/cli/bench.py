"""``jiezhu bench``: our engine beside stock Rasa, and our hub beside the least it can cost (docs/performance.md)."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import bench_report, console, evaluate
from bot.kernel.errors import BadInput, SettingError
from bot.runtime import environments, settings
from bot.runtime.bench import models, parity, sources, speed, understanding
from bot.runtime.bench.figures import Goal
from bot.runtime.bench.load import Plan
from bot.runtime.bench.models import Model
from bot.runtime.environments import ENGINE, STOCK
from bot.runtime.evaluation import labels
from bot.runtime.settings import Settings
from bot.runtime.toolchain import SetUpFailed

app = typer.Typer(
    name="bench",
    help="Measure engine and hub. 量引擎（和原版 Rasa 比）和中枢的速度。",
    no_args_is_help=True,
)

Json = Annotated[bool, typer.Option("--json", help="One JSON object of figures. 只输出 JSON。")]
Retrain = Annotated[bool, typer.Option("--retrain", help="Train both models anew. 两个模型都重新训练。")]
KeepStock = Annotated[
    bool, typer.Option("--keep-stock", help="Use the stock model there is, on older data. 沿用已有的对照模型。")
]


@app.command("engine")
def engine(
    as_json: Json = False,
    retrain: Retrain = False,
    keep_stock: KeepStock = False,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Stock trained for 5 epochs only: as fast and big. 对照模型只训练5轮。"),
    ] = False,
) -> None:
    """Latency, throughput, memory, start, growth and training. 速度、内存、启动、训练。"""
    with console.one_sentence():
        knobs, epochs = settings.load(), models.QUICK_EPOCHS if quick else models.EPOCHS
        ours, stock, same = _models(knobs, retrain=retrain, keep_stock=keep_stock, epochs=epochs)
        measured = speed.measure(knobs, ours, stock, Plan(), _say)
        notes = {"same_data": same, "stock_epochs": stock.epochs, **measured.notes}
        if as_json:
            typer.echo(json.dumps({**measured.figures, **notes}, ensure_ascii=False, indent=2))
        else:
            bench_report.show_speed(console.out, measured.figures, notes)


@app.command("understanding")
def understand(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Labelled JSON lines. 标注好的 JSONL 文件。")],
    as_json: Json = False,
    retrain: Retrain = False,
    keep_stock: KeepStock = False,
) -> None:
    """Our understanding and stock's on the same rows. 同样的句子，谁听得更懂。"""
    with console.one_sentence():
        knobs, label_by_intent = settings.load(), labels.load()
        rows = evaluate.load_rows(files, label_by_intent)
        ours, stock, same = _models(knobs, retrain=retrain, keep_stock=keep_stock)
        with evaluate.progress("评测 / evaluating") as tell:
            found = understanding.measure(knobs, ours, stock, rows, label_by_intent, tell)
        if as_json:
            typer.echo(json.dumps({**found, "same_data": same}, ensure_ascii=False, indent=2))
        else:
            bench_report.show_understanding(console.out, found, same=same)


@app.command("parity")
def same_answers(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE…", help="More texts, as JSON lines. 更多句子（JSONL）。")
    ] = None,
    as_json: Json = False,
) -> None:
    """Whether our model answers alike with TensorFlow and without. 有没有 TensorFlow，答得一样不一样。

    Exit code 1 when anything differs.
    """
    with console.one_sentence():
        knobs = settings.load()
        conversations = parity.dialogue_texts() + [texts for path in files or [] for texts in parity.row_texts(path)]
        if not conversations:
            raise BadInput("没有可以比较的句子。")
        _prepare()
        found = parity.measure(knobs, models.ours(knobs, _say), conversations)
        if as_json:
            typer.echo(json.dumps(bench_report.parity_figures(found), ensure_ascii=False, indent=2))
        else:
            bench_report.show_parity(console.out, found)
        if found.differences:
            raise typer.Exit(1)


@app.command("relay")
def relay(
    as_json: Json = False,
    seconds: Annotated[int, typer.Option(min=1, help="Of full load, hub and floor each. 满载各几秒。")] = 40,
) -> None:
    """People chatting through the hub, beside a bare echo that stores. 人与人聊天经过中枢，和最低成本比。"""
    with console.one_sentence():
        from bot.runtime.bench import relay as measured

        size = measured.Size(closed=seconds)
        _show_hub(measured.measure(size, _logs(), _say), measured.GOALS, as_json)


@app.command("sockets")
def sockets(
    as_json: Json = False,
    idle: Annotated[int, typer.Option(min=1, help="Customers who say nothing. 只开着窗口的顾客。")] = 5000,
    seconds: Annotated[float, typer.Option(min=1, help="Of each part. 每段秒数。")] = 15.0,
) -> None:
    """Thousands of silent customers on one worker. 几千个开着不说话的顾客窗口。"""
    with console.one_sentence():
        from bot.runtime.bench import sockets as measured

        found = measured.measure(measured.Size(idle=idle, seconds=seconds), _logs())
        _show_hub(found, measured.GOALS, as_json)


@app.command("handoff")
def handoff(
    as_json: Json = False,
    seconds: Annotated[float, typer.Option(min=1, help="Of handoffs at 20 a second. 持续几秒。")] = 20.0,
    queued: Annotated[int, typer.Option(min=11, help="People in the long queue. 长队列人数。")] = 10_000,
) -> None:
    """From the call for a person to the desk, and the cost of a long queue. 转人工多久上台、排长队贵不贵。"""
    with console.one_sentence():
        from bot.runtime.bench import handoff as measured

        found = measured.measure(measured.Size(seconds=seconds, long=queued), _logs())
        _show_hub(found, measured.GOALS, as_json)


def _show_hub(found: Mapping[str, float], goals: Sequence[Goal], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(dict(found), ensure_ascii=False, indent=2))
    else:
        bench_report.show_goals(console.out, found, goals)


def _logs() -> Path:
    return settings.load().var / "bench" / "hub"


def _models(
    knobs: Settings, *, retrain: bool, keep_stock: bool, epochs: int = models.EPOCHS
) -> tuple[Model, Model, bool]:
    """Both models, and whether they were trained from the same data.

    Raises:
        SettingError: something cannot be prepared, or the data changed while the models were trained.
    """
    if retrain and keep_stock:
        raise BadInput("--retrain 和 --keep-stock 只能选一个。")
    _prepare()
    # Stock first: it takes longest, and the data should still be the same when ours is trained.
    stock = models.stock(knobs, _say, retrain=retrain, keep=keep_stock, epochs=epochs)
    ours = models.ours(knobs, _say, retrain=retrain)
    changed = sources.differences(ours.data, stock.data)
    if changed and not keep_stock:
        raise SettingError(
            f"训练的时候数据改了（{changed[0]} 等 {len(changed)} 处），两个模型不是同一份数据，请再运行一次。"
        )
    return ours, stock, not changed


def _prepare() -> None:
    """Both engines' environments; their lines of progress must not stand among the figures."""
    with contextlib.redirect_stdout(sys.stderr):
        try:
            environments.prepare(dev=False, environments=(ENGINE, STOCK))
        except SetUpFailed as problem:
            raise SettingError(str(problem)) from problem


def _say(line: str) -> None:
    console.err.print(line, markup=False, soft_wrap=True)
