"""Pictures a customer sends as evidence (playbook F1): what a file must begin with, the port to where they are kept."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from bot.kernel.errors import BadInput

PICTURE_TEXT = "[图片]"
"""What stands for a picture wherever only words can be shown."""

Size = Literal["full", "thumb"]

_EVIDENCE = re.compile(r"i_[0-9a-hjkmnp-tv-z]{26}")
_HEIC = re.compile(rb".{4}ftyp(?:hei[cfmsx]|hev[cmsx]|mif1|msf1|avif|avis)", re.DOTALL)
_FIRST_BYTES = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF.{4}WEBP", re.DOTALL)


@dataclass(frozen=True)
class Picture:
    """A picture that is kept: its id, its size in pixels and bytes, and the size of its thumb."""

    evidence: str
    width: int
    height: int
    size: int
    thumb_width: int
    thumb_height: int

    def as_data(self) -> dict[str, Any]:
        """The ``data`` of its event (protocol, section 1)."""
        thumb = {"width": self.thumb_width, "height": self.thumb_height}
        return {
            "evidence": self.evidence,
            "width": self.width,
            "height": self.height,
            "bytes": self.size,
            "thumb": thumb,
        }


class EvidenceStore(Protocol):
    """Where pictures are kept, each under the conversation it belongs to."""

    async def keep(self, conversation: str, body: bytes) -> Picture:
        """Make the picture anew, without any metadata, and keep it and its thumb for good.

        Raises:
            BadInput: it cannot be read as a picture, or has too many pixels; ``why`` says which.
            StoreUnavailable: there is no room for it.
        """
        ...

    async def read(self, conversation: str, evidence: str, size: Size) -> bytes:
        """A kept picture as JPEG.

        Raises:
            NotFound: this conversation has no such picture.
            StoreUnavailable: it is there and cannot be read.
        """
        ...

    async def forget(self, conversation: str, evidence: str) -> None:
        """Let go of a picture that nobody has seen; one that is not there is fine."""
        ...


class EvidenceAllowance(Protocol):
    """How many pictures a conversation may send."""

    async def take(self, conversation: str) -> None:
        """Count one more.

        Raises:
            TooMuch: that is one too many; ``retry_after_s`` says when there may be more.
            StoreUnavailable: it cannot be told.
        """
        ...


def check_first_bytes(body: bytes) -> None:
    """See that a file begins as a picture does, whatever it is called.

    Raises:
        BadInput: it does not; ``why`` is ``not_an_image``, or ``heic`` for the format of telephones nobody else reads.
    """
    if _HEIC.match(body):
        raise BadInput("这张图片的格式（HEIC）暂时打不开，请截个图或另存为 JPG 再发给我。", why="heic")
    if not _FIRST_BYTES.match(body):
        raise BadInput("这个文件不是图片，请发 JPG、PNG、WebP 或 GIF 格式的照片或截图。", why="not_an_image")


def is_evidence_id(text: str) -> bool:
    """Whether a client sent something shaped like the id of a picture (guards file names)."""
    return bool(_EVIDENCE.fullmatch(text))


def payload_of(evidence: Sequence[str]) -> str:
    """What the engine hears of pictures (protocol, section 2)."""
    return "/send_evidence" + json.dumps({"evidence": ",".join(evidence)})
