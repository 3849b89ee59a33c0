"""Markets: the countries or brands in which the retailer trades, and the channels through which each sells.

A market is the widest thing an order touches: its currency, tax mode, languages and time zone hold for everything
in it, and no row of one market refers to a row of another. Who sells there (`seller_of`) stands on its invoices.

Invariants: a market's code is unique, a channel's within its market; the default language is offered; neither is
ever deleted, a market is archived and a channel made inactive. Permission: `markets.manage`.
"""

from __future__ import annotations

from oneshelf.modules.markets.actions.bulk_load import bulk_load
from oneshelf.modules.markets.actions.create_channel import create_channel
from oneshelf.modules.markets.actions.create_market import create_market
from oneshelf.modules.markets.actions.set_seller import set_seller
from oneshelf.modules.markets.errors import (
    ChannelCodeTaken,
    LanguageNotOffered,
    MarketCodeTaken,
    UnknownChannel,
    UnknownCurrency,
    UnknownMarket,
    UnknownTimeZone,
)
from oneshelf.modules.markets.queries import (
    channel_by_code,
    find_market,
    get_channel,
    get_market,
    list_channels,
    list_markets,
    seller_of,
)
from oneshelf.modules.markets.types import Channel, ChannelId, ChannelKind, Market, MarketId, Seller

__all__ = [
    "Channel",
    "ChannelCodeTaken",
    "ChannelId",
    "ChannelKind",
    "LanguageNotOffered",
    "Market",
    "MarketCodeTaken",
    "MarketId",
    "Seller",
    "UnknownChannel",
    "UnknownCurrency",
    "UnknownMarket",
    "UnknownTimeZone",
    "bulk_load",
    "channel_by_code",
    "create_channel",
    "create_market",
    "find_market",
    "get_channel",
    "get_market",
    "list_channels",
    "list_markets",
    "seller_of",
    "set_seller",
]
