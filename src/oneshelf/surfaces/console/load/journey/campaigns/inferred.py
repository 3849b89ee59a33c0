"""All that is worked out about campaigns from the source's own year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from oneshelf.surfaces.console.load.journey import calendar
from oneshelf.surfaces.console.load.journey.campaigns import matching, source, values
from oneshelf.surfaces.console.load.journey.campaigns.matching import Match
from oneshelf.surfaces.console.load.journey.campaigns.source import Campaign
from oneshelf.surfaces.console.load.journey.campaigns.values import Offer
from oneshelf.surfaces.console.load.journey.source import Lines


@dataclass(frozen=True, slots=True)
class Campaigns:
    """The campaigns by number, who got them, what their coupons offer, and what was found about each redemption."""

    by_id: Mapping[int, Campaign]
    mailed: Mapping[int, frozenset[int]]
    offers: tuple[Offer, ...]
    matches: tuple[Match, ...]


def infer(lines: Lines) -> Campaigns:
    """Match the source's redemptions with its purchases, which must not have been moved, and infer the values."""
    by_id, mailed = {each.id: each for each in source.read_campaigns()}, source.read_mailed()
    coupons, redemptions = source.read_coupons(), source.read_redemptions()
    matches = matching.matches(redemptions, coupons, matching.bought_on(lines, redemptions))
    seen = values.seen_discounts(lines, by_id.values(), mailed)
    return Campaigns(by_id, mailed, tuple(values.offers(coupons, matches, seen)), tuple(matches))


def window(campaign: Campaign, weeks_shifted: int = 0) -> tuple[datetime, datetime]:
    """Return the instants between which a campaign's coupons count, half-open, moved by whole weeks."""
    moved = timedelta(weeks=weeks_shifted)
    return calendar.midnight(campaign.first_day + moved), calendar.midnight(campaign.until + moved)
