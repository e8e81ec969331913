"""Rasa without TensorFlow: stand-ins, the hook, and the stock commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_stand import run_python
from rasa.shared.exceptions import RasaException

from bot.engine import absent, light

pytestmark = pytest.mark.engine


def test_stand_ins_can_be_imported_and_subclassed() -> None:
    """What Rasa's modules do when they are loaded."""
    if not absent.tensorflow_is_absent():
        pytest.fail("this environment has TensorFlow: these tests are for the one without")
    import tensorflow as tf
    from keras.utils import tf_utils
    from tensorflow.keras.layers import Layer

    class Own(Layer, tf.Module):
        """As in rasa.utils.tensorflow.layers."""

        @tf.function(input_signature=[])
        def call(self) -> int:
            """A decorated method stays the method."""
            return 1

    assert Own.call(None) == 1
    assert tf_utils is not None


def test_using_a_stand_in_says_what_is_missing() -> None:
    """A RasaException, so the stock commands print one line."""
    import tensorflow as tf

    with pytest.raises(RasaException, match=r"tensorflow.constant 需要 TensorFlow"):
        tf.constant(1)


def test_a_tensorflow_that_is_installed_wins(tmp_path: Path) -> None:
    """The finder is asked last."""
    (tmp_path / "tensorflow.py").write_text("real = True", encoding="utf-8")
    script = "from bot.engine import absent; absent.install(); import tensorflow; print(tensorflow.real)"

    done = run_python("-c", script, cwd=tmp_path)

    assert done.stdout.strip() == "True", done.stderr


def test_installing_twice_adds_one_finder() -> None:
    """The hook installs, and so does whoever starts the engine."""
    import sys

    absent.install()
    absent.install()

    assert sum(isinstance(finder, absent._Finder) for finder in sys.meta_path) == 1


def test_the_hook_is_written_once_and_stays_silent_when_the_project_is_gone(tmp_path: Path) -> None:
    """It runs at every start of the environment's Python."""
    hook = light.write_hook(tmp_path)
    first = hook.read_text(encoding="utf-8")
    light.write_hook(tmp_path)

    assert hook.read_text(encoding="utf-8") == first
    (tmp_path / "empty").mkdir()
    gone = run_python("-S", "-E", "-c", first.splitlines()[1], cwd=tmp_path / "empty", PYTHONPATH="")
    assert (gone.returncode, gone.stderr) == (0, "")


def test_the_stock_commands_check_a_project(project: Path) -> None:
    """``rasa data validate`` from the project's root, through our importer and components."""
    done = run_python("-m", "rasa", "data", "validate", cwd=project)

    assert done.returncode == 0, done.stderr[-2000:]
    assert "Traceback" not in done.stderr


def test_the_stock_command_refuses_a_component_that_needs_tensorflow(tmp_path: Path) -> None:
    """One sentence, no traceback, no half-trained model."""
    import tiny_bot

    bot = tiny_bot.write(tmp_path)
    config = (bot / "config.yml").read_text(encoding="utf-8")
    (bot / "config.yml").write_text(config.replace("policies:\n", "policies:\n- name: TEDPolicy\n"), encoding="utf-8")

    done = run_python("-m", "rasa", "train", cwd=bot)

    assert done.returncode == 1
    assert "TEDPolicy 需要 TensorFlow" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
