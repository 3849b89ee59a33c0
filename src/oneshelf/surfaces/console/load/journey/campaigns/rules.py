"""Offers as rules of the pricing kernel."""

from __future__ import annotations

from datetime import datetime

from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled
from oneshelf.surfaces.console.load.journey.campaigns.inferred import Campaigns, window
from oneshelf.surfaces.console.load.journey.campaigns.numbers import Face
from oneshelf.surfaces.console.load.journey.campaigns.values import Offer

GROUP = compiled.Group(code="manufacturers-coupons", order=90, mode=compiled.Mode.STACK)
"""Manufacturers' coupons come last, each on what the ones before it left: they pay for what the shop asks."""

OWN = compiled.Group(code="promotions", order=10, mode=compiled.Mode.UNIT)
"""Where the shop's own promotions stand: empty at first, and offered before that of the coupons."""


def reward_of(face: Face) -> compiled.Reward:
    """Return what one piece of a coupon gives."""
    if not face.free:
        return compiled.AmountOff(face.cents)
    return compiled.BuyGet(buy=face.needs - 1, get=1) if face.needs > 1 else compiled.Percent(compiled.WHOLE_BP)


def caps_of(face: Face) -> compiled.Caps:
    """Return how much one piece of a coupon gives at most: one unit, where it gives units."""
    return compiled.Caps(pieces=1) if face.free else compiled.Caps()


def condition_of(offer: Offer, match: compiled.Match) -> compiled.Condition:
    """Return what must be so before the coupon counts: it is a household's that got it, with enough of its goods.

    A free unit asks for its goods by itself.
    """
    mailed = compiled.Segment((segment_of(offer.campaign),))
    if offer.face.free or offer.face.needs == 1:
        return mailed
    return compiled.All((mailed, compiled.Holds(match, least=offer.face.needs)))


def said(face: Face) -> str:
    """Return what a coupon gives, as its market's language says it."""
    if face.free:
        return "one free" if face.needs == 1 else f"one of {face.needs} free"
    dollars = f"${face.cents // 100}.{face.cents % 100:02} off"
    return dollars if face.needs == 1 else f"{dollars} {face.needs}"


def segment_of(campaign: int) -> str:
    """Return the code of the group of households that got a campaign."""
    return f"campaign-{campaign:02}"


def tag_of(product: int) -> str:
    """Return the tag of a product where nothing is known of it but the source's number."""
    return f"v:{product}"


def book_of(campaigns: Campaigns) -> pricing.Rulebook:
    """Return the offers as rules of the source's own year: each named by its key, products by their numbers."""
    windows = {id: window(each) for id, each in campaigns.by_id.items()}
    return pricing.Rulebook([_rule(offer, *windows[offer.campaign]) for offer in campaigns.offers], [GROUP])


def _rule(offer: Offer, starts: datetime, ends: datetime) -> compiled.Rule:
    match = compiled.Match(any_of=tuple(tag_of(product) for product in sorted(offer.products)))
    return compiled.Rule(
        id=offer.key,
        version=1,
        label=offer.key,
        reward=reward_of(offer.face),
        group=GROUP.code,
        match=match,
        when=condition_of(offer, match),
        starts=int(starts.timestamp()),
        ends=int(ends.timestamp()),
        needs_coupon=True,
        caps=caps_of(offer.face),
    )
