"""Markets for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from oneshelf.modules.markets import models
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


def a_seller(market: markets.Market, **fields: str) -> markets.Seller:
    """Say who sells in the market, with all that an invoice says of them."""
    given = {
        "name": "Corner & Co Ltd",
        "street": "High Petergate 1",
        "postal_code": "YO1 7HZ",
        "city": "York",
        "country": "GB",
        "tax_number": "GB123456789",
        "register": "Companies House 01234567",
        "email": "billing@example.com",
        "bank": "Bank of York",
        "iban": "GB82WEST12345698765432",
        "bic": "WESTGB2L",
    } | fields
    models.Seller.objects.create(market_id=market.id, **given)
    return markets.seller_of(market.id)
