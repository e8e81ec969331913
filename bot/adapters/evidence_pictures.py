"""Makes pictures anew from their pixels: what a customer's file carries besides (place, time, programs) is gone."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from math import sqrt

from PIL import Image, ImageCms, ImageOps

from bot.kernel.errors import BadInput

LONG_SIDE = 2000
LONG_SIDE_OF_THUMB = 480
"""Pixels, at most; a telephone shows a thumb at half of that."""

SHORT_SIDE = 800
MOST_PIXELS = 8_000_000
"""A long screenshot is kept larger than ``LONG_SIDE`` says: as wide as one can read, with so many pixels at most."""

MAX_PIXELS = 25_000_000
MAX_PIXELS_OF_JPEG = 50_000_000
"""Of the file as it came; a small file can unfold to gigabytes, so this is read from its header, before its pixels.
A JPEG can be decoded at a fraction of its size."""

LONGEST_THUMB = 2
"""Of a thumb the long side is at most so many times the short one."""

QUALITY, THUMB_QUALITY = 86, 78
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class Remade:
    """A picture and its thumb as JPEG files, with their sizes in pixels (width, height)."""

    full: bytes
    size: tuple[int, int]
    thumb: bytes
    thumb_size: tuple[int, int]


def remake(body: bytes) -> Remade:
    """The picture of a file as a new JPEG: upright, in sRGB, on white, without metadata; of a film the first picture.

    Takes up to a second and some hundred MB for a large file; not for the event loop.

    Raises:
        BadInput: it has too many pixels, or cannot be read to its end; ``why`` says which.
    """
    try:
        picture = _read(body)
        full = _jpeg(picture, QUALITY)
        size = picture.size
        thumb = _beginning(picture)
        thumb.thumbnail((LONG_SIDE_OF_THUMB, LONG_SIDE_OF_THUMB), Image.Resampling.LANCZOS)
        return Remade(full, size, _jpeg(thumb, THUMB_QUALITY), thumb.size)
    except BadInput:
        raise
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Exception as error:  # the edge: decoders of hostile files raise whatever they like
        raise BadInput("这张图片打不开，可能没有保存完整，请换一张或截图再发。", why="broken") from error


def _read(body: bytes) -> Image.Image:
    with Image.open(BytesIO(body), formats=_FORMATS) as opened:
        is_jpeg = opened.format in {"JPEG", "MPO"}
        if opened.width * opened.height > (MAX_PIXELS_OF_JPEG if is_jpeg else MAX_PIXELS):
            raise _too_many_pixels()
        profile = opened.info.get("icc_profile")
        wanted = _bounded(*opened.size)
        opened.draft(None, wanted)
        opened.load()
        picture: Image.Image = opened
        if opened.mode in {"P", "PA", "1"} or "transparency" in opened.info:
            # Colours by number cannot be scaled smoothly.
            picture = opened.convert("RGBA")
        picture.thumbnail(wanted, Image.Resampling.LANCZOS, reducing_gap=3.0)
        plain = _on_white(_upright(picture), profile)
    # A saved JPEG takes some of it along (comments).
    plain.info.clear()
    return plain


def _bounded(width: int, height: int) -> tuple[int, int]:
    long, short = max(width, height), min(width, height)
    scale = LONG_SIDE / long
    if short * scale < SHORT_SIDE:
        scale = max(scale, min(SHORT_SIDE / short, sqrt(MOST_PIXELS / (long * short))))
    scale = min(1.0, scale)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _beginning(picture: Image.Image) -> Image.Image:
    """The picture, of a long screenshot its upper (or left) end: the whole of it would be a line."""
    width, height = picture.size
    return picture.crop((0, 0, min(width, height * LONGEST_THUMB), min(height, width * LONGEST_THUMB)))


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # the edge: unreadable metadata is no reason to refuse a picture
        return picture


def _on_white(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if "A" in picture.getbands():
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
        picture = ground
    if profile:
        # Telephones photograph in wider colours: without this a red dress on the desk is not the red of the telephone.
        try:
            turned = ImageCms.profileToProfile(picture, BytesIO(profile), _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            turned = None
        if turned is not None:
            return turned
    return picture.convert("RGB")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _too_many_pixels() -> BadInput:
    return BadInput("这张图片的尺寸太大了，请截图或缩小后再发。", why="too_many_pixels")
