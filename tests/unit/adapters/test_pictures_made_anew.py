"""A customer's picture after it was made anew: what stays of it, and what does not."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageCms
from support.photos import MAKER, bomb, photo, photo_with_place, saved

from bot.adapters.evidence_pictures import remake
from bot.kernel.errors import BadInput


def opened(body: bytes) -> Image.Image:
    """A JPEG as a browser would read it."""
    picture = Image.open(BytesIO(body), formats=("JPEG",))
    picture.load()
    return picture


def refused(body: bytes) -> str:
    """Why a file is refused."""
    with pytest.raises(BadInput) as error:
        remake(body)
    return str(error.value.fields["why"])


def test_place_maker_and_comments_are_gone() -> None:
    """EXIF with GPS, XMP and comments: nothing of it is in the picture or its thumb."""
    body = photo_with_place()
    assert MAKER.encode() in body
    assert opened(body).getexif().get_ifd(0x8825)

    made = remake(body)

    for kept in (made.full, made.thumb):
        assert dict(opened(kept).getexif()) == {}
        assert not {"exif", "xmp", "comment", "icc_profile"} & set(opened(kept).info)
        assert not any(word in kept for word in (MAKER.encode(), b"Exif", b"home", b"xmpmeta"))


def test_a_picture_taken_sideways_stands_upright() -> None:
    """Orientation 6: what was at the top left is at the top right."""
    picture = opened(remake(photo_with_place(orientation=6)).full)

    assert picture.size == (300, 400)
    assert picture.getpixel((290, 10)) > (240, 240, 240)  # type: ignore[operator]
    assert picture.getpixel((10, 10)) < (40, 40, 140)  # type: ignore[operator]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "MPO"])
def test_every_kind_becomes_a_jpeg(kind: str) -> None:
    """The browser is told one type, and it is the right one."""
    made = remake(photo(kind=kind))

    assert opened(made.full).size == made.size == (640, 480)
    assert opened(made.thumb).size == made.thumb_size == (480, 360)


def test_what_was_transparent_is_white() -> None:
    """A cut-out on nothing would be black as a JPEG."""
    clear = Image.new("RGBA", (100, 100), (0, 0, 0, 0))

    assert opened(remake(saved(clear, "PNG")).full).getpixel((50, 50)) == (255, 255, 255)


def test_a_palette_with_a_clear_colour_is_white_there() -> None:
    """GIF and PNG with numbered colours."""
    numbered = Image.new("P", (100, 100), 0)
    numbered.putpalette([200, 0, 0, 0, 0, 200])

    assert opened(remake(saved(numbered, "GIF", transparency=0)).full).getpixel((50, 50)) == (255, 255, 255)


def test_colours_of_another_profile_are_turned_into_those_of_screens() -> None:
    """A profile is carried out and not carried along; a broken one is no reason to refuse."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Image.new("RGB", (60, 60), (200, 30, 30))

    kept = [remake(saved(picture, "JPEG", icc_profile=one)).full for one in (profile, b"no profile at all")]

    for body in kept:
        red, green, _ = opened(body).getpixel((30, 30))  # type: ignore[misc]
        assert abs(red - 200) < 6
        assert abs(green - 30) < 6
        assert "icc_profile" not in opened(body).info


@pytest.mark.parametrize(
    ("size", "wanted"),
    [((4000, 3000), (2000, 1500)), ((300, 200), (300, 200)), ((1080, 2400), (900, 2000)), ((1000, 9000), (800, 7200))],
)
def test_a_picture_is_as_large_as_one_needs_to_read_it(size: tuple[int, int], wanted: tuple[int, int]) -> None:
    """Its long side at most 2000; a long screenshot stays wide enough for its text; nothing is blown up."""
    assert remake(photo(*size)).size == wanted


def test_the_thumb_of_a_long_screenshot_is_its_beginning() -> None:
    """Not a line a few pixels wide."""
    assert remake(photo(1000, 9000)).thumb_size == (240, 480)


def test_a_picture_that_unfolds_to_gigabytes_is_refused_by_its_header() -> None:
    """A decompression bomb costs nothing."""
    assert refused(bomb(30_000)) == "too_many_pixels"
    assert refused(bomb(6_000)) == "too_many_pixels"


def test_a_picture_that_ends_too_early_is_refused() -> None:
    """Cut off on its way, or made to break decoders."""
    whole = photo(kind="PNG")

    assert refused(whole[: len(whole) // 2]) == "broken"
    assert refused(photo()[:400]) == "broken"


@pytest.mark.parametrize(
    "body", [b"\xff\xd8\xff<script>alert(1)</script>", b"GIF89a" + b"\0" * 20, b"%!PS-Adobe-3.0 EPSF"]
)
def test_what_only_begins_like_a_picture_is_refused(body: bytes) -> None:
    """And so is everything for which there is a decoder that nobody asked for."""
    assert refused(body) == "broken"
