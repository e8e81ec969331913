"""Addresses, pauses and errors of the client."""

from __future__ import annotations

import pytest

from bot.client.address import read_address
from bot.client.pace import Backoff, Pace
from bot.client.records import Control, Event, happening
from bot.client.trouble import error_of
from bot.kernel.errors import AlreadyClaimed, BadInput, JiezhuError


@pytest.mark.parametrize(
    ("url", "http", "socket"),
    [
        ("https://chat.shop.example", "https://chat.shop.example", "wss://chat.shop.example/ws/chat"),
        ("http://127.0.0.1:8600/", "http://127.0.0.1:8600", "ws://127.0.0.1:8600/ws/chat"),
        ("wss://shop.example/help/ws/chat", "https://shop.example/help", "wss://shop.example/help/ws/chat"),
    ],
)
def test_one_address_leads_to_both_doors(url: str, http: str, socket: str) -> None:
    """However it is spelled."""
    address = read_address(url)

    assert (address.http, address.socket("/ws/chat")) == (http, socket)


@pytest.mark.parametrize("url", ["chat.shop.example", "ftp://shop.example", "https://", ""])
def test_what_is_no_address_is_refused(url: str) -> None:
    """Before anything is sent to it."""
    with pytest.raises(BadInput):
        read_address(url)


def test_pauses_double_up_to_the_longest_and_differ_by_chance() -> None:
    """Many clients of a hub that comes back do not all arrive at once."""
    pace = Pace(first_s=1, most_s=5)
    early, late = Backoff(pace, chance=lambda: 0.0), Backoff(pace, chance=lambda: 1.0)

    assert [early.next() for _ in range(5)] == [0.5, 1, 2, 2.5, 2.5]
    assert [late.next() for _ in range(5)] == [1, 2, 4, 5, 5]


def test_after_so_many_tries_it_is_enough() -> None:
    """Unless something worked in between."""
    backoff = Backoff(Pace(tries=2))
    backoff.next()
    assert not backoff.worn_out
    backoff.next()
    assert backoff.worn_out
    backoff.reset()
    assert not backoff.worn_out


def test_an_error_of_the_hub_is_the_error_of_its_code() -> None:
    """With its sentence and its facts."""
    error = error_of({"code": "already_claimed", "message": "小林接了", "data": {"by": "小林"}})

    assert isinstance(error, AlreadyClaimed)
    assert (error.message, error.fields) == ("小林接了", {"by": "小林"})


def test_a_code_newer_than_the_client_is_kept() -> None:
    """A program may know it although the client does not."""
    error = error_of({"code": "too_late", "message": "太晚了"})

    assert type(error) is JiezhuError
    assert error.code == "too_late"


def test_fields_newer_than_the_client_stay_in_the_record() -> None:
    """And a frame of a kind it does not know is left out."""
    raw = {"seq": 1, "kind": "text", "actor": {"kind": "bot"}, "new": True}
    event, control = happening({"t": "event", "event": raw}), happening({"t": "control", "control": {"state": "bot"}})

    assert isinstance(event, Event)
    assert event.raw["new"] is True
    assert isinstance(control, Control)
    assert happening({"t": "fireworks"}) is None
