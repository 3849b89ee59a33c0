"""What the back office refuses by itself."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class NoMarketYet(Refusal):
    """No market was opened yet, so there is nothing to look at."""

    code = "no_market_yet"
    status = 404


@dataclass(eq=False)
class NoPhoneChannel(Refusal):
    """The market has no channel by telephone that is active, so nobody would know how the order came."""

    code = "no_phone_channel"


@dataclass(eq=False)
class NoCustomerNamed(Refusal):
    """A customer's basket was asked for, and nobody said whose."""

    code = "no_customer_named"
    status = 422
