"""People who do what excludes each other at the same moment: through the faces of modules, from real threads.

`ONESHELF_RACE_ROUNDS` sets how often each meeting happens; the nightly target asks for many.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind, Grant
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import Tender, Wanted
from oneshelf.modules.counts import public as counts
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AdjustmentReason
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.supply import public as supply
from oneshelf.modules.tills import public as tills
from tests.checkout.builders import ANA, Shop
from tests.places.builders import a_store
from tests.simulation.meetings import Deed, an_honest_shop, at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROUNDS = int(os.environ.get("ONESHELF_RACE_ROUNDS", "12"))


@pytest.fixture
def shop() -> Iterator[Shop]:
    with an_honest_shop() as shop:
        yield shop


def _claim() -> Claim:
    return Claim("till", "tills.sell", str(new_id()), b"")


def won(answers: list[object]) -> int:
    return sum(not isinstance(answer, Exception) for answer in answers)


def test_the_last_units_are_given_once_in_whatever_channel(shop: Shop) -> None:
    """Eight doors want one unit each of the last three."""
    till, _ = tills.enrol_till(shop.store.id, shop.till.id, "Till 1", actor=SYSTEM)
    other = a_store(shop.market)
    told: Counter[str] = Counter()
    for _ in range(ROUNDS):
        variant = shop.offered(3)
        answers = at_once(*doors(shop, variant, till, other.id))
        told["given"] += won(answers)
        assert won(answers) == 3, answers
        assert {type(each) for each in answers if isinstance(each, Exception)} <= {
            inventory.OutOfStock,
            checkout.NowhereInStock,
        }
        assert shop.level(variant).available == 0
    print(f"{8 * ROUNDS} wanted {3 * ROUNDS} units: {dict(told)}, oversold 0")  # noqa: T201  # the figures are the result


def doors(shop: Shop, variant: VariantId, till: tills.Till, other: PlaceId) -> list[Deed]:
    """Every way in which a unit can leave a store's shelf."""
    sale = tills.Sale((Wanted(variant, 1),), (Tender("cash", Money(250, "USD")),), staff=new_id())
    external = (Tender("external", Money(250, "USD")),)
    bought: dict[str, Any] = {"method": Method.COLLECT, "contact": ANA, "tenders": external}
    transfer = supply.draft_transfer(shop.store.id, other, [supply.Sent(variant, 1)], actor=SYSTEM)

    def on_the_web() -> object:
        begun = checkout.start(shop.market, shop.web.id, [Wanted(variant, 1)])
        checkout.collect_at(begun.id, shop.store.id, ANA)
        checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
        return checkout.complete(begun.id, actor=ANONYMOUS)

    def lost() -> object:
        return counts.correct(
            *(shop.market.id, shop.store.id, variant, -1), reason=AdjustmentReason.STOLEN, actor=SYSTEM
        )

    return [
        on_the_web,
        on_the_web,
        lambda: checkout.place_order(shop.purchase(variant, **bought), actor=SYSTEM),
        lambda: checkout.place_order(shop.purchase(variant, channel=shop.web.id, **bought), actor=SYSTEM),
        lambda: checkout.place_order(shop.purchase(variant), actor=SYSTEM),
        lambda: tills.sell(till, sale, actor=SYSTEM, once=_claim()),
        lambda: supply.send_transfer(transfer.id, actor=SYSTEM),
        lost,
    ]


def test_an_order_is_cancelled_or_handed_over_and_never_both(shop: Shop) -> None:
    for _ in range(ROUNDS):
        _cancel_while_handing_over(shop)


def test_an_order_is_picked_short_or_cancelled_and_its_stock_is_right(shop: Shop) -> None:
    for _ in range(ROUNDS):
        _cancel_while_picking(shop)


def test_receipts_and_counts_that_meet_count_once(shop: Shop) -> None:
    supplier = supply.add_supplier(shop.market.id, code="dairy", name="Dairy", over_percent=0, actor=SYSTEM)
    for _ in range(ROUNDS):
        variant = shop.offered(10)
        _receive_twice(shop, variant, supplier.id)
        assert shop.level(variant).on_hand == 13
        _count_twice(shop, variant)
        assert shop.level(variant).on_hand == 11


def test_a_cart_is_paid_on_the_web_or_at_the_till(shop: Shop) -> None:
    till, _ = tills.enrol_till(shop.store.id, shop.till.id, "Till 1", actor=SYSTEM)
    for _ in range(ROUNDS):
        _pay_a_cart_twice(shop, till)


def _picking(shop: Shop, variant: VariantId) -> tuple[orders.OrderId, fulfilment.ConsignmentId]:
    """Return an order of two units that is being picked."""
    order = checkout.complete(shop.paid_checkout(variant, 2).id, actor=ANONYMOUS).order
    (parcel,) = fulfilment.consignments_of([order])[order]
    fulfilment.start_picking(parcel.id, actor=SYSTEM)
    return order, parcel.id


def _cancel_while_handing_over(shop: Shop) -> None:
    variant = shop.offered(2)
    order, parcel = _picking(shop, variant)
    fulfilment.record_pick(parcel, 1, 2, actor=SYSTEM)
    fulfilment.mark_ready(parcel, actor=SYSTEM)
    pin = fulfilment.pin_for(parcel)
    answers = at_once(
        lambda: fulfilment.hand_over(parcel, pin, actor=SYSTEM),
        lambda: orders.cancel_order(order, actor=SYSTEM),
        lambda: fulfilment.cancel(parcel, actor=SYSTEM),
        lambda: fulfilment.hand_over(parcel, pin, actor=SYSTEM),
    )
    handed = won([answers[0], answers[3]])
    assert handed in (0, 1), answers
    assert (shop.level(variant).on_hand, shop.level(variant).reserved) == (0 if handed else 2, 0)


def _cancel_while_picking(shop: Shop) -> None:
    variant = shop.offered(3)
    order, parcel = _picking(shop, variant)
    at_once(
        lambda: fulfilment.record_pick(parcel, 1, 1, actor=SYSTEM),
        lambda: fulfilment.record_short(parcel, 1, actor=SYSTEM),
        lambda: orders.cancel_order(order, actor=SYSTEM),
        lambda: fulfilment.record_short(parcel, 1, actor=SYSTEM),
    )
    now = fulfilment.get_consignment(parcel)
    assert shop.level(variant).on_hand == 3 - now.lines[0].short
    waiting = now.state is fulfilment.ConsignmentState.PICKING
    assert shop.level(variant).reserved == (2 - now.lines[0].short if waiting else 0)


def _receive_twice(shop: Shop, variant: VariantId, supplier: supply.SupplierId) -> None:
    """Three of five come, entered by two people as one receipt and by a third as another."""
    wanted = [supply.Wanted(variant, 5, UnitPrice(100, "USD"))]
    drafted = supply.draft_purchase(supplier, shop.store.id, wanted, actor=SYSTEM)
    supply.send_purchase(drafted.id, actor=SYSTEM)
    actor = Actor(ActorKind.STAFF, new_id(), frozenset({Grant("supply.receive")}))
    one, two, came = new_id(), new_id(), [supply.Arrived(1, 3)]
    answers = at_once(
        lambda: supply.receive(drafted.id, came, receipt=one, actor=actor),
        lambda: supply.receive(drafted.id, came, receipt=one, actor=actor),
        lambda: supply.receive(drafted.id, came, receipt=two, actor=actor),
    )
    assert {type(each) for each in answers if isinstance(each, Exception)} == {supply.TooMuchArrived}


def _count_twice(shop: Shop, variant: VariantId) -> None:
    """Count an article two short, and settle the count from two desks at once."""
    known = counts.plan_count(
        shop.store.id,
        [variant],
        title="Shelf",
        due_on=clock.now().date(),
        rule=counts.RecountRule(units=9, percent=99, value=99_999),
        actor=SYSTEM,
    )
    who = Actor(ActorKind.STAFF, new_id(), frozenset({Grant("counts.count")}))
    counts.type_quantity(known.id, 1, 11, actor=who)
    assert counts.finish_line(known.id, 1, actor=who) is counts.LineState.AGREED
    assert won(at_once(*[lambda: counts.settle_count(known.id, actor=SYSTEM)] * 2)) == 1


def _pay_a_cart_twice(shop: Shop, till: tills.Till) -> None:
    variant = shop.offered(5)
    opened, _ = carts.open_for_guest(shop.market.id, shop.web.id)
    cart = carts.add_line(opened.id, variant, 1)
    begun = checkout.start(shop.market, shop.web.id, [Wanted(variant, 1)], cart=cart.revision)
    checkout.collect_at(begun.id, shop.store.id, ANA)
    checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    code = carts.show_code(cart.id).code
    sale = tills.Sale((Wanted(variant, 1),), (Tender("cash", Money(250, "USD")),), staff=new_id(), cart=cart.id)

    def at_the_till() -> object:
        carts.take_over(code, tills.hands_of(till), market=shop.market.id)
        return tills.sell(till, sale, actor=SYSTEM, once=_claim())

    answers = at_once(
        lambda: checkout.complete(begun.id, actor=ANONYMOUS),
        at_the_till,
        lambda: checkout.complete(begun.id, actor=ANONYMOUS),
    )
    bought = [each for each in answers if not isinstance(each, Exception)]
    assert len({getattr(each, "order", None) for each in bought}) == 1, answers
    assert carts.what_became_of(cart.id).state is carts.CartState.ORDERED
