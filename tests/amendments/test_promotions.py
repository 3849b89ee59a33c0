"""What a change adds is priced by the promotions of that moment, and proved; what was sold before keeps its price."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import Money
from oneshelf.modules.amendments.public import Addition
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.actions import prove
from oneshelf.modules.orders.public import Adjustment
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Limits, Terms
from tests.amendments.builders import Case, an_order, pays, wrong
from tests.orders.settling import forget_jobs, settle
from tests.promotions.builders import TENTH, a_live_one
from tests.staff.builders import a_member, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

THREE_FOR_TWO = Terms(reward=compiled.BuyGet(buy=2, get=1))


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def amounts(case: Case) -> dict[int, int]:
    return {line.line: line.amount.minor for line in case.now.lines}


def test_what_is_added_costs_less_by_the_promotion_of_now_and_what_was_sold_what_it_did() -> None:
    case = an_order(3)
    (milk,) = case.variants
    tenth = a_live_one(case.shop.market, TENTH)
    waiting = case.change(None, Addition(milk, 2))
    assert waiting.to_pay == usd(450)
    promotions.end(tenth.id, actor=SYSTEM)  # what was shown is what is paid
    pays(waiting)
    assert amounts(case) == {1: 750, 2: 450}
    took_off = Adjustment(2, orders.PROMOTION, tenth.plan.name, usd(-50), tenth.id, tenth.number)
    assert case.now.adjustments == (took_off,)
    assert orders.find_proof(case.order) is None
    (sealed,) = orders.find_amended_proofs(case.order)
    assert (pricing.is_intact(sealed), pricing.amounts(sealed)) == (True, {"2": 450})
    assert [(rule.id, rule.version) for rule in sealed.rules] == [(str(tenth.id), tenth.number)]
    settle()
    assert wrong() == []


def test_why_that_price_is_told_of_what_a_change_added(client: Client) -> None:
    case = an_order(3)
    (milk,) = case.variants
    a_live_one(case.shop.market, TENTH, name="Tenth off")
    pays(case.change(None, Addition(milk, 2)))
    seen = sign_in(client, a_member("service"))
    page = seen.get(f"/backoffice/orders/{case.order}/price/").content.decode()
    for said in ("It cost what was listed", "Added by a change", "Tenth off", "$4.50"):
        assert said in page, said


def test_every_proof_of_orders_and_of_changes_is_looked_at_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "PROOFS_AT_ONCE", 1)
    case = an_order(1)
    (milk,) = case.variants
    a_live_one(case.shop.market, TENTH)
    sale = case.shop.purchase(milk, 2, tenders=(checkout.Tender("cash", usd(450)),))
    before = checkout.place_order(sale, actor=SYSTEM).order
    pays(case.change(None, Addition(milk, 2)))
    after = checkout.place_order(sale, actor=SYSTEM).order
    assert orders.audit() == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders_proof SET sealed = replace(sealed, '\"items\":450', '\"items\":440')")
        cursor.execute("UPDATE orders_amended_proof SET sealed = replace(sealed, '\"items\":450', '\"items\":440')")
    found = [each.subject for each in orders.audit() if each.check == "a price is as it was sealed"]
    assert found == [f"order {each}" for each in (before, case.order, after)]


def test_what_comes_back_of_it_is_priced_by_the_rules_of_the_change() -> None:
    case = an_order(3)
    (milk,) = case.variants
    a_live_one(case.shop.market, THREE_FOR_TWO)
    pays(case.change(None, Addition(milk, 3)))
    assert amounts(case) == {1: 750, 2: 500}
    took_along(case)
    back = [orders.value_back(case.now, {2: units}).minor for units in (1, 2, 3)]
    assert back == [0, 250, 500], "of three for two the first that comes back is worth nothing"
    assert orders.value_back(case.now, {1: 3}) == usd(750), "what was sold before is no part of it"


def test_each_change_is_a_basket_of_its_own() -> None:
    case = an_order(2)
    (milk,) = case.variants
    a_live_one(case.shop.market, THREE_FOR_TWO)
    pays(case.change(None, Addition(milk, 1)))
    assert amounts(case) == {1: 500, 2: 250}, "the two that were sold have made no third one free"
    pays(case.change(None, Addition(milk, 3)))
    assert amounts(case) == {1: 500, 2: 250, 3: 500}
    assert len(orders.find_amended_proofs(case.order)) == 1
    assert wrong() == []


def test_what_needs_a_coupon_or_is_limited_or_a_first_order_is_not_given_again() -> None:
    case = an_order(1)
    (milk,) = case.variants
    market = case.shop.market
    a_live_one(market, Terms(reward=compiled.Percent(5_000), needs_coupon=True))
    limited = a_live_one(market, Terms(reward=compiled.Percent(4_000)), limits=Limits(uses=10))
    a_live_one(market, Terms(reward=compiled.Percent(3_000), when=compiled.FirstOrder()))
    a_live_one(market, Terms(reward=compiled.Percent(2_000), when=compiled.Channel((case.shop.till.code,))))
    waiting = case.change(None, Addition(milk, 1))
    assert (waiting.to_pay, waiting.preview.sealed) == (usd(250), None)
    assert promotions.taken_of([limited.id]) == {}


def took_along(case: Case) -> None:
    """Let everything of an order reach its buyer."""
    for parcel in case.parcels:
        fulfilment.start_picking(parcel.id, actor=SYSTEM)
        for line in parcel.lines:
            fulfilment.record_pick(parcel.id, line.line, line.quantity, actor=SYSTEM)
        fulfilment.mark_ready(parcel.id, actor=SYSTEM)
        fulfilment.hand_over(parcel.id, fulfilment.pin_for(parcel.id), actor=SYSTEM)
    settle()
