"""Whoever guesses learns nothing: one answer for every failure, after the same work, and not many of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import clock
from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.actions.try_code import (
    MOST_BY_ADDRESS,
    MOST_BY_CUSTOMER,
    MOST_BY_PROGRAM,
    MOST_BY_SESSION,
)
from oneshelf.modules.coupons.public import Guesser
from oneshelf.modules.markets.public import Market
from tests.coupons.builders import AN_HOUR, a_shared, found, singles, terms, used
from tests.customers.builders import a_customer
from tests.markets.builders import a_market

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

HERE = Guesser(session="s", address="192.0.2.1")


@pytest.fixture
def market(transactional_db: None) -> Market:
    return a_market()


def tried(market: Market, typed: str, by: Guesser = HERE) -> str:
    try:
        coupons.try_code(typed, market.id, by=by, at=clock.now())
    except Refusal as refusal:
        return refusal.code
    return "works"


def test_every_failure_is_answered_alike_after_the_same_work(market: Market) -> None:
    now, ana = clock.now(), a_customer().id
    _, printed = singles(market, 3)
    used(market, *found(market, printed[0]))
    coupons.revoke_coupon(*found(market, printed[1]), actor=SYSTEM)
    a_shared(market, "LATER", begins_at=now + AN_HOUR)
    a_shared(market, "OVER", ends_at=now - timedelta(minutes=1))
    a_shared(market, "KNOWN", a_customer=1)
    paused = a_shared(market, "PAUSED")
    coupons.pause(paused.id, actor=SYSTEM)
    personal = coupons.open_personal(market.id, terms(market), actor=SYSTEM)
    (hers,) = coupons.issue_to(personal.id, [ana], actor=SYSTEM)
    a_shared(a_market(), "ABROAD")
    failing = [*printed[:2], "LATER", "OVER", "KNOWN", "PAUSED", coupons.readable_one(hers), "ABROAD", "NOTHING", "?"]
    failing.append(printed[2][:-1] + ("0" if printed[2][-1] != "0" else "1"))
    answers = set()
    for number, typed in enumerate(failing):
        with CaptureQueriesContext(connection) as asked, pytest.raises(coupons.CouponDoesNotWork) as refused:
            coupons.try_code(typed, market.id, by=Guesser(session=str(number)), at=now)
        assert refused.value.details == {"tail": typed.replace("-", "")[-4:]}
        answers.add((refused.value.code, refused.value.status, len(asked)))
    assert len(answers) == 1
    assert tried(market, printed[2]) == "works"


def test_who_tries_too_many_is_stopped_before_the_code_is_looked_at(market: Market) -> None:
    a_shared(market, "SUMMER26")
    told = [tried(market, "NOTHING") for _ in range(MOST_BY_SESSION + 1)]
    assert told == ["coupon_does_not_work"] * MOST_BY_SESSION + ["too_many_attempts"]
    assert tried(market, "SUMMER26") == "too_many_attempts"
    assert tried(market, "SUMMER26", Guesser(session="another", address="192.0.2.2")) == "works"
    with time_machine.travel(clock.now() + timedelta(minutes=15), tick=False):
        assert tried(market, "SUMMER26") == "works"


def test_one_network_of_ipv6_is_one_address(market: Market) -> None:
    nearby = [Guesser(session=f"s{at}", address=f"2001:db8:1:2::{at:x}") for at in range(MOST_BY_ADDRESS + 1)]
    told = [tried(market, "NOTHING", by) for by in nearby]
    assert told == ["coupon_does_not_work"] * MOST_BY_ADDRESS + ["too_many_attempts"]
    assert tried(market, "NOTHING", Guesser(session="n", address="2001:db8:1:3::1")) == "coupon_does_not_work"


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1%eth0", "2001:db8:1:2::/64"),
        ("unix:", "unix:"),
    ],
)
def test_an_address_counts_as_what_of_it_nobody_changes_at_will(address: str, source: str) -> None:
    assert accounts.source_of(address) == source


def test_a_program_is_stopped_when_too_many_of_its_codes_did_not_work(market: Market) -> None:
    kiosk, other, ana = Guesser(program="kiosk"), Guesser(program="other"), a_customer().id

    def works(by: Guesser) -> str:
        try:
            with coupons.counting(["SUMMER26"], by=by):
                return "works"
        except Refusal as refusal:
            return refusal.code

    coupons.count_wrong(MOST_BY_PROGRAM - 1, by=kiosk)
    assert {works(kiosk) for _ in range(3)} == {"works"}, "codes that work do not count"
    with pytest.raises(coupons.CouponDoesNotWork), coupons.counting(["NOTHING"], by=kiosk):
        raise coupons.CouponDoesNotWork(tail="HING")
    assert (works(kiosk), works(other)) == ("too_many_attempts", "works")
    coupons.count_wrong(MOST_BY_CUSTOMER, by=Guesser(program="other", customer=ana))
    assert (works(Guesser(program="other", customer=ana)), works(other)) == ("too_many_attempts", "works")
    with time_machine.travel(clock.now() + timedelta(minutes=15), tick=False):
        assert works(kiosk) == "works"


def test_codes_that_work_do_not_count(market: Market) -> None:
    a_shared(market, "SUMMER26")
    assert {tried(market, "SUMMER26") for _ in range(MOST_BY_SESSION + 1)} == {"works"}
    assert tried(market, "NOTHING") == "coupon_does_not_work"


@pytest.mark.parametrize(("most", "known_by"), [(MOST_BY_CUSTOMER, "customer"), (MOST_BY_ADDRESS, "address")])
def test_new_sessions_do_not_help(market: Market, most: int, known_by: str) -> None:
    ana = a_customer().id if known_by == "customer" else None
    accounts.count_guess({f"coupon {known_by} {ana or HERE.address}": most})
    for _ in range(most - 1):
        accounts.count_guess({f"coupon {known_by} {ana or HERE.address}": most})
    by = Guesser(session="new", address="" if ana else HERE.address, customer=ana)
    assert tried(market, "NOTHING", by) == "too_many_attempts"
