"""An order that waits at a store, and the people who work there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.test import Client
from django.urls import reverse

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.public import Place
from oneshelf.modules.pricing import public as pricing
from tests.catalogue.builders import a_variant
from tests.checkout.builders import ANA, Shop, a_shop
from tests.staff.builders import a_member, sign_in

BARCODES = ("4006381333931", "5901234123457", "96385074")
"""Right check digits; the third is not in any order."""


@dataclass(frozen=True)
class Work:
    """Two cartons of oat milk and 1.2 kg of apples, ordered at a store."""

    shop: Shop
    milk: VariantId
    apples: VariantId
    order: OrderId

    @property
    def now(self) -> Consignment:
        (found,) = fulfilment.consignments_of([self.order])[self.order]
        return found

    def url(self, name: str, *more: object) -> str:
        """Return an address of the consignment."""
        return reverse(f"associate:{name}", args=[self.now.id, *more])

    def picked(self) -> Work:
        """Pick all of it."""
        fulfilment.start_picking(self.now.id, actor=SYSTEM)
        for line in self.now.lines:
            fulfilment.record_pick(self.now.id, line.line, line.quantity, actor=SYSTEM)
        return self

    def ready(self) -> Work:
        """Put it on the pick-up desk."""
        fulfilment.mark_ready(self.picked().now.id, actor=SYSTEM)
        return self

    def packed(self) -> Work:
        """Close its parcel."""
        fulfilment.pack(self.picked().now.id, actor=SYSTEM)
        return self

    @property
    def pin(self) -> str:
        return fulfilment.pin_for(self.now.id)

    @property
    def wrong_pin(self) -> str:
        return f"{(int(self.pin) + 1) % 1_000_000:06d}"

    @property
    def token(self) -> str:
        return fulfilment.token_for(self.now.id)


def a_work(*, ship: bool = False, shop: Shop | None = None) -> Work:
    """Order oat milk and apples on the web, to collect or to ship."""
    shop = shop or a_shop()
    milk = a_variant("Oat milk", barcodes=(BARCODES[0],)) if not _known(BARCODES[0]) else a_variant("Oat milk")
    apples = a_variant("Apples", unit=Unit.KILOGRAM)
    for variant, cents, per, stock in ((milk, 250, 1, 10), (apples, 399, 1000, 5000)):
        pricing.set_price(shop.market.id, variant, UnitPrice(cents, "USD", per), clock.now(), actor=SYSTEM)
        inventory.receive(shop.market.id, shop.store.id, {variant: stock}, cause=new_id(), at=clock.now())
    wanted = [checkout.Wanted(milk, 2), checkout.Wanted(apples, 1200)]
    begun = checkout.start(shop.market, shop.web.id, wanted)
    if ship:
        checkout.ship_to(begun.id, ANA)
    else:
        checkout.collect_at(begun.id, shop.store.id, ANA)
    checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    placed = checkout.complete(begun.id, actor=ANONYMOUS)
    return Work(shop, milk, apples, placed.order)


def a_brought_work(shop: Shop, store: Place) -> Work:
    """The same goods, which lie in the shop's store and are brought to another, where they are collected."""
    work = a_work(shop=shop)
    delivery.set_lane(delivery.Lane(shop.store.id, None), actor=SYSTEM)
    wanted = [checkout.Wanted(work.milk, 2), checkout.Wanted(work.apples, 1200)]
    begun = checkout.start(shop.market, shop.web.id, wanted)
    checkout.bring_to(begun.id, store.id, ANA)
    checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    return replace(work, order=checkout.complete(begun.id, actor=ANONYMOUS).order)


def _known(barcode: str) -> bool:
    from oneshelf.modules.catalogue import public as catalogue

    return catalogue.find_variant_by_barcode(barcode) is not None


def somebody(role: str, at: Place | None) -> Client:
    """Return the phone of somebody with that role at a place, or everywhere."""
    return sign_in(Client(), a_member(role, at=at.id if at else None))
