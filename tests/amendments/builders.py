"""Orders that are changed, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.models import OwnTerms
from oneshelf.modules.amendments.public import Addition, Amendment, Wish
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, Order, OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.public import Place
from oneshelf.surfaces.console.audit.proof import checks
from tests.checkout.builders import ANA, Shop, a_shop
from tests.places.builders import a_store

PRICE = 250
"""What a unit costs where nothing else is said, in cents."""


@dataclass(frozen=True)
class Case:
    """An order of some units of each of some variants, with enough on the shelf, and a second store."""

    shop: Shop
    order: OrderId
    variants: tuple[VariantId, ...]
    other: Place

    @property
    def now(self) -> Order:
        return orders.get_order(self.order)

    @property
    def parcels(self) -> list[Consignment]:
        return fulfilment.consignments_of([self.order])[self.order]

    @property
    def parcel(self) -> Consignment:
        (only,) = self.parcels
        return only

    def propose(self, cancel: dict[int, int] | None = None, *add: Addition, **more: Any) -> Amendment:
        wish = Wish(cancel=cancel or {}, add=add, **more)
        return amendments.propose(self.order, wish, actor=SYSTEM)

    def change(self, cancel: dict[int, int] | None = None, *add: Addition, **more: Any) -> Amendment:
        return confirm(self.propose(cancel, *add, **more))

    def paid(self) -> int:
        """What its shopper has paid and not got back, or is held, in cents."""
        held = payments.payments_of([self.order])[self.order]
        return sum(
            each.amount if each.state is payments.PaymentState.AUTHORISED else each.captured - each.refunded
            for each in held
            if each.state is not payments.PaymentState.VOIDED
        )

    def reserved(self, variant: VariantId, place: Place | None = None) -> int:
        at = (place or self.shop.store).id
        return sum(level.reserved for level in inventory.levels(self.shop.market.id, [variant], [at]))

    def at(self, place: Place, variant: VariantId, units: int) -> None:
        """Put units on the shelf of a place."""
        inventory.receive(self.shop.market.id, place.id, {variant: units}, cause=new_id(), at=clock.now())


def confirm(proposed: Amendment) -> Amendment:
    return amendments.confirm(proposed.id, proposed.seal, actor=SYSTEM)


def pays(waiting: Amendment, token: str = "tok_approve") -> Amendment:
    amendments.pay(waiting.id, payments.Method.TEST_CARD, token, actor=SYSTEM)
    return amendments.complete(waiting.id, actor=SYSTEM)


def an_order(
    *units: int, method: Method = Method.COLLECT, shelf: int = 20, by: str = "external", prices: tuple[int, ...] = ()
) -> Case:
    """Place an order of so many units of a new variant each, paid for elsewhere or, `by` a card, only held."""
    shop = a_shop()
    other = a_store(shop.market, ships=True)
    cents = prices or (PRICE,) * len(units)
    variants = tuple(shop.offered(shelf, each) for each in cents)
    total = sum(count * each for count, each in zip(units, cents, strict=True))
    token = {"token": "tok_approve"} if by == "test_card" else {}
    purchase = shop.purchase(
        variants[0],
        channel=shop.web.id,
        lines=tuple(checkout.Wanted(variant, count) for variant, count in zip(variants, units, strict=True)),
        method=method,
        contact=ANA,
        tenders=(checkout.Tender(by, Money(total, "USD"), **token),),
    )
    return Case(shop, checkout.place_order(purchase, actor=SYSTEM).order, variants, other)


def shoppers_may(market: MarketId, **terms: bool) -> None:
    """Say what shoppers change of their orders by themselves."""
    OwnTerms.objects.create(market_id=market, **terms)


def wrong() -> list[tuple[str, object]]:
    """Return what the whole proof finds wrong."""
    return [(check.title, found) for check in checks() for found in check.find()]


def somebody_waits() -> bool:
    """Tell whether a transaction waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])
