"""Signs customers in as the shop's server does, for what plays a customer: commands, drills, measurements."""

from __future__ import annotations

from bot.adapters.customer_token import CustomerTokens
from bot.handoff.people import CustomerProfile
from bot.kernel.clock import SystemClock
from bot.runtime.secrets import Secrets
from bot.runtime.settings import Settings


class _SignsOnly:
    """The signing side remembers no nonces: the hub is the one that accepts a token once."""

    async def first_use(self, nonce: str, ttl_s: int) -> bool:  # noqa: ARG002 - the port's own names
        """See :class:`bot.adapters.customer_token.NonceBook`."""
        return False


def sign(knobs: Settings, keys: Secrets, customer: str, *, name: str, level: str = "", phone: str = "") -> str:
    """A token of this customer, good for one sign-in within ``JIEZHU_CUSTOMER_TOKEN_TTL_S``."""
    clock, ttl_s = SystemClock(), knobs.customer_token_ttl_s
    tokens = CustomerTokens(keys.customer_token_key, ttl_s=ttl_s, clock=clock, nonces=_SignsOnly())
    return tokens.sign(CustomerProfile(customer, name, level, phone, verified=True))
