"""Whether a code works: each thing that stands against it, by itself and in its order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from oneshelf.modules.coupons.errors import CodeUnfit, WindowIsEmpty
from oneshelf.modules.coupons.rules import terms
from oneshelf.modules.coupons.types import BatchId, BatchState, CouponId, Kind, Known, Limits, Reason, Terms
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.promotions.public import PromotionId

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
ANA, TOM = CustomerId(UUID(int=1)), CustomerId(UUID(int=2))
TERMS = Terms(label="Summer", promotion=PromotionId(UUID(int=9)), limits=Limits(a_code=7), begins_at=NOON)
PLAIN = Known(
    digest=b"",
    coupon=CouponId(UUID(int=3)),
    batch=BatchId(UUID(int=4)),
    market=MarketId(UUID(int=5)),
    promotion=PromotionId(UUID(int=9)),
    tail="ER26",
    customer=None,
    revoked=False,
    state=BatchState.OPEN,
    begins_at=NOON,
    ends_at=NOON + timedelta(hours=1),
    a_code=None,
    in_all=None,
    a_customer=None,
    a_day=None,
    a_basket=None,
    used_a_code=0,
    used_in_all=0,
    used_a_customer=0,
    used_a_day=0,
    held=False,
)


@pytest.mark.parametrize(
    ("known", "customer", "reason"),
    [
        ({}, None, None),
        ({"revoked": True, "state": BatchState.PAUSED}, ANA, Reason.REVOKED),
        ({"state": BatchState.REVOKED}, ANA, Reason.REVOKED),
        ({"state": BatchState.PAUSED}, ANA, Reason.PAUSED),
        ({"customer": ANA}, ANA, None),
        ({"customer": ANA}, TOM, Reason.OTHER_CUSTOMER),
        ({"customer": ANA}, None, Reason.OTHER_CUSTOMER),
        ({"a_customer": 2}, None, Reason.CUSTOMER_UNKNOWN),
        ({"a_customer": 2, "used_a_customer": 1}, ANA, None),
        ({"a_customer": 2, "used_a_customer": 2}, ANA, Reason.USED_BY_CUSTOMER),
        ({"a_code": 1, "used_a_code": 1}, None, Reason.USED_UP),
        ({"in_all": 5, "used_in_all": 4}, None, None),
        ({"in_all": 5, "used_in_all": 5}, None, Reason.USED_UP),
        ({"a_day": 3, "used_a_day": 3}, None, Reason.USED_UP_TODAY),
        ({"a_code": 1, "used_a_code": 1, "in_all": 1, "used_in_all": 1, "held": True}, None, None),
        ({"a_code": 1, "used_a_code": 1, "held": True, "revoked": True}, None, Reason.REVOKED),
    ],
)
def test_what_stands_against_a_code(known: dict[str, Any], customer: CustomerId | None, reason: Reason | None) -> None:
    assert terms.why_not(replace(PLAIN, **known), customer, NOON, runs=True) is reason


def test_a_window_holds_its_first_instant_and_not_its_last() -> None:
    instant = timedelta(microseconds=1)
    told = [
        terms.why_not(PLAIN, None, at, runs=True)
        for at in (NOON - instant, NOON, NOON + timedelta(hours=1) - instant, NOON + timedelta(hours=1))
    ]
    assert told == [Reason.NOT_BEGUN, None, None, Reason.ENDED]
    assert terms.why_not(replace(PLAIN, ends_at=None), None, NOON + timedelta(days=9_999), runs=True) is None


def test_a_code_rests_with_its_promotion() -> None:
    assert terms.why_not(PLAIN, None, NOON, runs=False) is Reason.PROMOTION_PAUSED


@pytest.mark.parametrize(
    ("known", "left"),
    [
        ({}, None),
        ({"in_all": 5, "used_in_all": 3, "a_day": 9, "used_a_day": 8}, 1),
        ({"in_all": 5, "used_in_all": 5, "held": True}, 1),
        ({"a_code": 1}, 1),
    ],
)
def test_the_narrowest_limit_says_what_is_left(known: dict[str, Any], left: int | None) -> None:
    assert terms.left(replace(PLAIN, **known)) == left


def test_what_is_not_shared_is_used_once() -> None:
    assert [terms.of_kind(kind, TERMS).limits.a_code for kind in (Kind.SHARED, Kind.SINGLE, Kind.PERSONAL)] == [
        None,
        1,
        1,
    ]


@pytest.mark.parametrize("length", [timedelta(0), -timedelta(seconds=1)])
def test_a_window_without_an_instant_is_refused(length: timedelta) -> None:
    with pytest.raises(WindowIsEmpty):
        terms.check_window(replace(TERMS, ends_at=NOON + length))
    terms.check_window(TERMS)


@pytest.mark.parametrize("code", ["", "TEA", "N3Z02811QHZGV80", "N3Z02811QHZGV80MZ", "10%OFF", "\u00fcber10"])
def test_a_code_that_nobody_could_read_is_not_chosen(code: str) -> None:
    with pytest.raises(CodeUnfit):
        terms.chosen(code)


def test_a_chosen_code_is_shown_as_it_was_chosen() -> None:
    assert terms.chosen(" summer-26 ") == "SUMMER26"
