"""Orders that are paid when they are collected, for tests."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.public import Method
from oneshelf.modules.payments import models as payments
from oneshelf.modules.payments.public import Method as PaidBy
from oneshelf.modules.payments.public import PaymentId, Tender
from tests.checkout.builders import ANA, Shop


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def may_pay_at_collection(market: MarketId, *, most: int | None = None, most_open: int | None = None) -> None:
    """Let a market take money when orders are collected."""
    payments.CollectionTerms.objects.create(market_id=market, most=most, most_open=most_open)


def at_collection(shop: Shop, variant: VariantId, units: int = 3, email: str = ANA.email) -> checkout.Purchase:
    """Return an order for collection that is paid then."""
    return shop.purchase(
        variant,
        units,
        method=Method.COLLECT,
        contact=replace(ANA, email=email),
        tenders=(checkout.Tender("at_collection", usd(250 * units)),),
    )


def ready_to_collect(shop: Shop, variant: VariantId, units: int = 3) -> fulfilment.Consignment:
    """Order at collection, and put all of it on the pick-up desk."""
    placed = checkout.place_order(at_collection(shop, variant, units), actor=SYSTEM)
    (sent,) = fulfilment.consignments_of([placed.order])[placed.order]
    return make_ready(sent, units)


def make_ready(sent: fulfilment.Consignment, picked: int) -> fulfilment.Consignment:
    """Pick so many units of its first line, report the others missing, and put it on the pick-up desk."""
    fulfilment.start_picking(sent.id, actor=SYSTEM)
    for line in sent.lines:
        count = picked if line is sent.lines[0] else line.quantity
        fulfilment.record_pick(sent.id, line.line, count, actor=SYSTEM)
        fulfilment.record_short(sent.id, line.line, actor=SYSTEM)
    return fulfilment.mark_ready(sent.id, actor=SYSTEM)


def cash(minor: int) -> tuple[Tender, ...]:
    """Return so much money across the counter."""
    return (Tender(PaymentId(new_id()), PaidBy.CASH, minor),)


def proof(consignment: UUID) -> str:
    """Return what shows that a consignment is somebody's."""
    return fulfilment.token_for(fulfilment.ConsignmentId(consignment))
