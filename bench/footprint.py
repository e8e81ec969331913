"""Resident and proportional memory of each process of a running `make run`, as the kernel counts it.

Run it beside a running installation:  .venv/bin/python bench/footprint.py [--json]

Baseline: this Python interpreter with nothing imported but the standard library, in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from bot.runtime import settings


def memory_mb(pid: int) -> dict[str, float]:
    """Resident (rss) and proportional (pss) set size of a process in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:] if line.split()[-1] == "kB"}
    return {"rss_mb": round(sizes["Rss"] / 1024, 1), "pss_mb": round(sizes["Pss"] / 1024, 1)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    running = json.loads((settings.load().var / "run.json").read_text("utf-8"))
    found = {name: memory_mb(pid) for name, pid in running["pids"].items()}
    found["this interpreter (baseline)"] = memory_mb(os.getpid())
    if wanted.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for name, sizes in found.items():
        print(f"{name:30} {sizes['rss_mb']:8.1f} MB resident {sizes['pss_mb']:8.1f} MB proportional")


if __name__ == "__main__":
    main()
