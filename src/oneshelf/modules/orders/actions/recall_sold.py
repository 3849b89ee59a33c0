"""Recall what was sold, as promotions are rehearsed on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from oneshelf.kernel import sql
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import PastBasket, PastLine
from oneshelf.modules.tax import public as tax

PAGE = 500
"""How many orders are read in one statement."""

_NO_ORDER = UUID(int=0)


@dataclass(frozen=True, slots=True)
class _Sold:
    order: UUID
    placed_at: datetime
    channel: ChannelId
    place: PlaceId | None
    customer: CustomerId | None
    first_order: bool
    variants: list[UUID]
    units: list[str]
    quantities: list[int]
    amounts: list[int]
    taxes: list[int]


@dataclass(frozen=True, slots=True)
class _Codes:
    """What rules call the channels and places of a market, the zones of their clocks, and how it rounds."""

    channels: Mapping[ChannelId, str]
    places: Mapping[PlaceId, str]
    zones: Mapping[PlaceId, ZoneInfo]
    zone: ZoneInfo
    rounding: compiled.Rounding


_PAGE = sql.statement(__name__, "sold_page", row=_Sold)
_COUNT = sql.statement(__name__, "count_sold", row=int)


def count_sold(market: MarketId, since: datetime, until: datetime, percent: int) -> int:
    """Return how many orders `recall_sold` recalls in all, give or take those of which every line was cancelled."""
    return _COUNT.one(market=market, since=since, until=until, percent=percent)


def recall_sold(
    market: MarketId,
    since: datetime,
    until: datetime,
    *,
    percent: int,
    after: tuple[datetime, UUID] | None = None,
) -> Iterator[list[PastBasket]]:
    """Give the orders placed in [since, until), the oldest first, 500 at a time; go on `after` an instant and an order.

    Less than a hundred `percent` are always the same ones, drawn by their ids. What was cancelled is left out. A line
    costs what it did before promotions of this house; what its shelf or a loyalty card made cheaper, it was. Tax that
    was added to prices is left out; what they held is taken of that amount as it was of what was paid for goods of its
    class, and is none where that was nothing. Customers are in the groups of today, and the market rounds as today.
    """
    codes = _codes(market)
    at, order = after or (since, _NO_ORDER)
    while page := _PAGE.all(
        market=market, since=since, until=until, after=at, after_id=order, percent=percent, most=PAGE
    ):
        groups = customers.group_codes_of_many({each.customer for each in page if each.customer})
        yield [_basket(each, codes, groups) for each in page]
        at, order = page[-1].placed_at, page[-1].order


def _codes(market: MarketId) -> _Codes:
    home, known = markets.get_market(market), places.places_ever(market)
    return _Codes(
        channels={each.id: each.code for each in markets.list_channels(market)},
        places={each.id: each.code for each in known},
        zones={each.id: ZoneInfo(each.time_zone) for each in known},
        zone=ZoneInfo(home.time_zone),
        rounding=tax.regime_of(market).rounding,
    )


def _basket(sold: _Sold, codes: _Codes, groups: Mapping[CustomerId, Collection[str]]) -> PastBasket:
    place = sold.place
    local = sold.placed_at.astimezone(codes.zones.get(place, codes.zone) if place else codes.zone)
    columns = zip(sold.variants, sold.quantities, sold.units, sold.amounts, sold.taxes, strict=True)
    return PastBasket(
        order=sold.order,
        placed_at=sold.placed_at,
        weekday=local.weekday(),
        minute=local.hour * 60 + local.minute,
        channel=codes.channels.get(sold.channel, ""),
        place=codes.places.get(place, "") if place else "",
        known=sold.customer is not None,
        first_order=sold.first_order,
        segments=tuple(sorted(groups[sold.customer])) if sold.customer else (),
        lines=tuple(
            PastLine(VariantId(variant), quantity, Unit(unit).scale, amount, held)
            for variant, quantity, unit, amount, held in columns
        ),
        rounding=codes.rounding,
    )
