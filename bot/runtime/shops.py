"""Which shop this installation serves: the merchant's system over HTTP when its address is set, else the demo shop."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.adapters.demo_carrier import DemoCarrier
from bot.adapters.demo_shop import DemoShop
from bot.adapters.demo_shop_file import ensure_seeded
from bot.adapters.shop_http.carrier import HttpCarrier
from bot.adapters.shop_http.client import ShopClient
from bot.adapters.shop_http.shop import HttpShop
from bot.commerce.carrier import Carrier
from bot.commerce.shop import Shop
from bot.kernel.clock import Clock, from_ms
from bot.kernel.errors import SettingError
from bot.runtime.settings import Settings, without_password


@dataclass(frozen=True)
class ShopParts:
    """Both ports of commerce, of one merchant.

    Attributes:
        what: what the shop is, for the doctor.
        address: where it is, as it may be printed.
    """

    shop: Shop
    carrier: Carrier
    what: str
    address: str

    async def close(self) -> None:
        """Let go of connections and threads."""
        await self.shop.close()
        await self.carrier.close()


def prepare(knobs: Settings, clock: Clock) -> None:
    """Make the demo shop's file, or date it anew; a merchant's system needs nothing.

    Raises:
        SettingError: the file cannot be written, or is somebody else's database.
    """
    if not knobs.shop_url:
        ensure_seeded(knobs.shop_file, from_ms(clock.now_ms()))


def build(knobs: Settings, clock: Clock) -> ShopParts:
    """Both ports; nothing is asked yet.

    Raises:
        SettingError: the address or the token of the merchant's system is not one.
    """
    if not knobs.shop_url:
        shop, carrier = DemoShop(knobs.shop_file, clock), DemoCarrier(knobs.shop_file, clock)
        return ShopParts(shop, carrier, "demo shop", str(knobs.shop_file))
    _check(knobs)
    # One client: what it learns about the shop being down holds for both ports.
    client = ShopClient(knobs.shop_url.rstrip("/"), knobs.shop_token, clock)
    return ShopParts(HttpShop(client, clock), HttpCarrier(client), "merchant", without_password(knobs.shop_url))


def _check(knobs: Settings) -> None:
    try:
        parts = urlsplit(knobs.shop_url)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
        fits = fits and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise SettingError(
            "设置 JIEZHU_SHOP_URL 不对：请写商家系统接口的地址，例如 https://shop.example.com/jiezhu/v1。",
            setting="JIEZHU_SHOP_URL",
        )
    if not knobs.shop_token or not knobs.shop_token.isascii() or not knobs.shop_token.isprintable():
        raise SettingError(
            "设置了 JIEZHU_SHOP_URL，还要用 JIEZHU_SHOP_TOKEN 写上商家系统给的令牌。", setting="JIEZHU_SHOP_TOKEN"
        )
