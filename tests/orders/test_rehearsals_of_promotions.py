"""A draft promotion is tried on what was sold, in the background, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.actions import recall_sold as recalling
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.public import Address
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import PastBasket, Promotion, RehearsalRun, RehearsalState, Terms
from oneshelf.modules.supply import public as supply
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import ExemptionKind, NewExemption, Regime
from tests.checkout.builders import ANA, Shop, a_shop
from tests.customers.builders import a_customer
from tests.places.builders import a_store
from tests.promotions.builders import a_draft, a_live_one
from tests.surfaces.unchanged import nothing_changes
from tests.tax.builders import LONG_AGO, a_rate

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)


def sold(shop: Shop, *variants: VariantId, quantity: int = 1, **fields: Any) -> orders.OrderId:
    cents = 250 * quantity * len(variants)
    purchase = shop.purchase(
        variants[0],
        lines=tuple(checkout.Wanted(each, quantity) for each in variants),
        tenders=(checkout.Tender("cash", Money(cents, "USD")),),
        **fields,
    )
    return checkout.place_order(purchase, actor=SYSTEM).order


def off(*variants: VariantId, bp: int = 2_000, **fields: Any) -> Terms:
    return Terms(compiled.Percent(bp), compiled.Match(any_of=tuple(f"v:{each}" for each in variants)), **fields)


def rehearsed(shop: Shop, draft: Promotion, **fields: Any) -> RehearsalRun:
    now = clock.now()
    run = promotions.begin_rehearsal(draft.id, now - HOUR, now + HOUR, actor=SYSTEM, **fields)
    orders.rehearse_promotion(str(run))
    return promotions.get_rehearsal(run)


@pytest.mark.django_db(transaction=True)  # a card's answer is kept whatever becomes of the order
def test_who_only_cancelled_before_orders_for_the_first_time() -> None:
    shop, ana = a_shop(), a_customer()
    tea = shop.offered(9)
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(tea, 1)], customer=ana.id)
    checkout.collect_at(begun.id, shop.store.id, ANA)
    checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=SYSTEM)
    orders.cancel_order(checkout.complete(begun.id, actor=SYSTEM).order, actor=SYSTEM)
    sold(shop, tea, customer=ana.id)
    draft = a_draft(shop.market, off(tea, when=compiled.FirstOrder()))
    assert rehearsed(shop, draft).told.touched == 1


@pytest.mark.django_db(transaction=True)  # a card's answer is kept whatever becomes of the order
def test_a_draft_is_tried_on_what_was_sold_and_nothing_is_written() -> None:
    shop = a_shop()
    tea, jam = shop.offered(9), shop.offered(9)
    first = sold(shop, tea, jam)
    sold(shop, jam)
    sold(shop, tea, quantity=2)
    never_left = checkout.complete(shop.paid_checkout(tea, 3).id, actor=SYSTEM).order
    orders.cancel_order(never_left, actor=SYSTEM)
    live = a_live_one(shop.market, off(tea, bp=1_000))
    draft = a_draft(shop.market, off(tea), group=promotions.get_group(live.plan.group))
    run = rehearsed(shop, draft)
    assert (run.state, run.done, run.total) == (RehearsalState.DONE, 3, 3)
    told = run.told
    assert (told.orders, told.revenue, told.touched) == (3, 1_250, 2)
    assert (told.goods, told.off, told.cost) == (675, 150, 75)
    assert told.beaten == {str(live.id): promotions.Clash(2, 75)}
    assert told.examples[0] == first
    assert promotions.get_promotion(draft.id).state is promotions.State.DRAFT
    assert [each.id for each in promotions.list_rehearsals(draft.id)] == [run.id]


def lines_recalled(shop: Shop) -> list[tuple[int, int]]:
    """Return the amount of each line that was sold, and how much of it is tax."""
    now = clock.now()
    pages = orders.recall_sold(shop.market.id, now - HOUR, now + HOUR, percent=100)
    return [(line.amount, line.tax) for page in pages for basket in page for line in basket.lines]


def reduced(shop: Shop, cents: int, total: int) -> tuple[VariantId, Promotion]:
    """Sell one article at half its price, for `total`."""
    tea = shop.offered(9, cents)
    live = a_live_one(shop.market, off(tea, bp=5_000))
    purchase = shop.purchase(tea, tenders=(checkout.Tender("cash", Money(total, "USD")),))
    checkout.place_order(purchase, actor=SYSTEM)
    return tea, live


def test_tax_that_a_reduced_price_held_is_that_of_its_whole_price_again() -> None:
    shop = a_shop(tax_included=True)
    a_rate(shop.market.id, 2_500)
    reduced(shop, 1_000, 500)
    assert lines_recalled(shop) == [(1_000, 200)]


def test_tax_that_was_added_to_a_price_is_none_of_it() -> None:
    shop = a_shop(tax_included=False)
    a_rate(shop.market.id, 2_500)
    reduced(shop, 1_000, 625)
    assert lines_recalled(shop) == [(1_000, 0)]


def test_what_was_given_away_holds_tax_as_the_rest_of_its_class() -> None:
    shop = a_shop(tax_included=True)
    a_rate(shop.market.id, 2_500)
    a_rate(shop.market.id, 500, "food")
    tea, jam, bread = shop.offered(9, 1_000), shop.offered(9, 500), shop.offered(9, 105, tax_class="food")
    a_live_one(shop.market, off(tea, bp=10_000))
    wanted = tuple(checkout.Wanted(each, 1) for each in (tea, jam, bread))
    purchase = shop.purchase(tea, lines=wanted, tenders=(checkout.Tender("cash", Money(605, "USD")),))
    checkout.place_order(purchase, actor=SYSTEM)
    assert lines_recalled(shop) == [(1_000, 200), (500, 100), (105, 5)]


def test_who_was_not_charged_paid_a_price_without_the_tax_in_it() -> None:
    shop, firm = a_shop(tax_included=True), a_customer()
    shop = replace(shop, store=a_store(shop.market, address=Address(country="US")))
    a_rate(shop.market.id, 2_500)
    shown = NewExemption(ExemptionKind.CERTIFICATE, "R-1", "US", LONG_AGO)
    tax.exempt(shop.market.id, firm.id, shown, actor=SYSTEM)
    tea = shop.offered(9, 1_000)
    a_live_one(shop.market, off(tea, bp=5_000))
    purchase = shop.purchase(tea, customer=firm.id, tenders=(checkout.Tender("cash", Money(400, "USD")),))
    checkout.place_order(purchase, actor=SYSTEM)
    assert lines_recalled(shop) == [(1_000, 200)]


def received_for(shop: Shop, variant: VariantId, cents: int) -> None:
    """Let the store receive ten of a variant that cost so much each."""
    supplier = supply.add_supplier(
        shop.market.id,
        code="dairy",
        name="Dairy",
        email="dairy@example.com",
        lead_days=1,
        minimum=0,
        over_percent=0,
        actor=SYSTEM,
    )
    wanted = [supply.Wanted(variant, 10, UnitPrice(cents, "USD"))]
    order = supply.draft_purchase(supplier.id, shop.store.id, wanted, actor=SYSTEM)
    supply.send_purchase(order.id, actor=SYSTEM)
    supply.receive(order.id, [supply.Arrived(1, 10)], receipt=new_id(), actor=SYSTEM)


def test_the_margin_of_goods_that_were_reduced_is_without_all_of_their_tax() -> None:
    shop = a_shop(tax_included=True)
    a_rate(shop.market.id, 2_500)
    tea, live = reduced(shop, 1_000, 500)
    received_for(shop, tea, 250)
    draft = a_draft(shop.market, off(tea, bp=6_000), group=promotions.get_group(live.plan.group))
    # 4.00 hold 0.80: 0.70 are left of 3.20, which is less than a quarter; of 5.00 there were 1.50 of 4.00
    assert rehearsed(shop, draft, floor_bp=2_500).told.breaches == 1


def test_what_a_draft_would_have_taken_is_rounded_as_its_market_rounds() -> None:
    shop = a_shop()
    tea = shop.offered(9, 105)
    checkout.place_order(shop.purchase(tea, tenders=(checkout.Tender("cash", Money(105, "USD")),)), actor=SYSTEM)
    draft = a_draft(shop.market, off(tea, bp=1_000))
    assert rehearsed(shop, draft).told.off == 11
    to_even = compiled.Rounding(compiled.RoundingMode.HALF_EVEN)
    tax.set_regime(shop.market.id, Regime(rounding=to_even), actor=SYSTEM)
    assert rehearsed(shop, draft).told.off == 10


def test_who_bought_where_and_when_is_known_to_it() -> None:
    shop = a_shop()
    tea = shop.offered(9)
    ana, group = a_customer(), customers.open_group("club", "Club", actor=SYSTEM)
    customers.join_group(ana.id, group.id, actor=SYSTEM)
    for customer in (ana.id, ana.id, None):
        sold(shop, tea, customer=customer)
    conditions: dict[compiled.Condition, int] = {
        compiled.Segment(("club",)): 2,
        compiled.FirstOrder(): 1,
        compiled.Place((shop.store.code,)): 3,
        compiled.Channel((shop.web.code,)): 0,
    }
    for condition, touched in conditions.items():
        draft = a_draft(shop.market, off(tea, when=condition))
        assert rehearsed(shop, draft).told.touched == touched, condition


def test_a_rehearsal_that_broke_off_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = a_shop()
    tea = shop.offered(9)
    for _ in range(5):
        sold(shop, tea)
    draft = a_draft(shop.market, off(tea))
    monkeypatch.setattr(recalling, "PAGE", 2)
    whole = rehearsed(shop, draft)
    now = clock.now()
    run = promotions.begin_rehearsal(draft.id, now - HOUR, now + HOUR, actor=SYSTEM)
    with pytest.raises(ConnectionError):
        promotions.rehearse(run, _breaking(shop, promotions.get_rehearsal(run)), total=5)
    broken = promotions.get_rehearsal(run)
    assert (broken.state, broken.done, broken.total) == (RehearsalState.FAILED, 2, 5)
    orders.rehearse_promotion(str(run))
    again = promotions.get_rehearsal(run)
    assert (again.state, again.told) == (RehearsalState.DONE, whole.told)
    with nothing_changes():
        orders.rehearse_promotion(str(run))


def _breaking(shop: Shop, asked: RehearsalRun) -> Iterator[list[PastBasket]]:
    pages = orders.recall_sold(shop.market.id, asked.since, asked.until, percent=100)
    yield next(pages)
    raise ConnectionError


def test_a_part_of_the_orders_is_always_the_same_part() -> None:
    shop = a_shop()
    tea = shop.offered(90)
    every = {sold(shop, tea) for _ in range(30)}
    now = clock.now()
    span = (shop.market.id, now - HOUR, now + HOUR)
    parts = [
        {basket.order for page in orders.recall_sold(*span, percent=percent) for basket in page}
        for percent in (30, 30, 60, 100)
    ]
    assert parts[0] == parts[1] < parts[2] < parts[3] == every
    assert orders.count_sold(*span, 60) == len(parts[2])


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"percent": 0}, "percent"),
        ({"percent": 101}, "percent"),
        ({"floor_bp": -1}, "floor_bp"),
        ({"floor_bp": 10_001}, "floor_bp"),
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, int], name: str) -> None:
    shop = a_shop()
    draft = a_draft(shop.market, off(shop.offered(1)))
    now = clock.now()
    with nothing_changes(), pytest.raises(Invalid) as refused:
        promotions.begin_rehearsal(draft.id, now - HOUR, now, actor=SYSTEM, **fields)
    assert refused.value.name == name


def test_a_span_of_no_time_is_refused() -> None:
    shop = a_shop()
    draft = a_draft(shop.market, off(shop.offered(1)))
    now = clock.now()
    with pytest.raises(Invalid):
        promotions.begin_rehearsal(draft.id, now, now, actor=SYSTEM)
