"""Rasa's own checks, run in the engine environment: ``rasa data validate``, then its analysis of the rules."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.kernel.errors import SettingError
from bot.runtime import programs
from bot.runtime.processes import leashed
from bot.runtime.settings import ROOT

_LONGEST_S = 600.0

_RULES_ONLY = """\
recipe: default.v1
assistant_id: jiezhu
language: zh
importers:
- name: bot.engine.importer.SplitDomainImporter
pipeline:
- name: bot.engine.nlu.tokenizer.CharTokenizer
policies:
- name: RulePolicy
"""
"""Nothing is learnt from it: Rasa compares rules and stories only while its ``RulePolicy`` is trained."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_TOLD = re.compile(r"UserWarning: (.+)|^(- the prediction .+)|\bERROR\s+\S+\s+-\s+(.+)|^\w*(?:Error|Exception): (.+)")
_KNOWN = re.compile(
    # Actions say these, which Rasa cannot see; our own check looks at the code.
    r"is not used in any (?:story or rule|story)|"
    # Buttons send these; our own check knows which.
    r"not found in the NLU training data|"
    # The second run has no pipeline to speak of.
    r"does not include an entity extractor|"
    # The complaint itself comes after it.
    r"^Error running graph component"
)
_CONTRADICTION = re.compile(
    r"- the prediction of the action '(?P<one>[^']+)' in (?P<kind>rule|story) '(?P<name>.+)' is contradicting "
    r"with (?:rule|story)\(s\) '(?P<others>.+)' which predicted action '(?P<other>[^']+)'"
)


@dataclass(frozen=True)
class Verdict:
    """What Rasa says: whether it is content, and its complaints, contradictions in Chinese."""

    ok: bool
    lines: tuple[str, ...]


def validate(root: Path = ROOT) -> Verdict:
    """Both checks on the project's files. Takes about a minute; no model of the project is touched.

    Raises:
        SettingError: the engine environment is missing, or Rasa did not end in time.
    """
    with tempfile.TemporaryDirectory(prefix="jiezhu-check-") as scratch:
        config = Path(scratch) / "rules-only.yml"
        config.write_text(_RULES_ONLY, encoding="utf-8")
        sources = ["--domain", "domain.yml", "--data", "data"]
        env = {
            **os.environ,
            "RASA_TELEMETRY_ENABLED": "false",
            "RASA_CACHE_DIRECTORY": scratch,
            "PYTHONUTF8": "1",
            "PYTHONPATH": str(root),
        }
        runs = [
            _rasa(["data", "validate", "--config", "config.yml", *sources], root, env),
            _rasa(["train", "--config", str(config), *sources, "--out", scratch], root, env),
        ]
    lines = dict.fromkeys(line for _, said in runs for line in complaints(said))
    return Verdict(all(ok for ok, _ in runs), tuple(lines))


def complaints(said: Sequence[str]) -> Iterator[str]:
    """What is wrong in Rasa's output, each once; progress, and what Rasa cannot know better, left out."""
    for line in said:
        plain = _COLOUR.sub("", line).strip()
        match = _TOLD.search(plain)
        if match and not _KNOWN.search(plain):
            yield _in_chinese(next(group for group in match.groups() if group))
        elif re.search(r"[\u4e00-\u9fff].*第 \d+ 行", plain):
            # A sentence of our own importer, with file and line.
            yield plain


def _in_chinese(line: str) -> str:
    found = _CONTRADICTION.search(line)
    if found is None:
        return line
    kind = "规则" if found["kind"] == "rule" else "故事"
    return (
        f"{kind}“{found['name']}”和“{found['others']}”互相矛盾："
        f"同样的情况下，一个接 {found['one']}，另一个接 {found['other']}。"
    )


def _rasa(arguments: Sequence[str], root: Path, env: dict[str, str]) -> tuple[bool, list[str]]:
    command = leashed([str(programs.engine_python()), "-m", "rasa", *arguments])
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        try:
            done = subprocess.run(
                command, cwd=root, env=env, stdout=said, stderr=subprocess.STDOUT, timeout=_LONGEST_S, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise SettingError(f"Rasa 的检查{_LONGEST_S / 60:.0f}分钟还没有做完，已经停下。") from error
        said.seek(0)
        return done.returncode == 0, said.read().splitlines()
