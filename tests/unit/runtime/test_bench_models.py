"""The stock model: trained once for the data it is compared on, kept, and never passed off as newer than it is."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.kernel.errors import SettingError
from bot.runtime import environments, settings
from bot.runtime.bench import models, sources
from bot.runtime.environments import Environment
from bot.runtime.settings import Settings

STOCK_PYTHON = """#!{python}
import pathlib, sys
assert sys.argv[1:4] == ["-m", "rasa", "train"], sys.argv
pathlib.Path({diary!r}).open("a").write("trained\\n")
options = [word for word in sys.argv[4:] if word != "--force"]
given = dict(zip(options[::2], options[1::2]))
if {restored} and "--force" not in sys.argv:
    print("Restored component 'DIETClassifier' from cache.")
if {broken}:
    print("no data")
    sys.exit(1)
pathlib.Path(given["--out"], given["--fixed-model-name"] + ".tar.gz").write_text("model")
"""


class FakeStock:
    """A stock environment whose training only writes down that it happened."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.diary = folder / "diary"
        self.python = folder / ".venv-stock" / "bin" / "python"
        self.python.parent.mkdir(parents=True)
        self.write()
        stock = Environment("stock", folder / ".venv-stock", "3.10", (), ())
        monkeypatch.setattr(environments, "STOCK", stock)
        self.data = {"domain.yml": "1"}
        monkeypatch.setattr(sources, "data", lambda: self.data)
        monkeypatch.setattr(sources, "copy_for_stock", lambda target: self._copy(target))
        self.knobs: Settings = replace(settings.load({}), var_dir=str(folder / "var"))
        self.lines: list[str] = []

    def write(self, *, broken: bool = False, restored: bool = False) -> None:
        """Put its Python there."""
        diary = str(self.diary)
        text = STOCK_PYTHON.format(python=sys.executable, diary=diary, broken=broken, restored=restored)
        self.python.write_text(text, encoding="utf-8")
        self.python.chmod(0o755)

    def model(self, *, retrain: bool = False, keep: bool = False, epochs: int = models.EPOCHS) -> models.Model:
        """The stock model as the commands get it."""
        return models.stock(self.knobs, self.lines.append, retrain=retrain, keep=keep, epochs=epochs)

    @property
    def trainings(self) -> int:
        """How often it was trained."""
        return len(self.diary.read_text("utf-8").splitlines()) if self.diary.exists() else 0

    def _copy(self, target: Path) -> dict[str, str]:
        target.mkdir(parents=True, exist_ok=True)
        return dict(self.data)


@pytest.fixture
def stock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeStock:
    """A machine on which stock Rasa was never trained."""
    return FakeStock(tmp_path, monkeypatch)


def test_the_stock_model_is_trained_once(stock: FakeStock) -> None:
    """Its training takes hours; the seconds of the real one are kept with it."""
    first, second = stock.model(), stock.model()

    assert stock.trainings == 1
    assert first == second
    assert first.train_s > 0
    assert first.data == {"domain.yml": "1"}


def test_changed_data_trains_it_anew_and_says_what_changed(stock: FakeStock) -> None:
    """Otherwise the two engines would be compared on different data."""
    stock.model()
    stock.data = {"domain.yml": "2"}

    assert stock.model().data == {"domain.yml": "2"}
    assert stock.trainings == 2
    assert any("domain.yml" in line for line in stock.lines)


def test_seconds_are_those_of_a_whole_training(stock: FakeStock) -> None:
    """A change of wordings leaves the classifier as it is; the minute that takes is no training time."""
    before = stock.model().train_s
    stock.data = {"domain.yml": "2"}
    stock.write(restored=True)

    assert stock.model().train_s == before
    assert stock.model(retrain=True).train_s != before


def test_an_older_model_is_kept_only_when_asked_and_keeps_its_own_hashes(stock: FakeStock) -> None:
    """So that the command can say that the data differ."""
    stock.model()
    stock.data = {"domain.yml": "2"}

    assert stock.model(keep=True).data == {"domain.yml": "1"}
    assert stock.trainings == 1


def test_there_must_be_something_to_keep(stock: FakeStock) -> None:
    """A fresh checkout has no stock model."""
    with pytest.raises(SettingError, match="--keep-stock"):
        stock.model(keep=True)


def test_retraining_can_be_forced(stock: FakeStock) -> None:
    """To measure the training itself again."""
    stock.model()
    stock.model(retrain=True)

    assert stock.trainings == 2


def test_a_model_of_few_epochs_is_kept_apart(stock: FakeStock) -> None:
    """It must never be taken for the recipe."""
    quick, whole = stock.model(epochs=models.QUICK_EPOCHS), stock.model()

    configs = [(model.folder / "config.yml").read_text("utf-8") for model in (quick, whole)]
    assert stock.trainings == 2
    assert (quick.epochs, whole.epochs) == (5, 100)
    assert [config.count(f"epochs: {number}\n") for config, number in zip(configs, (5, 100), strict=True)] == [2, 2]


def test_a_training_that_failed_leaves_no_model_and_names_the_log(stock: FakeStock) -> None:
    """The next run trains again."""
    stock.write(broken=True)

    with pytest.raises(SettingError, match=r"train\.log"):
        stock.model()

    stock.write()
    stock.model()
    assert stock.trainings == 2


def test_the_stock_environment_finds_no_code_and_no_setting_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Rasa as it comes."""
    monkeypatch.setenv("PYTHONPATH", "here")
    monkeypatch.setenv("JIEZHU_MODEL_DIR", "there")

    env = models.stock_environment({"OMP_NUM_THREADS": "1"})

    assert not [name for name in env if name.startswith(("PYTHONPATH", "JIEZHU_"))]
    assert (env["OMP_NUM_THREADS"], env["RASA_TELEMETRY_ENABLED"]) == ("1", "false")
