"""Coupons that callers hand in by their codes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import CouponDoesNotWork, Found, Guesser
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.pricing.public import compiled
from oneshelf.surfaces.api.calls import Call, address_of
from oneshelf.surfaces.api.problems import AtField


def coupons_in(call: Call, codes: Sequence[str], customer: CustomerId | None) -> tuple[compiled.Coupon, ...]:
    """Return what the caller's codes stand for, as a basket is priced with them.

    A program with a key is known; of others, codes that do not work are counted. Raises CouponDoesNotWork at the code,
    and TooManyAttempts. Must not be called in a transaction.
    """
    if call.client is None:
        found = [_tried(call, code, at, customer) for at, code in enumerate(codes)]
        for at, each in coupons.of_one_basket(dict(enumerate(found))).items():
            if not isinstance(each, Found):
                raise AtField(CouponDoesNotWork(tail=each.tail), f"codes[{at}]", codes[at])
        return tuple(compiled.Coupon(str(each.coupon), str(each.promotion)) for each in found)
    return checkout.coupons_of(codes, call.market.id, customer, clock.now())


def coupon_in(call: Call, code: str, customer: CustomerId | None, *, held_by: UUID | None = None) -> Found:
    """Return the coupon of a code that works, as `coupons_in` does.

    What the checkout `held_by` holds is not used up.
    """
    if call.client is None:
        by = Guesser(address=address_of(call.request), customer=customer)
        return coupons.try_code(code, call.market.id, by=by, at=clock.now(), held_by=held_by)
    found = coupons.look_up([code], call.market.id, customer, clock.now(), held_by=held_by)[code]
    if not isinstance(found, Found):
        raise CouponDoesNotWork(tail=found.tail or code.strip()[-4:])
    return found


def _tried(call: Call, code: str, at: int, customer: CustomerId | None) -> Found:
    try:
        return coupon_in(call, code, customer)
    except CouponDoesNotWork as refusal:
        raise AtField(refusal, f"codes[{at}]", code) from refusal
