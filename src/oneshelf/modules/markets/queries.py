"""Reading markets and channels. One query each."""

from __future__ import annotations

from oneshelf.kernel import caches
from oneshelf.modules.markets import models
from oneshelf.modules.markets.errors import UnknownChannel, UnknownMarket
from oneshelf.modules.markets.types import Channel, ChannelId, ChannelKind, Market, MarketId, Seller

_MARKETS = caches.Cache[MarketId, Market]("markets", most=1_000, max_age_s=2.0)
_CHANNELS = caches.Cache[ChannelId, Channel]("channels", most=1_000, max_age_s=2.0)


def get_market(market: MarketId) -> Market:
    """Return the market, archived or not. Raises UnknownMarket."""
    found = _MARKETS.get([market], _load_markets)
    if market not in found:
        raise UnknownMarket(market=str(market))
    return found[market]


def seller_of(market: MarketId) -> Seller:
    """Return who sells in a market; as long as nobody has said more, that is a company of the market's name."""
    row = models.Seller.objects.filter(market=market).values(*Seller.__dataclass_fields__).first()
    return Seller(**row) if row else Seller(get_market(market).name)


def find_market(code: str) -> Market | None:
    """Return the market with `code`, or None. An archived one is still found."""
    row = models.Market.objects.filter(code=code).first()
    return as_market(row) if row else None


def list_markets() -> list[Market]:
    """Return the markets that trade, by code. A retailer has tens of them at most."""
    return [as_market(row) for row in models.Market.objects.filter(archived_at=None)]


def get_channel(channel: ChannelId) -> Channel:
    """Return the channel, active or not. Raises UnknownChannel."""
    found = _CHANNELS.get([channel], _load_channels)
    if channel not in found:
        raise UnknownChannel(channel=str(channel))
    return found[channel]


def channel_by_code(market: MarketId, code: str) -> Channel:
    """Return the market's channel with `code`, active or not. Raises UnknownChannel."""
    row = models.Channel.objects.filter(market=market, code=code).first()
    if row is None:
        raise UnknownChannel(channel=code)
    return as_channel(row)


def list_channels(market: MarketId) -> list[Channel]:
    """Return every channel of the market, by code, inactive ones too. There are tens of them at most."""
    return [as_channel(row) for row in models.Channel.objects.filter(market=market)]


def _load_markets(markets: list[MarketId]) -> dict[MarketId, Market]:
    return {MarketId(row.id): as_market(row) for row in models.Market.objects.filter(id__in=markets)}


def _load_channels(channels: list[ChannelId]) -> dict[ChannelId, Channel]:
    return {ChannelId(row.id): as_channel(row) for row in models.Channel.objects.filter(id__in=channels)}


def as_market(row: models.Market) -> Market:
    """Turn a row into what leaves the module."""
    return Market(
        id=MarketId(row.id),
        code=row.code,
        name=row.name,
        currency=row.currency,
        default_language=row.default_language,
        languages=tuple(row.languages),
        time_zone=row.time_zone,
        tax_included=row.tax_included,
        progressive_reductions=row.progressive_reductions,
        recomputes_promotions=row.recomputes_promotions,
        mails_differences=row.mails_differences,
    )


def as_channel(row: models.Channel) -> Channel:
    """Turn a row into what leaves the module."""
    return Channel(
        id=ChannelId(row.id),
        market=MarketId(row.market_id),
        code=row.code,
        kind=ChannelKind(row.kind),
        name=row.name,
        active=row.active,
    )
