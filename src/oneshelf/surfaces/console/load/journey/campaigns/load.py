"""Writes campaigns: their households as groups of customers, and their coupons as promotions with codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import SetRow
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import Failure, Limits, Reason
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import Group
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import GroupId, Plan, PromotionRow, Terms
from oneshelf.surfaces.console.load.journey.campaigns import rules
from oneshelf.surfaces.console.load.journey.campaigns.mailing import Mailing
from oneshelf.surfaces.console.load.journey.campaigns.values import Offer
from oneshelf.surfaces.console.load.journey.ids import Ids


def load_groups(mailing: Mailing, ids: Ids) -> None:
    """Write the groups of those who got a campaign, in the caller's transaction."""
    groups = [
        Group(ids.mailed(campaign), rules.segment_of(campaign), f"Got campaign {campaign}", 0)
        for campaign in mailing.households
    ]
    members = {
        ids.mailed(campaign): [ids.household(each) for each in got] for campaign, got in mailing.households.items()
    }
    customers.bulk_load_groups(groups, members, ids.opened_at)
    known = {each.code for each in promotions.list_groups(ids.market)}
    for name, group in (("Promotions", rules.OWN), ("Manufacturers' coupons", rules.GROUP)):
        if group.code not in known:
            promotions.open_group(
                ids.market,
                group.code,
                name,
                order=group.order,
                mode=group.mode,
                choice=group.choice,
                actor=SYSTEM,
            )


def load_offers(mailing: Mailing, offers: Sequence[Offer], ids: Ids) -> None:
    """Write the goods of `offers` as sets, the offers as promotions, and a code for each, in the caller's transaction.

    The code is the source's number, then the campaign's, then a mark where a number stands for several offers.
    """
    catalogue.bulk_load_sets(
        SetRow(
            ids.goods_of(each.key),
            f"coupon-{each.key}",
            f"Goods of coupon {each.coupon}",
            tuple(ids.variant(product) for product in sorted(each.products)),
        )
        for each in offers
    )
    group = next(each.id for each in promotions.list_groups(ids.market) if each.code == rules.GROUP.code)
    rows = [_promotion(each, *mailing.windows[each.campaign], group, ids) for each in offers]
    promotions.bulk_load_promotions(ids.market, rows)
    _open_codes(mailing, offers, ids)


def _promotion(offer: Offer, since: datetime, until: datetime, group: GroupId, ids: Ids) -> PromotionRow:
    match = compiled.Match(any_of=(f"s:{ids.goods_of(offer.key)}",))
    terms = Terms(
        reward=rules.reward_of(offer.face),
        match=match,
        when=rules.condition_of(offer, match),
        needs_coupon=True,
        caps=rules.caps_of(offer.face),
    )
    plan = Plan(f"C{offer.key}", f"Coupon {offer.coupon}: {rules.said(offer.face)}", group, terms)
    return PromotionRow(ids.offer(offer.key), plan, since, until, made_up=("reward", f"by_{offer.basis}"))


def _open_codes(mailing: Mailing, offers: Sequence[Offer], ids: Ids) -> None:
    codes = {mailing.codes[each.key]: each for each in offers}
    known = coupons.look_up(list(codes), ids.market, None, clock.now())
    for code, offer in codes.items():
        found = known[code]
        if isinstance(found, Failure) and found.reason is Reason.UNKNOWN:
            since, until = mailing.windows[offer.campaign]
            limits = Limits(a_customer=mailing.pieces.get((offer.campaign, offer.coupon), 1))
            terms = coupons.Terms(
                f"Campaign {offer.campaign}, coupon {offer.coupon}", ids.offer(offer.key), limits, since, until
            )
            coupons.open_shared(ids.market, terms, code, actor=SYSTEM)
