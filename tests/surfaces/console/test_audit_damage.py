"""A damaged database is reported by row: each damage by the check that watches it, and by no other."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import relay
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.orders import public as orders
from tests.checkout.builders import Shop, a_shop
from tests.surfaces.console.damage import Damages, misnamed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Traded:
    """A shop that has sold and taken back at its till, and holds two orders to be collected."""

    shop: Shop
    sold: str
    waiting: str


@pytest.fixture
def traded() -> Traded:
    shop = a_shop()
    variant = shop.offered(20)
    sale = checkout.place_order(shop.purchase(variant, 3), actor=SYSTEM)
    orders.refund_order(
        sale.order, Money(250, "USD"), cause=new_id(), actor=SYSTEM, goods={1: 1}, to_place=shop.store.id
    )
    relay.drain()
    waiting = checkout.complete(shop.paid_checkout(variant, 3).id, actor=ANONYMOUS)
    checkout.complete(shop.paid_checkout(variant, 2).id, actor=ANONYMOUS)
    shop.paid_checkout(variant, 1)  # held, and paid, and not completed yet
    return Traded(shop, str(sale.order), str(waiting.order))


ON_HAND, RESERVED = "on hand equals its movements", "reserved equals its reservations"
DEMAND = "what is reserved for an order is what it waits for"
BACK, RETURNED = "what came back is on hand again", "what came back of a line is the sum of its returns"
LINE, ITEMS = "a line is quantity times price", "an order is the sum of its lines"
ORDER_EVENT, PARCEL_EVENT = "every change of an order has its event", "every change of a consignment has its event"
LINES_OF = "lines belong to a consignment"
PAYMENT_EVENT = "every change of a payment has its event"
CAPTURED, REFUNDED, GIVEN = "captured equals the ledger", "refunded equals its refunds", "refund equals the ledger"
ORDER_REFUNDED = "what an order gave back is what it announced"
BALANCE = "kept balance is not the sum of its transfers"
ENDS = "transfer has an end in no account of its book and currency"

DAMAGES: Damages = [
    ("nothing", [], set()),
    ("level on hand", ["UPDATE inventory_level SET on_hand = on_hand + 1"], {ON_HAND}),
    ("level reserved", ["UPDATE inventory_level SET reserved = reserved + 1"], {RESERVED}),
    ("level gone", ["DELETE FROM inventory_level"], {ON_HAND, RESERVED}),
    (
        "movement gone",
        ["DELETE FROM inventory_movement WHERE cause_kind = 'receipt'"],
        {ON_HAND},
    ),
    ("movement changed", ["UPDATE inventory_movement SET quantity = 7 WHERE cause_kind = 'receipt'"], {ON_HAND}),
    (
        "reservation of an order freed",
        ["UPDATE inventory_reservation SET state = 'released' WHERE owner_id = '{waiting}'"],
        {RESERVED, DEMAND},
    ),
    (
        "reservation of an order changed with its level",
        [
            "UPDATE inventory_reservation SET quantity = quantity + 1 WHERE owner_id = '{waiting}'",
            "UPDATE inventory_level SET reserved = reserved + 1",
        ],
        {DEMAND},
    ),
    (
        "hold forgotten",
        ["DELETE FROM inventory_reservation WHERE state = 'held'"],
        {RESERVED},
    ),
    ("line amount", ["UPDATE orders_line SET amount = amount + 1 WHERE order_id = '{sold}'"], {LINE, ITEMS}),
    ("line quantity", ["UPDATE orders_line SET quantity = quantity + 1 WHERE order_id = '{sold}'"], {LINE}),
    ("line price", ["UPDATE orders_line SET unit_price = unit_price + 1 WHERE order_id = '{sold}'"], {LINE}),
    ("line gone", ["DELETE FROM orders_line WHERE order_id = '{waiting}'"], {ITEMS}),
    ("line returned", ["UPDATE orders_line SET returned = 2 WHERE order_id = '{sold}'"], {RETURNED}),
    ("return gone", ["DELETE FROM orders_return"], {RETURNED, BACK}),
    (
        "movement of a return gone with its level",
        [
            "DELETE FROM inventory_movement WHERE cause_kind = 'return'",
            "UPDATE inventory_level SET on_hand = on_hand - 1",
        ],
        {BACK},
    ),
    ("order items", ["UPDATE orders_order SET items = items + 5, total = total + 5 WHERE id = '{sold}'"], {ITEMS}),
    ("order refunded", ["UPDATE orders_order SET refunded = refunded + 1 WHERE id = '{sold}'"], {ORDER_REFUNDED}),
    ("order version", ["UPDATE orders_order SET version = version + 1 WHERE id = '{sold}'"], {ORDER_EVENT}),
    (
        "event of an order gone",
        ["DELETE FROM outbox_event WHERE type = 'orders.order_placed.v1' AND aggregate = '{sold}'"],
        {ORDER_EVENT},
    ),
    (
        "event of a payment gone",
        ["DELETE FROM outbox_event WHERE type = 'payments.authorised.v1'"],
        {PAYMENT_EVENT},
    ),
    (
        "gap in an order's events",
        ["UPDATE outbox_event SET sequence = sequence + 5 WHERE aggregate = '{sold}' AND sequence = 2"],
        {ORDER_EVENT},
    ),
    (
        "event of a consignment gone",
        ["DELETE FROM outbox_event WHERE type = 'fulfilment.consignment_opened.v1'"],
        {PARCEL_EVENT},
    ),
    (
        "consignment version",
        ["UPDATE fulfilment_consignment SET version = version + 1 WHERE order_id = '{waiting}'"],
        {PARCEL_EVENT},
    ),
    (
        "demand of a consignment",
        [
            "UPDATE fulfilment_line SET quantity = quantity + 1 WHERE consignment_id IN "
            "(SELECT id FROM fulfilment_consignment WHERE order_id = '{waiting}')"
        ],
        {DEMAND},
    ),
    (
        "picks of a consignment that waits as packed",
        ["UPDATE fulfilment_consignment SET state = 'packed' WHERE order_id = '{waiting}'"],
        {"what is ready is picked"},
    ),
    ("consignment gone", ["DELETE FROM fulfilment_consignment WHERE order_id = '{waiting}'"], {DEMAND, LINES_OF}),
    (
        "event of a refund gone",
        ["DELETE FROM outbox_event WHERE type = 'orders.order_refunded.v1'"],
        {ORDER_EVENT, ORDER_REFUNDED},
    ),
    (
        "gap in a payment's events",
        ["UPDATE outbox_event SET sequence = sequence + 5 WHERE type = 'payments.refunded.v1'"],
        {PAYMENT_EVENT},
    ),
    (
        "gap in a consignment's events",
        ["UPDATE outbox_event SET sequence = sequence + 5 WHERE type = 'fulfilment.consignment_opened.v1'"],
        {PARCEL_EVENT},
    ),
    ("payment captured", ["UPDATE payments_payment SET captured = captured - 1 WHERE captured > 0"], {CAPTURED}),
    ("payment refunded", ["UPDATE payments_payment SET refunded = refunded + 1 WHERE refunded > 0"], {REFUNDED}),
    ("payment version", ["UPDATE payments_payment SET version = version + 1"], {PAYMENT_EVENT}),
    (
        "refund amount",
        ["UPDATE payments_refund SET amount = amount + 1"],
        {REFUNDED, GIVEN},
    ),
    (
        "transfer gone",
        ["DELETE FROM ledger_transfer WHERE cause_kind = 'refund'"],
        {GIVEN},
    ),
    (
        "transfer changed",
        ["UPDATE ledger_transfer SET amount = amount + 1 WHERE cause_kind = 'refund'"],
        {GIVEN},
    ),
    ("transfer from nowhere", ["UPDATE ledger_transfer SET debit = gen_random_uuid()"], {ENDS, CAPTURED}),
]


def test_each_damage_is_named_and_nothing_else(traded: Traded) -> None:
    assert misnamed(DAMAGES, sold=traded.sold, waiting=traded.waiting) == []
