"""How well the knowledge base answers: the shop's entries, asked the questions of ``bench/knowledge_questions.yml``.

Run it anywhere:  .venv/bin/python bench/knowledge.py [--choose] [--misses] [--words-only] [--json]

The questions are worded apart from the entries. The threshold is chosen on the half called ``choosing`` (``--choose``
prints the table); what is reported is the half called ``reporting``, on which no threshold was chosen.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.commerce.days import shop_day
from bot.kernel.clock import SystemClock, from_ms
from bot.knowledge import base
from bot.knowledge.base import ANYBODY, Asker, KnowledgeBase
from bot.runtime import settings
from bot.runtime.knowledge import load
from bot.runtime.knowledge.askers import ASKERS
from bot.runtime.policies.load import put_in_force

QUESTIONS = Path(__file__).with_name("knowledge_questions.yml")
TODAY = shop_day(from_ms(SystemClock().now_ms()))
SKILL_OF = {
    "products": "product_question",
    "aftersales": "product_question",
    "payment": "payment",
    "membership": "account_member",
}
"""Which skill a question about a topic comes to."""
STEPS = [step / 100 for step in range(20, 61, 2)]


@dataclass(frozen=True)
class Figures:
    """Counts over one half of the questions.

    Attributes:
        right: answerable questions answered with the right entry.
        wrong: answerable questions answered with another one.
        offered: the rest of them whose right entry was among those offered to choose from.
        invented: unanswerable questions that were answered all the same.
        stated: those of them that were not even introduced as a guess.
        ms: of one question, on average.
    """

    answerable: int
    right: int
    wrong: int
    offered: int
    unanswerable: int
    invented: int
    stated: int
    ms: float

    @property
    def recall(self) -> float:
        """Share of the answerable questions that get their answer at once (recall@1)."""
        return self.right / self.answerable


def questions(half: str) -> tuple[list[tuple[str, str, Asker]], list[tuple[str, Asker]]]:
    """Answerable questions with the key of their entry, and unanswerable ones, each with who asks."""
    content: dict[str, Any] = yaml.safe_load(QUESTIONS.read_text("utf-8"))[half]
    answerable = [
        (line, key, ASKERS[SKILL_OF[key.partition("/")[0]]])
        for key, lines in content["answerable"].items()
        for line in lines
    ]
    return answerable, [(line, ASKERS[skill]) for skill, lines in content["unanswerable"].items() for line in lines]


def measure(knows: KnowledgeBase, half: str, *, tell: bool = False, with_skill: bool = True) -> Figures:
    """Ask one half; ``tell`` prints what went wrong, ``with_skill`` false asks as nobody in particular."""
    answerable, unanswerable = questions(half)
    right = wrong = offered = invented = stated = 0
    started = time.perf_counter()
    for line, key, asker in answerable:
        by = asker if with_skill else ANYBODY
        found = knows.find(line, TODAY, by)
        right += found is not None and found.entry.key == key
        wrong += found is not None and found.entry.key != key
        near = () if found else knows.near(line, TODAY, by)
        offered += key in {entry.key for entry in near}
        if tell and (found is None or found.entry.key != key):
            got = f"{found.entry.key} {found.score:.2f}" if found else "、".join(entry.key for entry in near) or "-"
            print(f"  {'错' if found else '漏'} {line}  应为 {key}，得到 {got}")
    for line, asker in unanswerable:
        found = knows.find(line, TODAY, asker if with_skill else ANYBODY)
        invented += found is not None
        stated += found is not None and found.is_sure
        if tell and found is not None:
            print(f"  编 {line}  得到 {found.entry.key} {found.score:.2f}")
    spent = (time.perf_counter() - started) * 1000 / (len(answerable) + len(unanswerable))
    return Figures(len(answerable), right, wrong, offered, len(unanswerable), invented, stated, round(spent, 2))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--choose", action="store_true", help="the half thresholds are chosen on, for every threshold")
    parser.add_argument("--misses", action="store_true", help="each question that went wrong")
    parser.add_argument("--words-only", action="store_true", help="without the sentence encoder")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    put_in_force(TODAY)
    meaning = None if wanted.words_only else load.with_meaning(Path(settings.load().model_dir))
    knows = load.load(TODAY, likeness_to=meaning)
    if wanted.choose:
        for step in STEPS:
            base.ENOUGH = step
            print(f"{step:.2f}", _line(measure(knows, "choosing")))
        return
    half = measure(knows, "reporting", tell=wanted.misses)
    print(json.dumps(asdict(half) | {"recall": round(half.recall, 3)}) if wanted.json else _line(half))


def _line(found: Figures) -> str:
    return (
        f"answerable {found.answerable}: recall@1 {found.recall:.3f}, wrong entry {found.wrong}, "
        f"offered among {base.NEAR_AT_MOST} {found.offered}; unanswerable {found.unanswerable}: "
        f"answered all the same {found.invented}, not as a guess {found.stated}; {found.ms} ms a question"
    )


if __name__ == "__main__":
    main()
