"""Reading prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from oneshelf.kernel import caches, sql
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import GroupId
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing import models
from oneshelf.modules.pricing.errors import UnknownPriceList
from oneshelf.modules.pricing.rules import lists
from oneshelf.modules.pricing.types import (
    ANYBODY,
    BASE,
    Buyer,
    Buys,
    ListCode,
    Listed,
    Price,
    PriceId,
    PriceList,
    PriceListId,
    Scope,
    Tariff,
)

MOST_ROWS = 200
"""The most rows of one page of price history."""

END_OF_TIME = datetime.fromisoformat("9999-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class _PriceRow:
    id: PriceId
    variant: VariantId
    amount: int
    currency: str
    per: int
    valid_from: datetime
    valid_until: datetime | None
    price_list: ListCode

    def price(self) -> Price:
        unit_price = UnitPrice(self.amount, self.currency, self.per)
        return Price(self.id, self.variant, unit_price, self.valid_from, self.valid_until, self.price_list)


@dataclass(frozen=True, slots=True)
class _ListedRow(_PriceRow):
    rank: int
    channel: ChannelId | None
    place: PlaceId | None
    group_id: GroupId | None

    def listed(self) -> Listed:
        return Listed(self.rank, Scope(self.channel, self.place, self.group_id), self.price())


_PRICES = sql.statement(__name__, "prices", row=_ListedRow)
_HISTORY = sql.statement(__name__, "history", row=_PriceRow)
_LISTED = sql.statement(__name__, "listed", row=_PriceRow)
_LOWEST_BEFORE = sql.statement(__name__, "lowest_before", row=_ListedRow)


def prices(
    market: MarketId, variants: Sequence[VariantId], at: datetime, buyer: Buys = ANYBODY
) -> dict[VariantId, Price]:
    """Return what each of `variants` costs the buyer in `market` at `at`; one without a price is left out.

    One statement for all of them and all lists; another one finds the customer's groups, if a list is for a group.
    """
    found = _REMEMBERED.get([(market, variant) for variant in variants], partial(_load_tariffs, at))
    other = [key for key, tariff in found.items() if not tariff.covers(at)]
    groups = partial(_groups_of, buyer)
    answers = {
        variant: lists.price_for(buyer, tariff.listed, at, groups)
        for (_, variant), tariff in {**found, **_load_tariffs(at, other)}.items()
    }
    return {variant: price for variant, price in answers.items() if price is not None}


_REMEMBERED = caches.Cache[tuple[MarketId, VariantId], Tariff]("prices", events=["pricing.*"], most=200_000)


def _load_tariffs(at: datetime, keys: list[tuple[MarketId, VariantId]]) -> dict[tuple[MarketId, VariantId], Tariff]:
    if not keys:
        return {}
    market = keys[0][0]
    rows = _PRICES.all(market=market, variants=[variant for _, variant in keys], at=at)
    listed: dict[VariantId, list[Listed]] = {}
    for row in rows:
        listed.setdefault(row.variant, []).append(row.listed())
    return {(market, variant): lists.tariff_of(known, at) for variant, known in listed.items()}


def _groups_of(buyer: Buys) -> frozenset[GroupId]:
    own = customers.groups_of(buyer.customer) if buyer.customer else frozenset()
    looked_at_as = buyer.group if isinstance(buyer, Buyer) else None
    return own | {looked_at_as} if looked_at_as else own


def lowest_in_30_days(
    market: MarketId,
    variants: Sequence[VariantId],
    at: datetime,
    buyer: Buys = ANYBODY,
    *,
    progressive: bool = False,
) -> dict[VariantId, UnitPrice]:
    """Return the lowest price of each variant in the 30 days before the one that the buyer pays at `at` began.

    It must stand beside every announced reduction (Directive 98/6/EC, article 6a, the "Omnibus" rule); with
    `progressive`, as the market may say, a reduction that was increased in steps counts from its first one. A
    variant whose first price still holds, or that had none in those days, is left out. One statement, as `prices`.
    """
    days = lists.OMNIBUS + (lists.PROGRESSIVE if progressive else timedelta())
    said = _said(market, variants, at, buyer, days)
    lowest = {
        variant: lists.lowest_before(listed, at, progressive=progressive) for variant, listed in said.items() if listed
    }
    return {variant: price for variant, price in lowest.items() if price is not None}


def lowest_ahead_of(
    market: MarketId, variants: Sequence[VariantId], at: datetime, buyer: Buys = ANYBODY
) -> dict[VariantId, UnitPrice]:
    """Return the lowest price of each variant in the 30 days before `at`: beside it a reduction from then on stands.

    One statement, as `prices`. A variant without a price in those days is left out.
    """
    said = _said(market, variants, at, buyer, lists.OMNIBUS)
    lowest = {variant: lists.lowest_ahead(listed, at) for variant, listed in said.items()}
    return {variant: price for variant, price in lowest.items() if price is not None}


def _said(
    market: MarketId, variants: Sequence[VariantId], at: datetime, buyer: Buys, days: timedelta
) -> dict[VariantId, list[Listed]]:
    groups = partial(_groups_of, buyer)
    said: dict[VariantId, list[Listed]] = {variant: [] for variant in variants}
    for row in _LOWEST_BEFORE.all(market=market, variants=list(variants), at=at, days=days.days):
        listed = row.listed()
        if lists.fits(listed.scope, buyer, groups):
            said[row.variant].append(listed)
    return said


def price_history(
    market: MarketId,
    variant: VariantId,
    *,
    price_list: ListCode = BASE,
    before: datetime | None = None,
    limit: int = 50,
) -> list[Price]:
    """Return the prices of a variant in a list, planned ones first, then backwards; `before` asks for earlier ones."""
    rows = _HISTORY.all(
        market=market,
        variant=variant,
        price_list=price_list,
        before=before or END_OF_TIME,
        limit=min(limit, MOST_ROWS),
    )
    return [row.price() for row in rows]


def prices_in_list(
    price_list: PriceList, at: datetime, *, after: VariantId | None = None, limit: int = 50
) -> list[Price]:
    """Return a page of the prices that hold in a list at `at`, by variant; go on `after` one."""
    rows = _LISTED.all(price_list=price_list.id, at=at, after=after or UUID(int=0), limit=min(limit, MOST_ROWS))
    return [row.price() for row in rows]


def price_lists(market: MarketId) -> list[PriceList]:
    """Return the market's lists that are not archived, the highest rank first, its base list last."""
    rows = models.PriceList.objects.filter(market=market, archived_at=None)
    return [as_list(row) for row in rows.order_by("-rank")]


def get_price_list(market: MarketId, code: str) -> PriceList:
    """Return the market's list with that code, archived or not. Raises UnknownPriceList."""
    row = models.PriceList.objects.filter(market=market, code=code).first()
    if row is None:
        raise UnknownPriceList(price_list=code[:100])
    return as_list(row)


def as_list(row: models.PriceList) -> PriceList:
    """Turn a row into what leaves the module."""
    return PriceList(
        id=PriceListId(row.id),
        market=MarketId(row.market_id),
        code=ListCode(row.code),
        name=row.name,
        currency=row.currency,
        scope=Scope(
            ChannelId(row.channel_id) if row.channel_id else None,
            PlaceId(row.place_id) if row.place_id else None,
            GroupId(row.group_id) if row.group_id else None,
        ),
        rank=row.rank,
        archived=row.archived_at is not None,
    )
