"""What goes over the wire about price lists, their prices, and changes of many prices."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.surfaces.api.shapes import Code, Cursor, Given, Limit, Money

MOST_NAMED = 2_000
"""Articles that one change names by their SKUs; more are chosen by category, brand or set."""

Moment = Annotated[datetime, Meta(tz=True)]
ListName = Annotated[str, Meta(min_length=1, max_length=100)]
Minor = Annotated[int, Meta(ge=-(10**15), le=10**15)]
RowStates = Literal["chosen", "ready", "skipped", "applied", "undone", "kept"]


class NewPriceList(Given, frozen=True):
    """A list over the base list, for the sales that have all of what is named: any sale, where nothing is."""

    code: Annotated[str, Meta(min_length=1, max_length=40)]
    name: ListName
    rank: Annotated[int, Meta(ge=1, le=10_000, description="Of all lists that fit a sale, the highest counts.")]
    channel: Annotated[Code | None, Meta(description="A channel's code.")] = None
    place: Annotated[Code | None, Meta(description="A place's code.")] = None
    group: Annotated[Code | None, Meta(description="The code of a group of customers.")] = None


class PriceList(msgspec.Struct, frozen=True):
    """A price list; the base list has rank 0. A closed one counts no more."""

    code: str
    name: str
    currency: str
    rank: int
    channel: str | None
    place: str | None
    group: str | None
    closed: bool


class PriceLists(msgspec.Struct, frozen=True):
    """The open price lists of a market, the highest rank first, the base list last."""

    items: list[PriceList]


class ListQuery(Given, frozen=True):
    """Which page."""

    cursor: Cursor | None = None
    limit: Limit = 50


class ListedPrice(msgspec.Struct, frozen=True):
    """What an article costs in a list: `price` for `per` smallest sale units, in [`starts`, `ends`)."""

    id: UUID
    sku: str
    price: Money
    per: int
    starts: datetime
    ends: datetime | None


class ListedPage(msgspec.Struct, frozen=True):
    """A page of what holds now in a list."""

    items: list[ListedPrice]
    next: str | None


class ArticlePrices(msgspec.Struct, frozen=True):
    """The prices of an article in a list: planned ones first, then backwards.

    `current` is the id of the one that holds now, `lowest_30_days` the lowest for as many in the 30 days before it
    began, as buyers for whom the list is have seen it; the law wants that beside a reduction.
    """

    items: list[ListedPrice]
    current: UUID | None
    lowest_30_days: Money | None
    next: str | None


class NewPrice(Given, frozen=True):
    """What an article is to cost, for one shown unit (a piece, a kg), from `starts` (null: now) until before `ends`."""

    price: Money
    starts: Moment | None = None
    ends: Moment | None = None


class ChangesQuery(Given, frozen=True):
    """Which page."""

    cursor: Cursor | None = None
    limit: Limit = 20


class OwnPrice(Given, frozen=True):
    """The new price of one article, in minor units for one shown unit."""

    sku: Code
    amount: Annotated[int, Meta(ge=0, le=10**15)]


class NewPriceChange(Given, frozen=True):
    """Which articles change, how, in which list, and from when until when.

    Articles are named by `skus`, or by all of `category` (its slug: it and all below), `brand` and `product_set` (its
    code) that are sent; with `given`, `prices` names each with its own. `value` is hundredths of a percent with
    `percent`, else minor units for one shown unit. Without `starts` they hold from when the change is applied.
    """

    name: ListName
    by: Literal["percent", "amount", "fixed", "given"]
    value: Minor = 0
    ending: Literal["any", "whole", "ninety_nine", "five", "nine"] = "any"
    price_list: Code = "base"
    skus: Annotated[list[Code], Meta(max_length=MOST_NAMED)] = []
    prices: Annotated[list[OwnPrice], Meta(max_length=MOST_NAMED)] = []
    category: Code | None = None
    brand: Code | None = None
    product_set: Code | None = None
    starts: Moment | None = None
    ends: Moment | None = None


class PriceChange(msgspec.Struct, frozen=True):
    """A change of many prices: `done` of `size` rows are behind the present step, `rows` counts them by state."""

    id: UUID
    name: str
    price_list: str
    by: str
    value: int
    ending: str
    starts: datetime | None
    ends: datetime | None
    state: str
    size: int
    done: int
    rows: dict[str, int]
    version: int
    created_at: datetime


class PriceChangePage(msgspec.Struct, frozen=True):
    """A page of changes, the latest first; dropped ones are left out."""

    items: list[PriceChange]
    next: str | None


class RowsQuery(Given, frozen=True):
    """Which rows of a change."""

    state: RowStates | None = None
    cursor: Cursor | None = None
    limit: Limit = 100


class ChangedPrice(msgspec.Struct, frozen=True):
    """What a change does to an article: prices are for one shown unit (a piece, a kg).

    `problem` says why it changes nothing. `lowest_30_days` is the lowest price in the 30 days before it begins, `found`
    what it costs where somebody has changed that since: a change leaves it so (`changed_since`).
    """

    sku: str
    old: Money | None
    new: Money | None
    lowest_30_days: Money | None
    state: str
    problem: str | None
    found: Money | None


class ChangedPricePage(msgspec.Struct, frozen=True):
    """A page of the rows of a change."""

    items: list[ChangedPrice]
    next: str | None
