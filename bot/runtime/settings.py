"""Every knob of the product in one table: name, type, default, one sentence. ``docs/settings.md`` is made from it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from bot.kernel.errors import SettingError

ROOT = Path(__file__).resolve().parents[2]


def _knob(env: str, default: Any, sentence: str, *, path: bool = False, hidden: bool = False) -> Any:
    return field(
        default=default, repr=not hidden, metadata={"env": env, "sentence": sentence, "path": path, "hidden": hidden}
    )


@dataclass(frozen=True)
class Settings:
    """What the environment says, checked once at start. Secrets are elsewhere (:mod:`bot.runtime.secrets`)."""

    public_host: str = _knob("JIEZHU_PUBLIC_HOST", "127.0.0.1", "Address the customers' side listens on.")
    public_port: int = _knob("JIEZHU_PUBLIC_PORT", 8600, "Port of the customers' side: shop page, widget, chat.")
    staff_host: str = _knob("JIEZHU_STAFF_HOST", "127.0.0.1", "Address the staff side listens on; keep it private.")
    staff_port: int = _knob("JIEZHU_STAFF_PORT", 8601, "Port of the staff side: the agents' desk.")
    engine_host: str = _knob(
        "JIEZHU_ENGINE_HOST", "127.0.0.1", "Address the dialogue engine listens on; only the hubs may reach it."
    )
    engine_port: int = _knob("JIEZHU_ENGINE_PORT", 8605, "Port of the dialogue engine.")
    engine_urls: str = _knob(
        "ENGINE_URLS",
        "",
        "Engines (comma separated, http://host:port) the hubs share conversations among; empty: the local one.",
    )
    actions_host: str = _knob(
        "JIEZHU_ACTIONS_HOST", "127.0.0.1", "Address the action server listens on; only the engines may reach it."
    )
    actions_port: int = _knob("JIEZHU_ACTIONS_PORT", 8606, "Port of the action server.")
    actions_address: str = _knob(
        "JIEZHU_ACTIONS_URL", "", "Where engine and hub reach the action server (…/webhook); empty: the local one."
    )
    store_port: int = _knob("JIEZHU_STORE_PORT", 8607, "Loopback port of the embedded store.")
    redis_url: str = _knob(
        "REDIS_URL",
        "",
        "A real Redis or Valkey to use, or its Sentinels (docs/scaling.md); empty: the embedded one is started.",
    )
    store_replicas: int = _knob(
        "JIEZHU_STORE_REPLICAS", 0, "Replicas that must have a message before it is acknowledged (docs/scaling.md)."
    )
    database_url: str = _knob("DATABASE_URL", "", "A real PostgreSQL to use; empty: SQLite under the data folder.")
    shop_database: str = _knob(
        "JIEZHU_SHOP_DATABASE", "", "SQLite file of the demo shop; empty: in the data folder.", path=True
    )
    shop_url: str = _knob(
        "JIEZHU_SHOP_URL", "", "Address of the merchant's system (docs/connect-a-shop.md); empty: the demo shop."
    )
    shop_token: str = _knob(
        "JIEZHU_SHOP_TOKEN", "", "Bearer token the merchant's system asks for; never printed.", hidden=True
    )
    var_dir: str = _knob("JIEZHU_VAR_DIR", str(ROOT / "var"), "Folder for data of this installation.", path=True)
    model_dir: str = _knob("JIEZHU_MODEL_DIR", str(ROOT / "models"), "Folder of trained models.", path=True)
    demo: bool = _knob("JIEZHU_DEMO", True, "Serve the demo shop page and sign its customers in.")
    shop_origins: str = _knob(
        "JIEZHU_SHOP_ORIGINS", "", "Origins (comma separated) of shop pages that may embed the widget, besides our own."
    )
    evidence_dir: str = _knob(
        "JIEZHU_EVIDENCE_DIR",
        "",
        "Folder of customers' pictures, the same one for all hubs; empty: in the data folder.",
        path=True,
    )
    evidence_mb: float = _knob("JIEZHU_EVIDENCE_MB", 8.0, "Largest picture (MB) a customer may send.")
    evidence_per_hour: int = _knob(
        "JIEZHU_EVIDENCE_PER_HOUR", 12, "Pictures a conversation may send in an hour; 0 takes none."
    )
    turn_timeout_s: float = _knob(
        "JIEZHU_TURN_TIMEOUT_S", 5.0, "Seconds the bot has for an answer before a person is called instead."
    )
    burst_gap_s: float = _knob(
        "JIEZHU_BURST_GAP_S",
        0.8,
        "Seconds of silence after which messages sent in a row are answered as one; 0 answers each by itself.",
    )
    burst_ceiling_s: float = _knob(
        "JIEZHU_BURST_CEILING_S", 3.0, "Seconds after which a customer who goes on writing is answered all the same."
    )
    queue_notice_s: float = _knob(
        "JIEZHU_QUEUE_NOTICE_S", 120.0, "Seconds in the queue after which the customer is told they are not forgotten."
    )
    reply_due_s: float = _knob("JIEZHU_REPLY_DUE_S", 180.0, "Seconds an agent has to answer before the desk warns.")
    customer_token_ttl_s: int = _knob("JIEZHU_CUSTOMER_TOKEN_TTL_S", 300, "Seconds a shop's signed token may be used.")
    staff_session_h: float = _knob("JIEZHU_STAFF_SESSION_H", 12.0, "Hours a staff session lasts.")
    proxies: int = _knob(
        "JIEZHU_PROXIES", 0, "Proxies of ours before the hub, whose X-Forwarded-For tells where a caller really is."
    )
    secure_cookies: bool = _knob("JIEZHU_SECURE_COOKIES", False, "Mark cookies Secure; set it wherever TLS is used.")
    lesson_days: int = _knob(
        "JIEZHU_LESSON_DAYS", 90, "Days that messages for `jiezhu suggest` are kept, masked; 0 keeps none."
    )
    log_level: str = _knob("JIEZHU_LOG_LEVEL", "info", "debug, info, warning or error.")
    log_format: str = _knob("JIEZHU_LOG_FORMAT", "text", "text to read and grep, json for a collector of logs.")
    drain_notice_s: float = _knob(
        "JIEZHU_DRAIN_NOTICE_S",
        0.0,
        "Seconds a stopping hub serves on while its /ready says 503, for a load balancer to notice.",
    )

    @property
    def var(self) -> Path:
        """The data folder."""
        return Path(self.var_dir)

    @property
    def store_url(self) -> str:
        """Address of the live store, real or embedded."""
        return self.redis_url or f"redis://127.0.0.1:{self.store_port}/0"

    @property
    def sql_url(self) -> str:
        """Address of the SQL database in SQLAlchemy's async spelling."""
        url = self.database_url or f"sqlite:///{self.var / 'jiezhu.db'}"
        for plain, spoken in (("sqlite://", "sqlite+aiosqlite://"), ("postgresql://", "postgresql+asyncpg://")):
            if url.startswith(plain):
                return spoken + url.removeprefix(plain)
        return url

    @property
    def shop_file(self) -> Path:
        """The demo shop's SQLite file."""
        return Path(self.shop_database) if self.shop_database else self.var / "demo_shop.db"

    @property
    def evidence_folder(self) -> Path:
        """Where customers' pictures are kept."""
        return Path(self.evidence_dir) if self.evidence_dir else self.var / "evidence"

    @property
    def engine_url(self) -> str:
        """Where the engine of this machine is reached."""
        return f"http://{reachable(self.engine_host)}:{self.engine_port}"

    @property
    def engines(self) -> tuple[str, ...]:
        """Where the hub reaches the engines, each once, in the order given."""
        given = (url.strip().rstrip("/") for url in self.engine_urls.split(","))
        return tuple(dict.fromkeys(url for url in given if url)) or (self.engine_url,)

    @property
    def actions_url(self) -> str:
        """Where the engine reaches the action server."""
        return self.actions_address or f"http://{reachable(self.actions_host)}:{self.actions_port}/webhook"

    @property
    def actions_health_url(self) -> str:
        """Where the action server says whether it is well."""
        return urljoin(self.actions_url, "health")

    @property
    def spread_out(self) -> bool:
        """Whether the parts meet over a network, so that they must be given the same keys."""
        inner = {self.engine_host, self.actions_host}
        return bool(self.engine_urls or self.actions_address) or any(not is_loopback(host) for host in inner)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def reachable(host: str) -> str:
    """The address of a listener as this machine reaches it, spelled as in a URL."""
    if host in {"0.0.0.0", "", "::"}:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def load(env: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    Raises:
        SettingError: a value is not of its type; the message names the variable and what it takes.
    """
    env = os.environ if env is None else env
    values: dict[str, Any] = {}
    for knob in fields(Settings):
        name, raw = knob.metadata["env"], env.get(knob.metadata["env"])
        if raw is None or raw == "":
            continue
        values[knob.name] = _read(name, raw, type(knob.default))
        if knob.metadata["path"]:
            # The parts are started in the project's folder, wherever the caller stands.
            values[knob.name] = str(Path(raw).expanduser().absolute())
    return Settings(**values)


def _read(name: str, raw: str, kind: type) -> Any:
    if kind is bool:
        if raw.lower() in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
            return raw.lower() in {"1", "true", "yes", "on"}
        raise SettingError(f"设置 {name}={raw!r} 不对：请写 1 或 0。", setting=name)
    try:
        return kind(raw)
    except ValueError as error:
        wanted = "整数" if kind is int else "数字"
        raise SettingError(f"设置 {name}={raw!r} 不对：请写一个{wanted}。", setting=name) from error


def as_environment(settings: Settings) -> dict[str, str]:
    """The settings as environment variables, for the processes that are started with them."""
    shown = {}
    for knob in fields(Settings):
        value = getattr(settings, knob.name)
        shown[knob.metadata["env"]] = ("1" if value else "0") if isinstance(value, bool) else str(value)
    return shown


def without_password(url: str) -> str:
    """An address of a server as it may be printed."""
    parts = urlsplit(url)
    if not parts.netloc:
        return url
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()
