"""Stand-ins for what Rasa imports and our serving never uses: chat networks, clouds, brokers, SQL, scikit-learn.

Rasa 3.6.21 imports the client library of every channel, tracker store and event broker it has, whichever are
configured, and scikit-learn for components that are not in the pipeline. In a served engine that is 60 % of the time of
importing and 85 MB. The finder below is asked first, for these packages only, in a process that serves; training and
the stock commands import everything (docs/decisions/0001). Using a stand-in raises.
"""

from __future__ import annotations

import importlib.machinery
import json
import sys
import tarfile
import types
import zlib
from collections.abc import Sequence
from pathlib import Path

from bot.engine.absent import StandIns, tensorflow_is_absent

CHANNELS_AND_STORES = frozenset(
    {
        "aio_pika",
        "aiogram",
        "aiormq",
        "babel",
        "boto3",
        "botocore",
        "bson",
        "dns",
        "engineio",
        "fbmessenger",
        "google",
        "jwt",
        "matplotlib",
        "mattermostwrapper",
        "pamqp",
        "prompt_toolkit",
        "pymongo",
        "questionary",
        "requests_toolbelt",
        "rocketchat_API",
        "s3transfer",
        "sanic_jwt",
        "slack_sdk",
        "socketio",
        "sqlalchemy",
        "twilio",
        "webexteamssdk",
    }
)

LEARNING = frozenset({"sklearn", "joblib"})
_NEEDS_LEARNING = frozenset(
    {"CountVectorsFeaturizer", "CRFEntityExtractor", "LogisticRegressionClassifier", "SklearnIntentClassifier"}
)
"""Components of Rasa that compute with scikit-learn."""

_OURS = "bot.engine.nlu."


class _First(StandIns):
    """Finds stand-ins for some packages though they are installed."""

    def __init__(self, roots: frozenset[str]) -> None:
        self._roots = roots

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, _target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """See :class:`importlib.abc.MetaPathFinder`."""
        return self.spec(fullname) if fullname.partition(".")[0] in self._roots else None


def stand_in(model: Path) -> None:
    """Let this process import stand-ins for what serving the model does not need; to be called before Rasa is imported.

    Nothing is done where TensorFlow is installed: that environment is the one without stand-ins.

    Raises:
        OSError, ValueError: the file is not a model.
    """
    if tensorflow_is_absent() and not any(isinstance(finder, _First) for finder in sys.meta_path):
        sys.meta_path.insert(0, _First(roots_for(components(model))))


def roots_for(names: set[str]) -> frozenset[str]:
    """The packages nobody will miss when these components are run.

    Args:
        names: dotted names of the components. One that is neither Rasa's nor ours may need anything.
    """
    foreign = [name for name in names if not name.startswith(("rasa.", _OURS))]
    if foreign or any(name.rpartition(".")[2] in _NEEDS_LEARNING for name in names):
        return CHANNELS_AND_STORES
    return CHANNELS_AND_STORES | LEARNING


def components(model: Path) -> set[str]:
    """The dotted names of the components a trained model runs; they are told at the beginning of its file.

    Raises:
        OSError, ValueError: it is not a model.
    """
    try:
        with tarfile.open(model) as archive:
            for member in archive:
                content = archive.extractfile(member) if member.name.endswith("metadata.json") else None
                if content is not None:
                    nodes = json.load(content)["predict_schema"]["nodes"]
                    return {str(node["uses"]) for node in nodes.values()}
    except (tarfile.TarError, EOFError, zlib.error, KeyError) as error:
        raise ValueError(f"{model.name} is not a model") from error
    raise ValueError(f"{model.name} has no metadata")
