"""The designers' files of a project, parsed once; a broken one becomes a finding instead of an exception."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from bot.kernel.yaml_files import DesignError, Document, Place, entries, items, read
from bot.runtime.designers.findings import Finding
from bot.runtime.settings import ROOT

_ALWAYS = ("config.yml", "domain.yml", "endpoints.yml")
_PATTERNS = ("domain/*.yml", "data/**/*.yml")


@dataclass(frozen=True)
class Project:
    """What designers have written.

    Attributes:
        root: the project's folder.
        documents: every readable file by its path below ``root``.
        broken: what is wrong with the files that could not be read.
        provided: the variables each response of an action may use (``actions/responses/``).
    """

    root: Path
    documents: Mapping[str, Document]
    broken: tuple[Finding, ...]
    provided: Mapping[str, tuple[str, ...]]

    def below(self, *folders: str) -> list[Document]:
        """The readable files of some folders, in the order of their names."""
        prefixes = tuple(f"{folder}/" for folder in folders)
        return [document for name, document in self.documents.items() if name.startswith(prefixes)]

    @cached_property
    def domain_files(self) -> list[Document]:
        """``domain.yml`` first, then those of the skills."""
        shared = [self.documents["domain.yml"]] if "domain.yml" in self.documents else []
        return [*shared, *self.below("domain")]

    @cached_property
    def skills(self) -> list[str]:
        """Names of the skills: each has a file in ``domain/``."""
        return [document.path.stem for document in self.below("domain")]

    @cached_property
    def code(self) -> Mapping[str, str]:
        """Our own Python by path below ``root``: what may name responses, actions, slots and intents."""
        files = [*self.root.glob("actions/**/*.py"), *self.root.glob("bot/**/*.py")]
        mine = self.root / "bot" / "runtime" / "designers"
        return {self.name(path): path.read_text("utf-8") for path in sorted(files) if mine not in path.parents}

    def name(self, path: Path) -> str:
        """A path as findings show it."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def finding(self, rule: str, place: Place, what: str, better: str = "") -> Finding:
        """A finding at a place of this project."""
        return Finding(self.name(place.path), place.line, rule, what, better)


def load(root: Path = ROOT, provided: Mapping[str, tuple[str, ...]] | None = None) -> Project:
    """Read every file a designer may change."""
    paths = {root / name for name in _ALWAYS}
    paths |= {path for pattern in _PATTERNS for path in root.glob(pattern)}
    documents: dict[str, Document] = {}
    broken: list[Finding] = []
    for path in sorted(paths):
        name = path.relative_to(root).as_posix()
        try:
            document = read(path)
            _read_through(document, document.sections.values())
            documents[name] = document
        except DesignError as error:
            line = error.place.line if error.place else 1
            broken.append(Finding(name, line, "yaml", error.why))
        except OSError as error:
            broken.append(Finding(name, 1, "yaml", f"文件读不出来（{error.strerror}），请从项目里恢复它。"))
    return Project(root, documents, tuple(broken), provided or {})


def _read_through(document: Document, nodes: Iterable[yaml.Node]) -> None:
    """Meet every mapping of a file, so that nothing said twice in it goes unseen."""
    for node in nodes:
        _read_through(document, [value for _, value in entries(document, node)])
        _read_through(document, items(node))
