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

    Codes that do not work are counted: of a program with a key, against it and the customer that it names. Raises
    CouponDoesNotWork at the code, and TooManyAttempts. Must not be called in a transaction.
    """
    if call.client is None:
        found = [_tried(call, code, at, customer) for at, code in enumerate(codes)]
        for at, each in coupons.of_one_basket(dict(enumerate(found))).items():
            if not isinstance(each, Found):
                raise AtField(CouponDoesNotWork(tail=each.tail), f"codes[{at}]", codes[at])
        return tuple(compiled.Coupon(str(each.coupon), str(each.promotion)) for each in found)
    with coupons.counting(codes, by=guesser(call, customer)):
        return checkout.coupons_of(codes, call.market.id, customer, clock.now())


def coupon_in(call: Call, code: str, customer: CustomerId | None, *, held_by: UUID | None = None) -> Found:
    """Return the coupon of a code that works, as `coupons_in` does.

    What the checkout `held_by` holds is not used up.
    """
    if call.client is None:
        by = guesser(call, customer)
        return coupons.try_code(code, call.market.id, by=by, at=clock.now(), held_by=held_by)
    with coupons.counting([code], by=guesser(call, customer)):
        found = coupons.look_up([code], call.market.id, customer, clock.now(), held_by=held_by)[code]
        if not isinstance(found, Found):
            raise CouponDoesNotWork(tail=found.tail or code.strip()[-4:])
        return found


def guesser(call: Call, customer: CustomerId | None) -> Guesser:
    """Return under what the codes of a caller are counted: a program's key, else an address, and the customer."""
    if call.client is not None:
        return Guesser(program=str(call.client.id), customer=customer)
    return Guesser(address=address_of(call.request), customer=customer)


def _tried(call: Call, code: str, at: int, customer: CustomerId | None) -> Found:
    try:
        return coupon_in(call, code, customer)
    except CouponDoesNotWork as refusal:
        raise AtField(refusal, f"codes[{at}]", code) from refusal
