"""Limits that several hubs share, and whose address counts behind a proxy."""

from __future__ import annotations

from pathlib import Path

from support.hub_world import hub

from bot.hub.limits import Limits


async def test_who_floods_two_hubs_is_told_to_wait_by_both(tmp_path: Path, store_url: str) -> None:
    """Each hub alone would take six; together they take little more."""
    limits = Limits(messages=6, messages_per_s=0.01)
    async with (
        hub(tmp_path / "one", store_url, limits=limits) as one,
        hub(tmp_path / "other", store_url, limits=limits) as other,
        one.customer() as here,
        other.customer(hello={"session": here.welcome["session"]}) as there,
    ):
        said = []
        for number in range(6):
            for name, page in (("here", here), ("there", there)):
                said.append((await page.say("在吗", f"{name}-{number}"))["t"])

    assert said[:6] == ["ack"] * 6
    assert said.count("ack") <= 6 + 3
    assert said[-2:] == ["nack", "nack"]


async def test_too_many_from_one_address_are_asked_to_come_later(tmp_path: Path, store_url: str) -> None:
    """Behind a proxy of ours it is the customer's own address that counts, not the proxy's."""
    limits = Limits(arrivals=2, arrivals_per_s=0.01)
    async with hub(tmp_path, store_url, limits=limits, proxies=1) as world:
        for address, wanted in (
            ("203.0.113.7", True),
            ("203.0.113.7", True),
            ("203.0.113.7", False),
            ("203.0.113.8", True),
        ):
            async with world.chat_socket(additional_headers={"X-Forwarded-For": address}) as socket:
                if wanted:
                    await socket.send('{"t": "hello", "since": 0}')
                    assert '"welcome"' in await socket.recv()
                else:
                    await socket.wait_closed()
                    assert socket.close_code == 1013
