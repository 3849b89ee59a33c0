"""Which campaigns, and what of them, belong to a slice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from oneshelf.surfaces.console.load.journey.campaigns.inferred import Campaigns, window
from oneshelf.surfaces.console.load.journey.campaigns.matching import pieces
from oneshelf.surfaces.console.load.journey.campaigns.values import Offer

_MARKS = "ABCDEFGHJKMNPQRTVWXYZ0123456789"
"""The symbols of coupons' codes; the largest booklet has 29 offers."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """The campaigns that run in a slice's weeks or later, with its households and products.

    `windows` are moved as the history is. `codes` are what is scanned, by the offers' keys. `pieces` is how many of a
    (campaign, coupon) one household handed in at most.
    """

    households: Mapping[int, frozenset[int]]
    windows: Mapping[int, tuple[datetime, datetime]]
    offers: tuple[Offer, ...]
    codes: Mapping[str, str]
    pieces: Mapping[tuple[int, int], int]


def mailing(
    campaigns: Campaigns, *, weeks_shifted: int, since: datetime, households: Collection[int], products: Collection[int]
) -> Mailing:
    """Return what of `campaigns` belongs to a slice that begins at `since` and has these households and products."""
    windows = {id: window(each, weeks_shifted) for id, each in campaigns.by_id.items()}
    windows = {id: each for id, each in windows.items() if each[1] > since}
    known = frozenset(products)
    offers = [replace(each, products=each.products & known) for each in campaigns.offers if each.campaign in windows]
    return Mailing(
        households={id: campaigns.mailed[id] & frozenset(households) for id in windows},
        windows=windows,
        offers=tuple(each for each in offers if each.products),
        codes=_codes(campaigns.offers),
        pieces=_most_pieces(campaigns),
    )


def _codes(offers: Collection[Offer]) -> dict[str, str]:
    """Return a code for each offer; it does not depend on which of them are loaded."""
    counts = Counter((each.campaign, each.coupon) for each in offers)
    seen: Counter[tuple[int, int]] = Counter()
    codes = {}
    for each in offers:
        number = (each.campaign, each.coupon)
        mark = _MARKS[seen[number]] if counts[number] > 1 else ""
        seen[number] += 1
        codes[each.key] = f"{each.coupon}{each.campaign:02}{mark}"
    return codes


def _most_pieces(campaigns: Campaigns) -> dict[tuple[int, int], int]:
    faces = {(each.campaign, each.coupon): each.face for each in campaigns.offers}
    handed_in: Counter[tuple[tuple[int, int], int]] = Counter()
    for match in campaigns.matches:
        number = (match.redemption.campaign, match.redemption.coupon)
        count = pieces(match.line, faces[number], match.eligible) if match.line else 1
        handed_in[number, match.redemption.household] += max(1, count)
    most: dict[tuple[int, int], int] = {}
    for (number, _), count in handed_in.items():
        most[number] = max(most.get(number, 0), count)
    return most
