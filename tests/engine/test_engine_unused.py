"""What a served engine leaves out, and that it can still do everything it has to."""

from __future__ import annotations

import re
import tarfile
from pathlib import Path

import pytest
from engine_stand import PROJECT, run_python

from bot.engine import serve, unused

pytestmark = pytest.mark.engine

OURS = {"rasa.core.policies.rule_policy.RulePolicy", "bot.engine.nlu.intents.LinearIntentClassifier"}


def in_a_served_process(models: Path, script: str, folder: Path) -> str:
    """What a script prints in a process that imported what the launcher imports."""
    start = "import sys, pathlib; from bot.engine import absent, serve; absent.install()\n"
    start += f"serve.stand_in(pathlib.Path({str(serve.model_file(models))!r}))\n"
    start += "import bot.engine.processor, bot.engine.server\n"
    done = run_python("-W", "ignore", "-c", start + script, cwd=folder)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def test_a_served_engine_loads_no_chat_network_no_cloud_and_no_sql(models: Path, tmp_path: Path) -> None:
    """Rasa's modules are there, those packages are not."""
    script = (
        "import rasa.core.channels.slack, rasa.core.tracker_store\n"
        "print(sorted(name for name in ('slack_sdk', 'sqlalchemy', 'boto3', 'sklearn')"
        " if getattr(sys.modules.get(name), '__file__', None)))"
    )

    assert in_a_served_process(models, script, tmp_path) == "[]"


def test_using_what_was_left_out_says_so(models: Path, tmp_path: Path) -> None:
    """One sentence of a RasaException instead of a riddle."""
    script = (
        "from rasa.shared.exceptions import RasaException\n"
        "from slack_sdk.web.async_client import AsyncWebClient\n"
        "try:\n AsyncWebClient('t')\nexcept RasaException as error:\n print(error)"
    )

    assert "slack_sdk" in in_a_served_process(models, script, tmp_path)


def test_scikit_learn_stays_for_components_that_may_compute_with_it() -> None:
    """Rasa's own that do, and any that somebody else wrote."""
    assert unused.roots_for(OURS) >= unused.LEARNING
    for name in ("rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer.CountVectorsFeaturizer", "shop.Own"):
        assert not unused.LEARNING & unused.roots_for({*OURS, name})


def test_none_of_our_components_imports_what_is_left_out() -> None:
    """They would get a stand-in."""
    roots = "|".join(sorted(unused.CHANNELS_AND_STORES | unused.LEARNING))
    imports = re.compile(rf"^\s*(?:import|from) (?:{roots})\b", re.MULTILINE)
    found = [path for path in PROJECT.glob("bot/engine/**/*.py") if imports.search(path.read_text("utf-8"))]

    assert found == []


def test_the_components_of_a_model_are_read_from_its_file(models: Path) -> None:
    """Those that serve, Rasa's and ours."""
    names = unused.components(serve.model_file(models))

    assert "bot.engine.nlu.intents.LinearIntentClassifier" in names
    assert "rasa.core.policies.rule_policy.RulePolicy" in names


def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    """An archive of something else, and half an archive."""
    other = tmp_path / "other.tar.gz"
    with tarfile.open(other, "w:gz") as archive:
        archive.add(__file__, "a.py")
    half = tmp_path / "half.tar.gz"
    half.write_bytes(other.read_bytes()[:100])

    for path in (other, half):
        with pytest.raises(ValueError, match=path.name):
            unused.components(path)
