"""Loads the project as it is laid out: ``domain.yml`` and ``domain/*.yml``, ``data/{nlu,rules,stories}``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.data import is_nlu_file
from rasa.shared.exceptions import RasaException
from rasa.shared.importers import utils
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data import loading
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method
from rasa.shared.utils.io import read_model_configuration
from typing_extensions import override

from bot.engine import absent, emotions, sources, yaml_files
from bot.engine.yaml_files import DesignError, Place


class SplitDomainImporter(TrainingDataImporter):
    """Named in ``config.yml``; the stock commands and our own trainer load the project through it.

    Rasa's own importer lets the last of two equal names win, and goes on with an empty domain when a file is broken.
    Here both are errors: one Chinese sentence with the files and the name (:class:`DesignError`).
    """

    @override
    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **kwargs: Any,
    ) -> None:
        """See parent; paths as the commands pass them (``domain.yml`` and ``["data"]`` when nothing is said)."""
        self._config_file = config_file
        self._domain_files = sources.domain_files(Path(domain_path)) if domain_path else []
        paths = [training_data_paths] if isinstance(training_data_paths, str) else training_data_paths or []
        self._data_files = sources.data_files([Path(path) for path in paths if path])

    @cached_method
    @override
    def get_domain(self) -> Domain:
        """See parent."""
        sources.read_domain(self._domain_files)
        domain = Domain.empty()
        for path in self._domain_files:
            try:
                domain = domain.merge(Domain.from_file(str(path)))
            except RasaException as error:
                raise DesignError(f"{Place(path, 1)}：Rasa 不接受这个领域文件（{_first_line(error)}）。") from error
        return domain

    @override
    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """See parent: rules and stories, tests left out."""
        files = [path for path in self._checked_files() if not YAMLStoryReader.is_test_stories_file(path)]
        return utils.story_graph_from_paths(self._stories(files), self.get_domain(), exclusion_percentage)

    @override
    def get_conversation_tests(self) -> StoryGraph:
        """See parent: ``test_*.yml`` files of the given paths."""
        files = [path for path in self._checked_files() if YAMLStoryReader.is_test_stories_file(path)]
        return utils.story_graph_from_paths(self._stories(files), self.get_domain())

    @cached_method
    @override
    def get_nlu_data(self, language: str | None = "zh") -> TrainingData:
        """See parent. Put together once: Rasa's own way copies and compares all examples again for every file."""
        files = self._checked_files()
        written = [loading.load_data(path, language or "zh") for path in files if is_nlu_file(path)]
        return TrainingData(
            [example for part in written for example in part.training_examples]
            + emotions.examples([Path(path) for path in files]),
            {word: meaning for part in written for word, meaning in part.entity_synonyms.items()},
            [feature for part in written for feature in part.regex_features],
            [table for part in written for table in part.lookup_tables],
            {name: said for part in written for name, said in part.responses.items()},
        )

    @cached_method
    @override
    def get_config(self) -> dict[str, Any]:
        """See parent.

        Raises:
            DesignError: the file is broken, or names a component that needs the TensorFlow which is not installed.
        """
        if not self._config_file:
            return {}
        path = Path(self._config_file)
        yaml_files.read(path)
        config: dict[str, Any] = read_model_configuration(path)
        if absent.tensorflow_is_absent():
            named = [entry.get("name", "") for part in ("pipeline", "policies") for entry in config.get(part) or []]
            for name in named:
                if name.rpartition(".")[2] in absent.NEEDS_TENSORFLOW:
                    raise absent.tensorflow_missing(name)
        return config

    @override
    def get_config_file_for_auto_config(self) -> str | None:
        """See parent."""
        return self._config_file

    @cached_method
    def _checked_files(self) -> list[str]:
        if self._domain_files:
            sources.check_training_data(self._data_files, sources.read_domain(self._domain_files))
        return [str(path.absolute()) for path in self._data_files]

    @staticmethod
    def _stories(files: list[str]) -> list[str]:
        return [path for path in files if YAMLStoryReader.is_stories_file(path)]


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
