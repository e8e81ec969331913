"""Pictures for tests: made here, with whatever a telephone or a forger puts into them."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image

MAKER = "Jiezhu Phone 9"


def photo(width: int = 640, height: int = 480, *, kind: str = "JPEG", colour: str = "#8a4b2f") -> bytes:
    """A picture of one colour with a white corner at its top left."""
    picture = Image.new("RGB", (width, height), colour)
    picture.paste("white", (0, 0, width // 4, height // 4))
    return saved(picture, kind)


def saved(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """The picture as a file."""
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def photo_with_place(*, orientation: int = 6) -> bytes:
    """What a telephone makes: held sideways, with the maker's name, a place on earth and a comment."""
    exif = Image.Exif()
    exif[0x010F] = MAKER
    exif[0x0112] = orientation
    gps = exif.get_ifd(0x8825)
    gps.update({1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 25.0)})
    picture = Image.new("RGB", (400, 300), "navy")
    picture.paste("white", (0, 0, 100, 75))
    return saved(picture, "JPEG", exif=exif, comment=b"taken at home", xmp=b"<x:xmpmeta>home</x:xmpmeta>")


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes whose header promises ``side`` × ``side`` pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"\0" * 64)) + _chunk(b"IEND")


def _chunk(name: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
