"""What the doctor looks at: every part of a running installation, asked at the door its users use."""

from __future__ import annotations

import asyncio
import importlib.metadata
import platform
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.adapters import sql
from bot.adapters.accounts import STAFF
from bot.kernel.clock import SystemClock
from bot.kernel.errors import JiezhuError, ShopUnavailable
from bot.runtime import health, run_file, shops, training
from bot.runtime.preflight import NEEDED_FREE_BYTES
from bot.runtime.secrets import Secrets
from bot.runtime.settings import Settings, without_password

_LIBRARIES = ("sanic", "rasa-sdk", "redis", "SQLAlchemy")


@dataclass(frozen=True)
class Finding:
    """One part or condition: is it well, where is it, and the facts worth reading.

    ``pid`` and ``memory_mb`` (resident, of the process and its children) are 0 when it is not ours or does not run.
    """

    name: str
    ok: bool
    detail: str
    address: str = ""
    version: str = ""
    pid: int = 0
    memory_mb: int = 0


@dataclass(frozen=True)
class Report:
    """Everything the doctor found; ``ok`` when every finding is well."""

    ok: bool
    findings: tuple[Finding, ...]
    versions: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """JSON-safe form."""
        return asdict(self)


def examine(knobs: Settings, keys: Secrets) -> Report:
    """Look at everything; a part that is away is a finding, never an error."""
    run = run_file.read(knobs.var)
    pids = dict(run.pids) if run else {}
    hub = f"http://{_local(knobs.public_host)}:{knobs.public_port}"
    desk = f"http://{_local(knobs.staff_host)}:{knobs.staff_port}"
    actions = knobs.actions_health_url.removesuffix("/health")
    looks: list[Callable[[], Finding]] = [
        lambda: _store(knobs, pids.get("store", 0)),
        lambda: _page("engine", knobs.engine_url, keys.engine_token, pids.get("engine", 0)),
        lambda: _page("actions", actions, keys.actions_token, pids.get("actions", 0)),
        lambda: _page("hub", hub, "", pids.get("hub", 0)),
        lambda: _page("desk", desk, "", 0),
        lambda: _model(knobs),
        lambda: asyncio.run(_accounts(knobs)),
        lambda: asyncio.run(_shop(knobs)),
        lambda: _disk(knobs.var),
    ]
    names = ("store", "engine", "actions", "hub", "desk", "model", "accounts", "shop", "disk")
    findings = tuple(_safely(name, look) for name, look in zip(names, looks, strict=True))
    versions = {"python": platform.python_version()}
    versions |= {name.lower(): importlib.metadata.version(name) for name in _LIBRARIES}
    versions |= {finding.name: finding.version for finding in findings if finding.version}
    return Report(all(finding.ok for finding in findings), findings, versions)


def _safely(name: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except JiezhuError as error:
        return Finding(name, False, error.message)
    except OSError as error:
        return Finding(name, False, str(error))


def _store(knobs: Settings, pid: int) -> Finding:
    info = health.store_info(knobs.store_url)
    kind = info.get("server_name") or "redis"
    version = f"{kind} {info.get('valkey_version') or info.get('redis_version', '?')}"
    kept = bool(info.get("aof_enabled"))
    well = info.get("loading", 0) == 0 and (not kept or info.get("aof_last_write_status") == "ok")
    detail = f"{info.get('used_memory_human', '?')} in memory, append-only file {'on' if kept else 'OFF'}"
    # A real server may be kept safe by its own means; the embedded one has only the file.
    well = well and (kept or bool(knobs.redis_url))
    return Finding("store", well, detail, without_password(knobs.store_url), version, pid, memory_mb(pid))


def _page(name: str, address: str, token: str, pid: int) -> Finding:
    try:
        status, said = health.ask(f"{address}/ready", token=token)
    except OSError as error:
        return Finding(name, False, f"not answering ({type(error).__name__})", address, "", pid)
    sick = {part: state for part, state in said.get("parts", {}).items() if state not in ("ok", True)}
    well = status == 200 and bool(said.get("ok", True)) and bool(said.get("ready", True)) and not sick
    detail = "; ".join(f"{part}: {state}" for part, state in sick.items()) or ("ok" if well else f"HTTP {status}")
    version = f"rasa {said['rasa']}" if said.get("rasa") else ""
    if said.get("model"):
        detail = f"{detail}, model {Path(str(said['model'])).name}"
    return Finding(name, well, detail, address, version, pid, memory_mb(pid))


def _model(knobs: Settings) -> Finding:
    state = training.look(knobs)
    return Finding("model", state.fresh, "up to date" if state.fresh else state.why, knobs.model_dir)


async def _accounts(knobs: Settings) -> Finding:
    engine = sql.make_engine(knobs.sql_url)
    try:
        await sql.ensure_tables(engine)
        with sql.sql_errors():
            async with engine.connect() as connection:
                count = int((await connection.execute(select(func.count()).select_from(STAFF))).scalar_one())
    finally:
        await engine.dispose()
    detail = f"{count} staff accounts" if count else "no staff account: jiezhu staff-add"
    return Finding("accounts", count > 0, detail, without_password(knobs.sql_url))


async def _shop(knobs: Settings) -> Finding:
    commerce = shops.build(knobs, SystemClock())
    try:
        await commerce.shop.ping()
    except ShopUnavailable as error:
        return Finding("shop", False, f"{commerce.what}: {error.fields.get('why', 'no answer')}", commerce.address)
    finally:
        await commerce.close()
    return Finding("shop", True, f"{commerce.what} answers", commerce.address)


def _disk(var: Path) -> Finding:
    free = shutil.disk_usage(var if var.exists() else var.parent).free
    return Finding("disk", free >= NEEDED_FREE_BYTES, f"{free / 1e9:.1f} GB free", str(var))


def memory_mb(pid: int) -> int:
    """Resident memory of a process and all below it, in MB; 0 where the system does not tell (no ``/proc``)."""
    total = 0
    for one in [pid, *_below(pid)] if pid else []:
        try:
            lines = Path(f"/proc/{one}/status").read_text("utf-8").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return round(total / 1024)


def _below(pid: int) -> list[int]:
    try:
        children = [int(word) for task in Path(f"/proc/{pid}/task").iterdir() for word in _children(task)]
    except OSError:
        return []
    return [*children, *(deeper for child in children for deeper in _below(child))]


def _children(task: Path) -> list[str]:
    try:
        return (task / "children").read_text("utf-8").split()
    except OSError:
        return []


def _local(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "", "::"} else host
