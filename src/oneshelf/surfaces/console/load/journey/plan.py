"""Everything that a load of one slice will write, worked out before the first row is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from oneshelf.surfaces.console.load.journey import (
    book,
    calendar,
    categories,
    households,
    places,
    prices,
    products,
    slices,
    source,
    stock,
)
from oneshelf.surfaces.console.load.journey.book import Baskets, PricedLines
from oneshelf.surfaces.console.load.journey.campaigns.inferred import infer
from oneshelf.surfaces.console.load.journey.campaigns.mailing import Mailing, mailing
from oneshelf.surfaces.console.load.journey.households import Household
from oneshelf.surfaces.console.load.journey.places import Site
from oneshelf.surfaces.console.load.journey.prices import Windows
from oneshelf.surfaces.console.load.journey.products import Article
from oneshelf.surfaces.console.load.journey.slices import FULL, Slice
from oneshelf.surfaces.console.load.journey.source import Lines
from oneshelf.surfaces.console.load.journey.stock import Filling, Weekly

_BEFORE_A_WEEK = timedelta(hours=3)
"""How long before its week a delivery arrives: Sunday at nine in the evening."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The slice's rows, still in the source's numbers. `weeks` are the shifted Mondays, see `calendar.week_starts`.

    `windows` are the price windows that the slice's weeks touch.
    """

    slice: Slice
    weeks: list[datetime]
    priced: PricedLines
    baskets: Baskets
    windows: Windows
    articles: dict[int, Article]
    sites: list[Site]
    households: list[Household]
    filling: Filling
    warehouse: Filling
    deliveries: Weekly
    mailing: Mailing

    @property
    def opened_at(self) -> datetime:
        """When the chain opened, before everything else: its places and goods are that old."""
        return self.weeks[0] - timedelta(days=1)

    def arrives_at(self, week: int) -> datetime:
        """Return when the delivery for `week` of the source comes in."""
        return self.weeks[week - 1] - _BEFORE_A_WEEK


def make(chosen: Slice, weeks_shifted: int) -> Plan:
    """Read the source and work out the rows of slice `chosen`, with the history moved by `weeks_shifted`."""
    every = source.read_lines()
    campaigns = infer(every)
    every = every.at(calendar.shifted(every.sold_at, weeks_shifted))
    table = products.with_placeholders(source.read_products(), np.unique(every.product).tolist())
    fuel = np.array([product.id for product in table if categories.is_fuel(product)], dtype=np.int64)
    windows = prices.windows(every, np.isin(every.product, fuel))
    own = chosen.of(every)
    priced = book.priced(own, windows, np.isin(own.product, fuel))
    sold, stores = set(own.product.tolist()), set(own.store.tolist())
    articles = {each.source.id: each for each in products.articles(table, None if chosen == FULL else sold)}
    deliveries = stock.weekly(own)
    weeks = calendar.week_starts(weeks_shifted)
    return Plan(
        slice=chosen,
        weeks=weeks,
        priced=priced,
        baskets=book.baskets(priced),
        windows=windows.since(chosen.first_week, own.product),
        articles=articles,
        sites=[site for site in _sites(every) if site.id in stores],
        households=list(households.households(np.unique(own.household).tolist())),
        filling=stock.store_filling(stock.weekly(every)).of(deliveries),
        warehouse=stock.warehouse_filling(
            [id for id, article in articles.items() if article.goods and not article.fuel]
        ),
        deliveries=deliveries,
        mailing=mailing(
            campaigns,
            weeks_shifted=weeks_shifted,
            since=weeks[chosen.first_week - 1],
            households=set(own.household.tolist()),
            products=articles.keys(),
        ),
    )


def _sites(every: Lines) -> list[Site]:
    first = every.number == 1
    hours = places.opening_hours(every.store[first], calendar.hours(every.sold_at[first]))
    return places.sites(slices.busiest_stores(every).tolist(), hours)
