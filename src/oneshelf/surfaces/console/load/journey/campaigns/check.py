"""Prices every basket again for which a coupon is known to have been handed in, and compares cent by cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

import numpy as np

from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled
from oneshelf.surfaces.console.load.journey import calendar
from oneshelf.surfaces.console.load.journey.campaigns import matching, rules
from oneshelf.surfaces.console.load.journey.campaigns.inferred import Campaigns
from oneshelf.surfaces.console.load.journey.campaigns.matching import Bought, Cause, Match
from oneshelf.surfaces.console.load.journey.campaigns.values import Offer
from oneshelf.surfaces.console.load.journey.source import CURRENCY, Lines


class Outcome(StrEnum):
    """How what the kernel gives compares with what the till gave.

    EXACT: to the cent. CAPPED: the till gave more than the coupon's goods cost, the kernel what they cost.
    """

    EXACT = "exact"
    CAPPED = "capped"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Checked:
    """A matched redemption: what the till gave, and what the kernel gives, in cents."""

    match: Match
    offer: Offer
    recorded: int
    given: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Sale:
    """A basket as the till rang it up."""

    household: int
    sold_at: datetime
    lines: tuple[Bought, ...]


def check(lines: Lines, campaigns: Campaigns) -> list[Checked]:
    """Price every basket again of which a redemption is matched, and compare. `lines` are of the source's own year."""
    matched = [each for each in campaigns.matches if each.cause is Cause.MATCHED]
    return list(priced_again(matched, campaigns, sales_of(lines, {each.line.basket for each in matched if each.line})))


def sales_of(lines: Lines, baskets: Iterable[int]) -> dict[int, Sale]:
    """Return those baskets of the source, without lines of quantity zero."""
    own = lines.where(np.isin(lines.basket, np.array(sorted(baskets), dtype=np.int64)) & (lines.quantity > 0))
    columns = (own.basket, own.number, own.product, own.quantity, own.sales, own.coupon)
    rows = [Bought(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]
    owners = zip(own.basket.tolist(), own.household.tolist(), own.sold_at.tolist(), strict=True)
    return {
        basket: Sale(household, at.replace(tzinfo=UTC), tuple(row for _, row in pairs))
        for (basket, household, at), pairs in groupby(zip(owners, rows, strict=True), key=itemgetter(0))
    }


def priced_again(matched: Iterable[Match], campaigns: Campaigns, sales: Mapping[int, Sale]) -> Iterator[Checked]:
    """Price the basket of each match with every coupon that was handed in for it, at what lines cost before coupons."""
    book = rules.book_of(campaigns)
    own: defaultdict[tuple[int, int], list[Offer]] = defaultdict(list)
    for offer in campaigns.offers:
        own[offer.campaign, offer.coupon].append(offer)
    handed_in: defaultdict[int, list[tuple[Match, Bought, Offer]]] = defaultdict(list)
    for match in matched:
        assert match.line is not None, "a matched redemption has its line"
        parts = own[match.redemption.campaign, match.redemption.coupon]
        offer = next(each for each in parts if match.line.product in each.products)
        handed_in[match.line.basket].append((match, match.line, offer))
    for basket, found in handed_in.items():
        sale = sales[basket]
        segments = [rules.segment_of(campaign) for campaign, got in campaigns.mailed.items() if sale.household in got]
        coupons = [offer.key for match, line, offer in found for _ in range(_pieces(match, line, offer))]
        priced = pricing.price(_basket(sale, segments, coupons), book)
        for match, line, offer in found:
            verdict = priced.verdict(offer.key)
            given = verdict.off if verdict else 0
            cost = sum(each.sales for each in sale.lines if each.product in offer.products)
            yield Checked(match, offer, line.coupon, given, _outcome(line.coupon, given, cost))


def _pieces(match: Match, line: Bought, offer: Offer) -> int:
    return max(1, matching.pieces(line, offer.face, match.eligible))


def _basket(sale: Sale, segments: Sequence[str], coupons: Sequence[str]) -> compiled.Basket:
    local = sale.sold_at.astimezone(calendar.ZONE)
    return compiled.Basket(
        currency=CURRENCY,
        lines=tuple(
            compiled.Line(
                key=str(line.number),
                article=str(line.product),
                quantity=line.quantity,
                price=line.sales,
                per=line.quantity,
                tags=(rules.tag_of(line.product),),
            )
            for line in sale.lines
        ),
        facts=compiled.Facts(
            at=int(sale.sold_at.timestamp()),
            weekday=local.weekday(),
            minute=local.hour * 60 + local.minute,
            channel="till",
            known=True,
            segments=tuple(segments),
            coupons=tuple(compiled.Coupon(str(number), rule) for number, rule in enumerate(coupons)),
        ),
    )


def _outcome(recorded: int, given: int, cost: int) -> Outcome:
    if given == recorded:
        return Outcome.EXACT
    return Outcome.CAPPED if given == cost < recorded else Outcome.DIFFERENT
