"""Customers' pictures as files of the data folder, which nothing serves: ``evidence/<conversation>/<evidence>.jpg``."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bot.adapters.evidence_pictures import remake
from bot.handoff.evidence import Picture, Size, is_evidence_id
from bot.kernel.clock import Clock
from bot.kernel.errors import NotFound, StoreUnavailable
from bot.kernel.ids import is_conversation_id, new_id

log = logging.getLogger("jiezhu.evidence")

WORKERS = 2
"""Pictures unfolded at the same time in one process; each may take some hundred MB."""

RESERVE_BYTES = 256 * 1024 * 1024
"""Room on the disk that pictures leave to the log and the databases."""

_SUFFIX: dict[Size, str] = {"full": ".jpg", "thumb": ".thumb.jpg"}


class EvidenceFiles:
    """The port :class:`bot.handoff.evidence.EvidenceStore`. Decoding runs in few threads of its own.

    Args:
        folder: is made when the first picture comes; only this user can look into it.
        reserve_bytes: refuse pictures when the disk has less room than this.
    """

    def __init__(self, folder: Path, clock: Clock, *, reserve_bytes: int = RESERVE_BYTES) -> None:
        self._folder = folder
        self._clock = clock
        self._reserve_bytes = reserve_bytes
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="evidence")

    async def keep(self, conversation: str, body: bytes) -> Picture:
        """See the port."""
        evidence = new_id("i", self._clock.now_ms())
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._keep, conversation, evidence, body)

    async def read(self, conversation: str, evidence: str, size: Size) -> bytes:
        """See the port."""
        path = self._path(conversation, evidence, size)
        try:
            # Not in the pool: a picture is not to wait for others that are being decoded.
            return await asyncio.to_thread(path.read_bytes)
        except FileNotFoundError:
            raise NotFound("没有找到这张图片。") from None
        except OSError as error:
            log.error("evidence.unreadable", exc_info=error)
            raise StoreUnavailable("图片暂时打不开，请稍后再试。") from error

    async def forget(self, conversation: str, evidence: str) -> None:
        """See the port."""
        for size in _SUFFIX:
            await asyncio.to_thread(self._path(conversation, evidence, size).unlink, missing_ok=True)

    def close(self) -> None:
        """Let the threads end; what is being decoded is finished first."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _keep(self, conversation: str, evidence: str, body: bytes) -> Picture:
        full, thumb = (self._path(conversation, evidence, size) for size in ("full", "thumb"))
        remade = remake(body)
        with _room_for_it():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if shutil.disk_usage(self._folder).free < self._reserve_bytes:
                raise OSError("the reserve of the disk is reached")
            full.parent.mkdir(mode=0o700, exist_ok=True)
            _write(thumb, remade.thumb)
            _write(full, remade.full)
        return Picture(evidence, *remade.size, len(remade.full), *remade.thumb_size)

    def _path(self, conversation: str, evidence: str, size: Size) -> Path:
        # Both are part of a path, and one comes from outside: nothing but an id gets any further.
        if not is_conversation_id(conversation) or not is_evidence_id(evidence):
            raise NotFound("没有找到这张图片。")
        return self._folder / conversation / f"{evidence}{_SUFFIX[size]}"


@contextmanager
def _room_for_it() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        log.error("evidence.not_kept", exc_info=error)
        raise StoreUnavailable("图片暂时存不下，请稍后再发一次；着急的话先用文字告诉我。") from error


def _write(path: Path, body: bytes) -> None:
    """The file is whole or not there, also after a power cut."""
    unfinished = path.with_suffix(".part")
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
