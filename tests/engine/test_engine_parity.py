"""The answers that are compared between environments are those the served engine gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from engine_stand import PROJECT, json_lines

from bot.engine import parity
from bot.engine.turns import Turn

pytestmark = pytest.mark.engine

TEXTS = ["你好", "我的快递到哪了", "转人工", "asdfgh", "😊", "谢谢"]


async def test_intents_and_next_actions_are_those_of_a_real_turn(
    loaded_processor: Any, engine: Any, actions: Any, conversation: str
) -> None:
    """The same conversation, once predicted and once really led."""
    predicted = await parity.answers(loaded_processor, TEXTS)

    for number, text in enumerate(TEXTS):
        led = await engine.take(Turn(conversation, f"t_{number}", text, None, "", None))
        assert led["parse"]["intent"] == predicted[number]["intent"]
        assert led["parse"]["confidence"] == round(predicted[number]["confidence"], 4)
    remote = [name for one in predicted for name, _ in one["actions"] if name.startswith("action_")]
    assert actions.names() == [name for name in remote if name != "action_listen"]
    assert all(one["actions"][-1][0] == "action_listen" for one in predicted)


def test_the_command_says_first_what_it_runs_in(models: Path) -> None:
    """So that two environments that are the same are not taken for two."""
    import os
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bot.engine.parity"],
        cwd=PROJECT,
        env={**os.environ, "JIEZHU_MODEL_DIR": str(models)},
        input='{"texts": ["你好", "谢谢"]}\n',
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    first, *answers = json_lines(done.stdout)
    assert first["tensorflow"] is None
    assert [answer["intent"] for answer in answers] == ["greet", "thanks"]
