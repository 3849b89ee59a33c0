"""Give a market another channel."""

from __future__ import annotations

from django.db import transaction

from oneshelf.kernel.transactions import refusals
from oneshelf.modules.markets import models
from oneshelf.modules.markets.queries import as_channel, get_market
from oneshelf.modules.markets.types import Channel, ChannelKind, MarketId


def create_channel(market: MarketId, *, code: str, kind: ChannelKind, name: str) -> Channel:
    """Make an active channel and return it. Raises UnknownMarket, ChannelCodeTaken. In the caller's transaction."""
    get_market(market)
    row = models.Channel(market_id=market, code=code, kind=kind.value, name=name)
    with refusals(), transaction.atomic():
        row.save(force_insert=True)
    return as_channel(row)
