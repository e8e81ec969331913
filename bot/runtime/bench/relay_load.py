"""The load of ``jiezhu bench relay``, a process of its own (``python -m bot.runtime.bench.relay_load``, plan on stdin).

Two ways of asking. *Closed*: each lane has one message under way and sends the next when the other side has it; the
count is the throughput. *Open*: messages leave at fixed moments whether or not the last one has arrived, and each is
timed from the moment it was due, so a stall counts for every message it delays.
"""

from __future__ import annotations

import asyncio
import gc
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.runtime.bench import pairs as people
from bot.runtime.bench.load_process import carry_out
from bot.runtime.bench.machine import cpu_s
from bot.runtime.bench.pairs import Pair, Place
from bot.runtime.bench.trouble import NotServed
from bot.runtime.bench.wire import Wire, dial

LINES = (
    "您好,上周买的羽绒服还没收到",
    "您好,我看一下您的订单,请稍等",
    "订单号尾号是3306",
    "查到了,包裹今天上午到了您所在城市的转运中心",
    "那今天能送到吗",
    "按现在的进度,明天中午前会派送",
    "好的,我明天不在家",
    "可以放驿站或者物业,您看哪个方便",
    "放菜鸟驿站吧",
    "已经给快递员备注了,到了会发取件码",
    "对了,尺码我有点拿不准",
    "您平时穿多大的,身高体重方便说一下吗",
    "165,110斤,平时穿M",
    "这款版型偏大,M码就合适",
    "如果不合适可以换吗",
    "签收后七天内都可以换,吊牌留着就行",
    "运费谁出呢",
    "换货来回运费都由我们承担",
    "那挺好的",
    "另外这款最近有返场活动",
    "便宜多少",
    "比您买的时候便宜了二十元",
    "啊那我不是买贵了",
    "您在价保期内,差价可以退给您",
    "怎么申请啊",
    "我这边直接帮您提交,不用您操作",
    "什么时候到账",
    "审核通过后原路退回,一般一到三个工作日",
    "行,麻烦了",
    "应该的,让您多等了",
    "还有个事,发票能开公司抬头吗",
    "可以的,抬头和税号发我一下",
    "稍等我找一下税号",
    "不急,您慢慢找",
    "先不开了,回头再说",
    "好的,订单完成后一年内都能补开",
    "收货地址我能改成公司吗",
    "已经在路上了,改地址要快递那边同意",
    "那算了不改了",
    "好,那还是按原地址送",
    "这个衣服能机洗吗",
    "建议手洗或者干洗,机洗会影响蓬松",
    "里面是鸭绒还是鹅绒",
    "白鸭绒,含绒量百分之九十",
    "明白了",
    "还有别的需要帮您看的吗",
    "没了,谢谢你",
    "不客气,祝您生活愉快",
)
"""A talk as it might be: the customer, the agent, the customer…"""


@dataclass(frozen=True)
class Plan:
    """What to do.

    Attributes:
        target: ``hub`` or ``floor``.
        ports: public and staff port of the hub, or the floor's port twice.
        staff: id and cookie of each agent; the floor has none.
        lanes: pairs of people, or connections to the floor.
        warm_s, closed_s, open_s: whole seconds of each part.
        rate: messages a second of the open part.
        pid: the server, whose processor time is noted.
    """

    target: str
    ports: tuple[int, int]
    staff: tuple[tuple[str, str], ...]
    lanes: int
    warm_s: int
    closed_s: int
    open_s: int
    rate: float
    pid: int


class Lane(ABC):
    """Somewhere a message can go; ``arrived`` is called with its text when the other side has it."""

    def __init__(self) -> None:
        self.arrived: Callable[[str], None] = lambda _text: None

    @abstractmethod
    def say(self, text: str) -> None:
        """Send a message."""


class EchoLane(Lane):
    """To the floor and back."""

    def __init__(self) -> None:
        super().__init__()
        self._wire: Wire | None = None

    async def open(self, port: int) -> None:
        """Connect."""
        self._wire = await dial("127.0.0.1", port, "/echo", on_text=self._heard, on_end=lambda _code: None)

    def say(self, text: str) -> None:
        """See the base."""
        assert self._wire is not None
        self._wire.send(text.encode())

    def _heard(self, raw: bytes) -> None:
        self.arrived(raw.decode())


class TalkLane(Lane):
    """From customer to agent, and the next time back."""

    def __init__(self, pair: Pair) -> None:
        super().__init__()
        self._pair = pair
        self._customers_turn = True
        pair.heard_by_agent = pair.heard_by_customer = lambda text: self.arrived(text)

    def say(self, text: str) -> None:
        """See the base."""
        if self._customers_turn:
            self._pair.customer_says(text)
        else:
            self._pair.agent_says(text)
        self._customers_turn = not self._customers_turn


async def closed(lanes: Sequence[Lane], seconds: int) -> list[int]:
    """Messages in each second, with one under way in each lane.

    Raises:
        NotServed: a lane came to a stop.
    """
    done, of_second = [0] * len(lanes), [0] * seconds
    idle = asyncio.Event()
    under_way = len(lanes)

    def start(place: int, lane: Lane) -> None:
        wanted = ""

        def send() -> None:
            nonlocal wanted
            wanted = f"{LINES[(2 * place + done[place]) % len(LINES)]}({place}-{done[place]})"
            lane.say(wanted)

        def arrived(text: str) -> None:
            nonlocal under_way
            if text != wanted:
                return
            done[place] += 1
            second = int(time.perf_counter() - began)
            if second < seconds:
                of_second[second] += 1
                send()
            else:
                under_way -= 1
                if not under_way:
                    idle.set()

        lane.arrived = arrived
        send()

    began = time.perf_counter()
    for place, lane in enumerate(lanes):
        start(place, lane)
    await _within(idle.wait(), seconds + 30, lambda: f"{under_way} of {len(lanes)} lanes stopped")
    return of_second


async def opened(lanes: Sequence[Lane], rate: float, seconds: float) -> list[float]:
    """Milliseconds from the moment each message was due until the other side had it.

    Raises:
        NotServed: messages are missing at the end.
    """
    due: dict[str, float] = {}
    took: list[float] = []

    def arrived(text: str) -> None:
        at = due.pop(text, None)
        if at is not None:
            took.append((time.perf_counter() - at) * 1000)

    for lane in lanes:
        lane.arrived = arrived
    count, began = int(rate * seconds), time.perf_counter()
    for number in range(count):
        at = began + number / rate
        if (ahead := at - time.perf_counter()) > 0:
            await asyncio.sleep(ahead)
        text = f"{LINES[number % len(LINES)]}[{number}]"
        due[text] = at
        lanes[number % len(lanes)].say(text)
    until = time.perf_counter() + 30
    while due and time.perf_counter() < until:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    if due:
        raise NotServed(f"{len(due)} of {count} messages did not arrive")
    return took


async def load(plan: Plan) -> dict[str, Any]:
    """Carry the plan out: ``{of_second: [...], cpu_us, ms: [...]}``; ``cpu_us`` is the server's, for one message."""
    lanes = await _lanes(plan)
    gc.collect()
    gc.freeze()
    await closed(lanes, plan.warm_s)
    before = cpu_s(plan.pid)
    of_second = await closed(lanes, plan.closed_s)
    spent = cpu_s(plan.pid) - before
    found = {"of_second": of_second, "cpu_us": spent / (sum(of_second) + plan.lanes) * 1e6}
    return found | {"ms": await opened(lanes, plan.rate, plan.open_s)}


async def _lanes(plan: Plan) -> list[Lane]:
    if plan.target == "hub":
        talking, _ = await people.settle(Place(*plan.ports), plan.staff, plan.lanes)
        return [TalkLane(pair) for pair in talking]
    echoes = [EchoLane() for _ in range(plan.lanes)]
    for echo in echoes:
        await echo.open(plan.ports[0])
    return list(echoes)


async def _within(work: Any, seconds: float, complaint: Callable[[], str]) -> None:
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        raise NotServed(complaint()) from None


if __name__ == "__main__":
    carry_out(Plan, load)
