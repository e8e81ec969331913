"""The port of pictures on a real disk, and how many of them an hour takes on a real store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redis import Redis
from support.live_store import LiveStore
from support.photos import photo, photo_with_place

from bot.adapters import redis_connect
from bot.adapters.evidence_allowance import HourlyEvidence
from bot.adapters.evidence_files import EvidenceFiles
from bot.kernel.clock import SystemClock
from bot.kernel.errors import BadInput, NotFound, StoreUnavailable, TooMuch

MINE = "c_01m8060f7v1yny5399ct1d0xh2"
THEIRS = "c_01m8060f7v1yny5399ct1d0xh3"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where pictures are kept; nobody has made it yet."""
    return tmp_path / "var" / "evidence"


@pytest.fixture
def files(folder: Path) -> Iterator[EvidenceFiles]:
    """An empty store of pictures."""
    kept = EvidenceFiles(folder, SystemClock())
    yield kept
    kept.close()


@pytest.fixture
async def store_url(tmp_path: Path) -> AsyncIterator[str]:
    """A store with nothing in it."""
    server = LiveStore(tmp_path)
    await asyncio.to_thread(server.start)
    yield server.url
    await asyncio.to_thread(server.stop)


async def test_a_kept_picture_can_be_seen_whole_and_small(files: EvidenceFiles) -> None:
    """And its sizes are what was said."""
    picture = await files.keep(MINE, photo_with_place())

    full, thumb = [await files.read(MINE, picture.evidence, size) for size in ("full", "thumb")]

    assert (picture.width, picture.height, picture.size) == (300, 400, len(full))
    assert full.startswith(b"\xff\xd8\xff")
    assert thumb.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in full + thumb


async def test_nobody_else_on_the_machine_may_look_into_the_folder(files: EvidenceFiles, folder: Path) -> None:
    """Only the product's own user."""
    await files.keep(MINE, photo())

    assert folder.stat().st_mode & 0o077 == 0
    assert {path.stat().st_mode & 0o077 for path in folder.rglob("*")} == {0}


async def test_a_picture_of_one_conversation_is_not_in_another(files: EvidenceFiles) -> None:
    """Its id alone opens nothing."""
    picture = await files.keep(MINE, photo())

    with pytest.raises(NotFound):
        await files.read(THEIRS, picture.evidence, "full")


@pytest.mark.parametrize(
    "name", ["../../secrets", "..", "", "i_../../../../../../etc/passwd", "i_" + "0" * 26 + "\0", "i_x"]
)
async def test_a_path_is_no_id(files: EvidenceFiles, name: str) -> None:
    """Nothing but an id becomes part of a file name, on either side of it."""
    await files.keep(MINE, photo())

    with pytest.raises(NotFound):
        await files.read(MINE, name, "full")
    with pytest.raises(NotFound):
        await files.read(f"{MINE}/../{MINE}", "i_" + "0" * 26, "full")


async def test_a_forgotten_picture_is_gone(files: EvidenceFiles, folder: Path) -> None:
    """Forgetting it twice is fine."""
    picture = await files.keep(MINE, photo())

    await files.forget(MINE, picture.evidence)
    await files.forget(MINE, picture.evidence)

    assert [path for path in folder.rglob("*") if path.is_file()] == []


async def test_a_refused_file_leaves_nothing_behind(files: EvidenceFiles, folder: Path) -> None:
    """Not even the folder."""
    with pytest.raises(BadInput):
        await files.keep(MINE, b"\xff\xd8\xff and nothing more")

    assert not folder.exists()


async def test_a_full_disk_is_said_in_words_and_leaves_nothing_half(folder: Path) -> None:
    """The log and the databases keep their room."""
    files = EvidenceFiles(folder, SystemClock(), reserve_bytes=2**62)

    with pytest.raises(StoreUnavailable, match="存不下"):
        await files.keep(MINE, photo())

    files.close()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


async def test_a_picture_that_cannot_be_written_is_said_in_words(folder: Path) -> None:
    """A file stands where the folder should be."""
    folder.parent.mkdir(parents=True)
    folder.touch()
    files = EvidenceFiles(folder, SystemClock())

    with pytest.raises(StoreUnavailable, match="存不下"):
        await files.keep(MINE, photo())
    files.close()


async def test_the_loop_goes_on_while_pictures_are_made(files: EvidenceFiles) -> None:
    """Several large ones at once: somebody else's message is not held up."""
    large = photo(4000, 3000)
    making = asyncio.gather(*(files.keep(MINE, large) for _ in range(4)))
    turns = 0
    while not making.done():
        await asyncio.sleep(0)
        turns += 1

    assert len({picture.evidence for picture in await making}) == 4
    assert turns > 100


async def test_an_hour_takes_so_many_pictures_from_each_conversation(store_url: str) -> None:
    """Counted over all processes; the refusal says how long it lasts."""
    redis = redis_connect.connect(store_url)
    one, other = HourlyEvidence(redis, per_hour=3), HourlyEvidence(redis, per_hour=3)

    tries = [process.take(MINE) for process in (one, other) * 3]
    ended = await asyncio.gather(*tries, return_exceptions=True)
    await one.take(THEIRS)
    await redis.aclose()

    refusals = [error for error in ended if isinstance(error, TooMuch)]
    assert len(refusals) == 3
    assert "分钟后再发" in refusals[0].message
    assert 0 < refusals[0].fields["retry_after_s"] <= 3600
    with Redis.from_url(store_url) as client:
        assert all(client.ttl(key) > 0 for key in client.keys("*pictures*"))


async def test_an_installation_may_take_no_pictures(store_url: str) -> None:
    """And says so."""
    redis = redis_connect.connect(store_url)

    with pytest.raises(TooMuch, match="不能发图片"):
        await HourlyEvidence(redis, per_hour=0).take(MINE)
    await redis.aclose()
