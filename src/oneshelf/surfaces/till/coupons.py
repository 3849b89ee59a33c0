"""Coupons that customers hand in at the till."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import Found, Reason
from oneshelf.modules.customers.public import CustomerId
from oneshelf.surfaces.till.device import Counter
from oneshelf.surfaces.till.errors import CouponNot

_NO_CODE = frozenset({Reason.MISTYPED, Reason.UNKNOWN})


def coupon_in(counter: Counter, code: str, customer: UUID | None) -> UUID | None:
    """Return the coupon of a code that was scanned or typed; None for what is no coupon's code.

    Raises CouponNot for one that does not work for the customer, with the reason.
    """
    who = CustomerId(customer) if customer else None
    found = coupons.look_up([code], counter.till.market, who, clock.now())[code]
    if isinstance(found, Found):
        return found.coupon
    if found.reason in _NO_CODE:
        return None
    raise CouponNot(tail=found.tail, why=str(coupons.REASON_NAMES[found.reason]))


def kept(counter: Counter, handed_in: Sequence[UUID], customer: UUID | None) -> list[checkout.KeptCoupon]:
    """Return the coupons of a basket as they are for its customer now."""
    who = CustomerId(customer) if customer else None
    return checkout.coupons_kept(tuple(dict.fromkeys(handed_in)), counter.till.market, who, clock.now())
