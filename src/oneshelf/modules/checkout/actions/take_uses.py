"""Holding what coupons and promotions with limits give while a checkout lasts, and using it with the order."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from oneshelf.modules.checkout.types import BasketQuote, Checkout, NewOrder
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import CouponId
from oneshelf.modules.promotions import public as promotions


def holds_uses(found: Checkout, chosen: Checkout) -> bool:
    """Tell whether a choice, or the one before, has something to hold."""
    return any(quote.coupons or quote.limited for quote in (found.quote, chosen.quote))


def hold_uses(chosen: Checkout, *, at: datetime) -> None:
    """Hold exactly what a choice uses, for as long as its goods, in the caller's transaction.

    Raises CouponDoesNotWork and PromotionUsedUp.
    """
    used = [CouponId(each) for each in sorted(chosen.quote.coupons_used)]
    if chosen.quote.coupons:
        coupons.reserve(
            *(chosen.id, used), market=chosen.market, customer=chosen.customer, expires_at=chosen.expires_at, at=at
        )
    promotions.take(
        *(chosen.market, chosen.id, _uses(chosen.quote)), customer=chosen.customer, at=at, until=chosen.expires_at
    )


def take_uses(new: NewOrder) -> None:
    """Use what an order was priced with, in its transaction, before its stock.

    What its checkout holds is used, whatever has ended since; what it does not hold any more must still be there, as
    for an order in one call. Raises CouponDoesNotWork and PromotionUsedUp.
    """
    if new.quote.limited:
        promotions.take(
            *(new.market, new.id, _uses(new.quote)), customer=new.customer, at=new.at, instead_of=new.checkout
        )
    used = [CouponId(each) for each in sorted(new.quote.coupons_used)]
    if used:
        _confirm(new, used)


def release_uses(ended: Checkout) -> None:
    """Let go of what a checkout that has ended held for itself, in the caller's transaction."""
    if ended.quote.coupons:
        coupons.release(ended.id)
    if ended.quote.limited:
        promotions.release(ended.id)


def _confirm(new: NewOrder, used: list[CouponId]) -> None:
    owner = new.checkout or new.id
    try:
        with transaction.atomic():
            coupons.confirm(owner, new.id, used, at=new.at)
    except coupons.CouponDoesNotWork:
        coupons.reserve(owner, used, market=new.market, customer=new.customer, expires_at=new.at, at=new.at)
        coupons.confirm(owner, new.id, used, at=new.at)


def _uses(quote: BasketQuote) -> list[promotions.Use]:
    taken = quote.taken_by_rule
    return [promotions.Use(promotions.PromotionId(UUID(rule)), taken[rule]) for rule in quote.limited]
