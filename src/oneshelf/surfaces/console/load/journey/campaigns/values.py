"""Infers what each coupon is worth: from its number, else from the discounted lines on which it was handed in.

A number of the retailer's own stands for a booklet whose coupons differ from product to product. So its value is
inferred product by product, and it becomes one offer for each value.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from oneshelf.surfaces.console.load.journey import calendar
from oneshelf.surfaces.console.load.journey.campaigns.matching import Match, pieces
from oneshelf.surfaces.console.load.journey.campaigns.numbers import Face, face_of
from oneshelf.surfaces.console.load.journey.campaigns.source import Campaign, Coupons
from oneshelf.surfaces.console.load.journey.source import Lines


class Basis(StrEnum):
    """From what a value was inferred.

    NUMBER: the value code in the coupon's number. MATCHED: lines that redemptions of the coupon met. MAILED: lines of
    the same product that coupons reduced while the campaign ran, of households that had got it.
    """

    NUMBER = "number"
    MATCHED = "matched"
    MAILED = "mailed"


@dataclass(frozen=True, slots=True)
class Offer:
    """A coupon of a campaign, or the part of one with this value: what it gives, and on which products."""

    campaign: int
    coupon: int
    face: Face
    products: frozenset[int]
    basis: Basis

    @property
    def key(self) -> str:
        """A name of its own for the offer, always the same."""
        return f"{self.campaign:02d}-{self.coupon}-{'free' if self.face.free else self.face.cents}"


Seen = Mapping[tuple[int, int], int]
"""The commonest discount, in cents, that coupons gave on each (campaign, product)."""


def offers(coupons: Coupons, matches: Iterable[Match], seen: Seen) -> list[Offer]:
    """Return the offers of every coupon whose value can be inferred, ordered by campaign, coupon and value.

    Tills gave some coupons for fewer units than their numbers ask; an offer asks for as few as they did. For a free
    unit it asks for as many as every basket held that got one.
    """
    met = defaultdict(list)
    for match in matches:
        if match.line is not None:
            met[match.redemption.campaign, match.redemption.coupon].append(match)
    found: list[Offer] = []
    for (campaign, coupon), products in sorted(coupons.items()):
        face = face_of(coupon)
        if face is not None:
            asked = Face(_needs(face, met[campaign, coupon]), face.cents, face.free)
            found.append(Offer(campaign, coupon, asked, products, Basis.NUMBER))
        else:
            found += _booklet(campaign, coupon, products, met[campaign, coupon], seen)
    return found


def seen_discounts(lines: Lines, campaigns: Iterable[Campaign], mailed: Mapping[int, frozenset[int]]) -> Seen:
    """Count which discount was commonest on each product for the households of each campaign while it ran.

    Of two as common it is the lower.
    """
    reduced = lines.where(lines.coupon > 0)
    days = calendar.days(reduced.sold_at)
    found: dict[tuple[int, int], int] = {}
    for campaign in campaigns:
        first, until = calendar.day_number(campaign.first_day), calendar.day_number(campaign.until)
        households = np.array(sorted(mailed[campaign.id]), dtype=np.int64)
        own = reduced.where((days >= first) & (days < until) & np.isin(reduced.household, households))
        counts: defaultdict[int, Counter[int]] = defaultdict(Counter)
        for product, cents in zip(own.product.tolist(), own.coupon.tolist(), strict=True):
            counts[product][cents] += 1
        found |= {(campaign.id, product): _commonest(each) for product, each in counts.items()}
    return found


def _needs(face: Face, met: Sequence[Match]) -> int:
    given = [match.units // pieces(match.line, face, match.eligible) for match in met if match.line is not None]
    if face.free:  # what must be bought for a free unit the number may leave to the print
        return max(face.needs, min(given, default=1))
    return max(1, min([face.needs, *given]))


def _booklet(campaign: int, coupon: int, products: frozenset[int], met: Sequence[Match], seen: Seen) -> list[Offer]:
    counts: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for match in met:
        if match.line is not None:
            counts[match.line.product][match.line.coupon] += 1
    matched: defaultdict[int, set[int]] = defaultdict(set)
    mailed: defaultdict[int, set[int]] = defaultdict(set)
    for product in products:
        if product in counts:
            matched[_commonest(counts[product])].add(product)
        elif (campaign, product) in seen:
            mailed[seen[campaign, product]].add(product)
    return [
        Offer(
            campaign,
            coupon,
            Face(needs=1, cents=cents),
            frozenset(matched[cents] | mailed[cents]),
            Basis.MATCHED if matched[cents] else Basis.MAILED,
        )
        for cents in sorted(matched.keys() | mailed.keys())
    ]


def _commonest(counts: Counter[int]) -> int:
    return min(counts, key=lambda cents: (-counts[cents], cents))
