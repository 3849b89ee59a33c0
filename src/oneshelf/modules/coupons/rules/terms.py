"""Whether a code works, and what a batch may be like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from oneshelf.kernel.states import StateMachine
from oneshelf.modules.coupons.errors import CodeUnfit, WindowIsEmpty
from oneshelf.modules.coupons.rules import codes
from oneshelf.modules.coupons.types import BatchId, BatchState, CouponId, Failure, Found, Kind, Known, Reason, Terms
from oneshelf.modules.customers.public import CustomerId

K = TypeVar("K")

STATES = StateMachine(
    "coupon batch",
    BatchState.OPEN,
    {
        BatchState.OPEN: frozenset({BatchState.PAUSED, BatchState.REVOKED}),
        BatchState.PAUSED: frozenset({BatchState.OPEN, BatchState.REVOKED}),
        BatchState.REVOKED: frozenset(),
    },
)


def check_window(terms: Terms) -> None:
    """Raise WindowIsEmpty unless the codes work at some moment."""
    if terms.ends_at is not None and terms.ends_at <= terms.begins_at:
        raise WindowIsEmpty


def of_kind(kind: Kind, terms: Terms) -> Terms:
    """Return the terms of a batch of that kind: codes that are not shared are used once each."""
    return replace(terms, limits=replace(terms.limits, a_code=None if kind is Kind.SHARED else 1))


def chosen(code: str) -> str:
    """Return a code that somebody chose as it is shown. Raises CodeUnfit."""
    symbols = codes.read(code)
    if symbols is None or len(symbols) > codes.LONGEST_CHOSEN:
        raise CodeUnfit(chosen=code[:20], shortest=codes.SHORTEST_CHOSEN, longest=codes.LONGEST_CHOSEN)
    return codes.write(code)


def why_not(known: Known, customer: CustomerId | None, at: datetime, *, runs: bool) -> Reason | None:
    """Return why a code does not work for a customer, None when it does. `runs` says whether its promotion does.

    What the asking checkout holds counts against no limit once more.
    """
    checks = (
        (known.revoked or known.state is BatchState.REVOKED, Reason.REVOKED),
        (known.state is BatchState.PAUSED, Reason.PAUSED),
        (not runs, Reason.PROMOTION_PAUSED),
        (at < known.begins_at, Reason.NOT_BEGUN),
        (known.ends_at is not None and at >= known.ends_at, Reason.ENDED),
        (known.customer is not None and known.customer != customer, Reason.OTHER_CUSTOMER),
        (known.a_customer is not None and customer is None, Reason.CUSTOMER_UNKNOWN),
        (_is_reached(known, known.a_customer, known.used_a_customer), Reason.USED_BY_CUSTOMER),
        (_is_reached(known, known.a_code, known.used_a_code), Reason.USED_UP),
        (_is_reached(known, known.in_all, known.used_in_all), Reason.USED_UP),
        (_is_reached(known, known.a_day, known.used_a_day), Reason.USED_UP_TODAY),
    )
    return next((reason for stands_against, reason in checks if stands_against), None)


def of_one_basket(told: Mapping[K, Found | Failure]) -> dict[K, Found | Failure]:
    """Return what codes are together in one basket: of a batch no more than a basket takes, the first ones, work."""
    taken: dict[BatchId, set[CouponId]] = {}
    together: dict[K, Found | Failure] = {}
    for key, each in told.items():
        together[key] = each
        if isinstance(each, Found) and each.a_basket is not None:
            of_batch = taken.setdefault(each.batch, set())
            if each.coupon not in of_batch and len(of_batch) >= each.a_basket:
                together[key] = Failure(Reason.BASKET_IS_FULL, each.coupon, each.tail)
            else:
                of_batch.add(each.coupon)
    return together


def left(known: Known) -> int | None:
    """Return how many more uses the limits of a code leave, one that the asking checkout holds included; None: any."""
    counted = (
        (known.a_code, known.used_a_code),
        (known.in_all, known.used_in_all),
        (known.a_customer, known.used_a_customer),
        (known.a_day, known.used_a_day),
    )
    return min((most - used + known.held for most, used in counted if most is not None), default=None)


def _is_reached(known: Known, most: int | None, used: int) -> bool:
    return most is not None and not known.held and used >= most
