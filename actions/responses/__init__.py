"""Every response an action says, and the facts its sentence may use. The sentences are in ``domain/``."""

from __future__ import annotations

from actions.responses import answers, changes, claims, common, orders, voices

PAGES = (common, orders, answers, claims, changes, voices)

VARIABLES: dict[str, tuple[str, ...]] = {name: facts for page in PAGES for name, facts in page.VARIABLES.items()}
