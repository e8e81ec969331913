"""The table in which commands show figures: names on the left, figures to the right, plain where nobody looks."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table


def figures_table(out: Console, first: str, *rest: str) -> Table:
    """An empty table with these columns; lines are drawn on a terminal only."""
    table = Table(box=box.SIMPLE_HEAD if out.is_terminal else None, header_style="bold")
    table.add_column(first, no_wrap=True)
    for name in rest:
        table.add_column(name, justify="right", no_wrap=True)
    return table
