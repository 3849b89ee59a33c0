"""Markets for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from oneshelf.modules.markets import public as markets

_numbers = count(1)


def a_market(**fields: Any) -> markets.Market:
    """Open a market that sells in US dollars, prices without tax, on New York's clock."""
    given: dict[str, Any] = {
        "code": f"market-{next(_numbers)}",
        "name": "Market",
        "currency": "USD",
        "default_language": "en",
        "languages": ("en", "pl"),
        "time_zone": "America/New_York",
        "tax_included": False,
    }
    return markets.create_market(**(given | fields))


def a_channel(market: markets.Market, kind: markets.ChannelKind = markets.ChannelKind.WEB) -> markets.Channel:
    """Give the market a channel of that kind, named after it."""
    return markets.create_channel(market.id, code=kind.value, kind=kind, name=f"{kind.value.capitalize()} channel")
