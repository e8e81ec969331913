"""Built pages and scripts, read into memory once, compressed once."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sanic import HTTPResponse, Request
from sanic.response import raw

from bot.kernel.errors import NotFound

IMMUTABLE = "public, max-age=31536000, immutable"
"""For files whose name holds a hash of their content."""

SHORT = "public, max-age=300"
REVALIDATE = "no-cache"

_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@dataclass(frozen=True)
class Asset:
    """One file. ``packed`` is empty where gzip gains nothing."""

    body: bytes
    packed: bytes
    etag: str
    content_type: str


class Assets:
    """Files by name, e.g. ``chat/chat.html``."""

    def __init__(self, files: Mapping[str, Asset]) -> None:
        self._files = dict(files)

    @classmethod
    def load(cls, folder: Path) -> Assets:
        """Read every file below a folder; none when the folder is not there."""
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        return cls({path.relative_to(folder).as_posix(): _read(path) for path in found})

    def without(self, prefix: str) -> Assets:
        """The files whose name does not begin so."""
        return Assets({name: asset for name, asset in self._files.items() if not name.startswith(prefix)})

    def answer(self, request: Request, name: str, headers: Mapping[str, str] | None = None) -> HTTPResponse:
        """The file as a response: not changed (304), compressed, or plain.

        Raises:
            NotFound: there is no such file.
        """
        asset = self._files.get(name)
        if asset is None:
            raise NotFound()
        shown = {"ETag": asset.etag, "Vary": "Accept-Encoding", "Cache-Control": caching(name), **(headers or {})}
        if asset.etag in _known_tags(request):
            return raw(b"", status=304, headers=shown)
        body = asset.body
        if asset.packed and "gzip" in request.headers.getone("accept-encoding", ""):
            body, shown["Content-Encoding"] = asset.packed, "gzip"
        return raw(body, headers=shown, content_type=asset.content_type)


def caching(name: str) -> str:
    """How long a browser may keep a file without asking."""
    if "/assets/" in f"/{name}":
        return IMMUTABLE
    return SHORT if name == "jiezhu.js" else REVALIDATE


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    packed = gzip.compress(body, 9, mtime=0)
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind.startswith("text/") or kind == "image/svg+xml" else ""
    # Weak, because the same tag stands for the plain and the compressed form.
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    return Asset(body, packed if len(packed) < len(body) else b"", etag, kind + charset)


def _known_tags(request: Request) -> set[str]:
    sent = request.headers.getone("if-none-match", "")
    return {f"W/{tag.strip().removeprefix('W/')}" for tag in sent.split(",") if tag.strip()}
