"""What markets refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class UnknownMarket(Refusal):
    """No market has that id or code."""

    code = "unknown_market"
    status = 404
    field = "market"
    market: str


@dataclass(eq=False)
class UnknownChannel(Refusal):
    """No channel has that id, or the market has none with that code."""

    code = "unknown_channel"
    status = 404
    field = "channel"
    channel: str


@dataclass(eq=False)
class MarketCodeTaken(Refusal):
    """Another market has the code already."""

    code = "market_code_taken"
    field = "code"


@dataclass(eq=False)
class ChannelCodeTaken(Refusal):
    """Another channel of the same market has the code already."""

    code = "channel_code_taken"
    field = "code"


@dataclass(eq=False)
class UnknownTimeZone(Refusal):
    """The name is not in the IANA time zone database."""

    code = "unknown_time_zone"
    status = 422
    field = "time_zone"
    time_zone: str


@dataclass(eq=False)
class UnknownCurrency(Refusal):
    """The code is not an ISO 4217 currency in use."""

    code = "unknown_currency"
    status = 422
    field = "currency"
    currency: str


@dataclass(eq=False)
class LanguageNotOffered(Refusal):
    """The default language is not among those that the market offers."""

    code = "language_not_offered"
    status = 422
    field = "default_language"
    language: str
    offered: str
