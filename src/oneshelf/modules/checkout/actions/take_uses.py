"""Holding what promotions with limits and coupons give while a checkout lasts, and using it with the order.

Whoever holds or lets go takes the counts of promotions first, then those of coupons, then goods: in one order, so that
orders, choices and the end of checkouts wait for each other, but never in a circle.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from oneshelf.kernel.transactions import retried
from oneshelf.modules.checkout.types import BasketQuote, Checkout, CheckoutState, NewOrder
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import CouponId
from oneshelf.modules.promotions import public as promotions


def holds_uses(found: Checkout, chosen: Checkout) -> bool:
    """Tell whether a choice, or the one before, has something to hold."""
    return any(quote.coupons or quote.limited for quote in (found.quote, chosen.quote))


def hold_uses(chosen: Checkout, *, at: datetime) -> None:
    """Hold exactly what a choice uses, for as long as its goods, in the caller's transaction.

    Raises PromotionUsedUp and CouponDoesNotWork.
    """
    promotions.take(
        *(chosen.market, chosen.id, _uses(chosen.quote)), customer=chosen.customer, at=at, until=chosen.expires_at
    )
    used = [CouponId(each) for each in sorted(chosen.quote.coupons_used)]
    if chosen.quote.coupons:
        coupons.reserve(
            *(chosen.id, used), market=chosen.market, customer=chosen.customer, expires_at=chosen.expires_at, at=at
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
    if ended.quote.limited:
        promotions.release(ended.id)
    if ended.quote.coupons:
        coupons.release(ended.id)


@retried
def give_up_uses(former: Checkout) -> None:
    """Let go of what a checkout holds of coupons and limits, for another one of the same shopper that wants them now.

    If it comes to be ordered after all, they must still be there then. One that was paid for, or has ended, is left as
    it is. What holds nothing costs no statement.
    """
    if former.state is CheckoutState.OPEN and former.payment is None:
        release_uses(former)


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
