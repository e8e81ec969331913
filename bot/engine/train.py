"""Trains the model: ``python -m bot.engine.train [--force | --check]``, in the engine environment.

Progress goes to stdout as JSON lines ``{"step", "of", "name"}``, the result as ``{"model", "seconds"}``; a mistake
of a designer is one Chinese sentence on stderr with file and line, exit code 1, and the model in use stays.
``--check`` prints ``{"fresh", "why"}`` and imports nothing heavy.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from bot.engine import absent, fingerprint
from bot.kernel.errors import JiezhuError, SettingError

KEPT_MODELS = 2


def main() -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.engine.train", description="Train the dialogue model.")
    parser.add_argument("--force", action="store_true", help="train every component anew")
    parser.add_argument("--check", action="store_true", help="only say whether the model fits its sources")
    arguments = parser.parse_args()
    folder = fingerprint.model_folder(os.environ)
    if arguments.check:
        freshness = fingerprint.check(folder)
        _say({"fresh": freshness.fresh, "why": freshness.why})
        return 0
    try:
        started = time.monotonic()
        model = train(folder, force=arguments.force)
        _say({"model": model, "seconds": round(time.monotonic() - started, 1)})
    except JiezhuError as error:
        sys.stderr.write(f"{error.message}\n")
        return 1
    return 0


def train(folder: Path, *, project: Path = fingerprint.PROJECT, force: bool = False) -> str:
    """Train from the project's files into ``folder`` and make the new model the one in use.

    Returns:
        the model's file name.

    Raises:
        DesignError: a designer's file is not fit to train from.
        SettingError: the folder cannot be written.
    """
    found = fingerprint.sources(project)
    now = datetime.now(tz=timezone.utc)
    name = f"{now:%Y%m%d-%H%M%S-%f}.tar.gz"
    aside = folder / f".{name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _train_into(aside, project, force=force)
        os.replace(aside, folder / name)
        record = {"model": name, "digest": fingerprint.digest(found), "trained_at": now.isoformat(), "sources": found}
        _write(folder / fingerprint.RECORD, json.dumps(record, ensure_ascii=False, indent=1))
    except OSError as error:
        raise SettingError(f"模型写不进 {folder}（{error.strerror or error}），请检查权限和磁盘空间。") from error
    finally:
        aside.unlink(missing_ok=True)
    for old in sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)[:-KEPT_MODELS]:
        old.unlink(missing_ok=True)
    return name


def _train_into(target: Path, project: Path, *, force: bool) -> None:
    """Run the training graph; every complaint of Rasa becomes a sentence for designers."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ["LOG_LEVEL"] = "ERROR"  # the word that keeps Rasa from drawing progress bars of its own
    absent.install()
    from rasa.engine.exceptions import GraphComponentException, GraphSchemaException, GraphSchemaValidationException
    from rasa.shared.exceptions import RasaException

    from bot.engine import logs
    from bot.engine.yaml_files import DesignError

    logs.configure("warning")
    here = Path.cwd()
    os.chdir(project)
    try:
        _run_graph(target, force=force)
    except DesignError:
        raise
    except (RasaException, GraphComponentException, GraphSchemaException, GraphSchemaValidationException) as error:
        raise _explained(error) from error
    finally:
        os.chdir(here)


def _run_graph(target: Path, *, force: bool) -> None:
    import rasa.engine.validation
    from rasa.engine.caching import LocalTrainingCache
    from rasa.engine.recipes.recipe import Recipe
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.training.graph_trainer import GraphTrainer
    from rasa.shared.data import TrainingType
    from rasa.shared.importers.importer import TrainingDataImporter
    from rasa.utils.common import TempDirectoryPath, get_temp_dir_name

    # Imported by name here: Rasa answers an import error in it with its own importer, which checks nothing.
    from bot.engine.importer import SplitDomainImporter
    from bot.engine.progress import runner_with_progress
    from bot.engine.yaml_files import DesignError

    SplitDomainImporter("config.yml").get_config()
    importer = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"])
    if not importer.get_nlu_data().intent_examples:
        raise DesignError("data/nlu 里还没有任何例句，没有可以训练的内容。")
    if importer.get_stories().is_empty():
        raise DesignError("data/rules 和 data/stories 里还没有任何规则或故事，没有可以训练的内容。")
    recipe = Recipe.recipe_for_name(importer.get_config().get("recipe"))
    configuration = recipe.graph_config_for_recipe(importer.get_config(), {}, training_type=TrainingType.BOTH)
    rasa.engine.validation.validate(configuration)
    runner = runner_with_progress(lambda step, of, name: _say({"step": step, "of": of, "name": name}))
    with TempDirectoryPath(get_temp_dir_name()) as temporary:
        trainer = GraphTrainer(LocalModelStorage(Path(temporary)), LocalTrainingCache(), runner)
        trainer.train(configuration, importer, target, force_retraining=force)


def _explained(error: Exception) -> JiezhuError:
    """Rasa's complaint as one Chinese sentence, with the place where that can be told."""
    from bot.engine import sources
    from bot.engine.yaml_files import DesignError

    text = str(error.__cause__ if type(error).__name__ == "GraphComponentException" else error)
    if type(error).__name__ == "InvalidRule":
        places = sources.rule_places(sources.data_files([Path("data")]))
        named = [name for name in re.findall(r"'([^']+)'", text) if name in places]
        where = "；".join(f"“{name}”（{places[name]}）" for name in dict.fromkeys(named))
        if where:
            return DesignError(f"有规则或故事互相矛盾：{where}，同样的情况下它们走向不同的下一步，请改到一致。")
    line = next((line.strip() for line in text.splitlines() if line.strip()), type(error).__name__)
    return DesignError(f"训练没有完成：{line}")


def _write(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}")
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, path)


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
