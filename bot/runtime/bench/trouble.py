"""What can go wrong with a measurement of the hub."""

from __future__ import annotations

from bot.kernel.errors import JiezhuError


class NotServed(JiezhuError):
    """Raised when the server under measurement does not do what the load asks of it; there are no figures then."""

    code, message = "not_served", "被测的服务没有按预期应答。"
