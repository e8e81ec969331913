"""Suggestions pasted into the designers' real files pass the designers' own checks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from support.lessons import NOW, labelled, missed, unsure

from bot.runtime import intent_titles
from bot.runtime.lessons import designers_files
from bot.runtime.lessons.as_yaml import as_yaml
from bot.runtime.lessons.suggestions import suggest

ROOT = Path(__file__).parents[2]


def copy_of_the_project(folder: Path) -> Path:
    """What the designers' checks look at; code as it is, designers' files to write into."""
    for name in ("data", "domain"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "domain.yml", folder / "domain.yml")
    for name in ("bot", "actions"):
        (folder / name).symlink_to(ROOT / name)
    for path in (*(ROOT / "tests" / "unit").glob("test_designers_*.py"), ROOT / "tests/support/designers_files.py"):
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    return folder / "tests" / "unit"


def paste(text: str, folder: Path) -> int:
    """Do what the comments say: each block to the end of the file that is named above it. How many were pasted."""
    blocks = re.split(r"^# ── data/nlu/", text, flags=re.MULTILINE)[1:]
    for block in blocks:
        name, rest = block.split("\n", 1)
        entries = re.split(r"^# ━━ ", rest, flags=re.MULTILINE)[0].rstrip()
        shift = re.search(r"整段右移(\d+)格", name)
        indent = " " * int(shift[1]) if shift else ""
        path = folder / re.match(r"\w+\.yml", name)[0]  # type: ignore[index]
        moved = "\n".join(f"{indent}{line}" for line in entries.splitlines())
        path.write_text(f"{path.read_text('utf-8').rstrip()}\n\n{moved}\n", encoding="utf-8")
    return len(blocks)


def test_what_is_suggested_can_be_pasted_into_the_designers_files(tmp_path: Path) -> None:
    """Messages that are examples already, that contradict one, that are full of numbers and signs among them."""
    examples = designers_files.load()
    said = [text for texts in examples.by_intent.values() for text in texts]
    lessons = [
        labelled("咱那个件JZ261101999999卡哪旮旯了[图片](x)", "ask_logistics"),
        labelled("咱那个件卡哪旮旯了呢", "ask_logistics"),
        labelled("蓝的那款: 加不加绒 #急", "ask_product"),
        labelled("在么在么在么么", "greet"),
        *(missed(f"{text}！！", ("chitchat", 0.3)) for text in said[::40]),
        *(labelled(text, "chitchat") for text in said[7::90]),
        *(missed(f"{text}然后{said[-place]}", ("ask_account", 0.2)) for place, text in enumerate(said[::60], 1)),
        *(unsure(f"那个{text}行不", ("complain_quality", 0.4)) for text in said[3::150]),
    ]
    found = suggest(lessons, examples, now_ms=NOW)
    checks = copy_of_the_project(tmp_path)

    pasted = paste(as_yaml(found, intent_titles.load(), examples.indent), tmp_path / "data" / "nlu")

    assert pasted >= 4
    after = designers_files.load(tmp_path / "data" / "nlu")
    before, now = (sum(map(len, one.by_intent.values())) for one in (examples, after))
    assert now - before == sum(1 for item in found.items if item.intent)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(checks)]
    checked = subprocess.run(
        [*command, "-c", os.devnull],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(tmp_path / "tests")))},
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout[-4000:]
