"""Which shop is served, by the settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.shop_samples import NOW

from bot.adapters.demo_carrier import DemoCarrier
from bot.adapters.demo_shop import DemoShop
from bot.adapters.shop_http.carrier import HttpCarrier
from bot.adapters.shop_http.shop import HttpShop
from bot.cli.settings_table import shown
from bot.kernel.clock import FixedClock
from bot.kernel.errors import SettingError
from bot.runtime import settings, shops
from bot.runtime.settings import Settings

CLOCK = FixedClock(NOW)
URL = "https://shop.example.com/jiezhu/v1"


async def test_without_an_address_the_demo_shop_is_served(tmp_path: Path) -> None:
    """Both ports on one file, which is made."""
    knobs = Settings(shop_database=str(tmp_path / "shop.db"))
    shops.prepare(knobs, CLOCK)

    parts = shops.build(knobs, CLOCK)

    assert (type(parts.shop), type(parts.carrier)) == (DemoShop, DemoCarrier)
    await parts.shop.ping()
    await parts.carrier.ping()
    await parts.close()


async def test_with_an_address_the_merchants_system_is_served_and_no_demo_shop_is_made(tmp_path: Path) -> None:
    """Nothing is asked yet."""
    knobs = Settings(shop_url=f"{URL}/", shop_token="t", shop_database=str(tmp_path / "shop.db"))
    shops.prepare(knobs, CLOCK)

    parts = shops.build(knobs, CLOCK)

    assert (type(parts.shop), type(parts.carrier)) == (HttpShop, HttpCarrier)
    assert not (tmp_path / "shop.db").exists()
    await parts.close()


@pytest.mark.parametrize(
    "url",
    [
        "shop.example.com",
        "ftp://shop.example.com",
        "https://",
        "https://me:pw@shop.example.com",
        f"{URL}?a=1",
        "https://a:b",
    ],
)
def test_what_is_no_address_is_said_at_the_start(url: str) -> None:
    """With the name of the setting and an example."""
    with pytest.raises(SettingError, match="JIEZHU_SHOP_URL"):
        shops.build(Settings(shop_url=url, shop_token="t"), CLOCK)


@pytest.mark.parametrize("token", ["", "令牌", "two\nlines"])
def test_an_address_needs_a_token_that_fits_a_header(token: str) -> None:
    """Nobody finds out by the first customer."""
    with pytest.raises(SettingError, match="JIEZHU_SHOP_TOKEN"):
        shops.build(Settings(shop_url=URL, shop_token=token), CLOCK)


def test_the_token_is_never_shown() -> None:
    """Not by the doctor, not by a traceback; the parts get it all the same."""
    knobs = Settings(shop_url=URL, shop_token="hush")

    assert shown("shop_token", knobs.shop_token) == "(set)"
    assert shown("shop_token", "") == ""
    assert "hush" not in repr(knobs)
    assert settings.load(settings.as_environment(knobs)) == knobs
