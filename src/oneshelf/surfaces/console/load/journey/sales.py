"""Writes what happened in a week of a store: the delivery, the till orders, what paid for them, what left the shelf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Cause, LoadedMovement
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import LoadedAdjustment, LoadedLine, LoadedOrder
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import LoadedPayment
from oneshelf.modules.payments.public import Method as Tender
from oneshelf.modules.places.public import VirtualPlaces
from oneshelf.surfaces.console.load.journey import book, goods
from oneshelf.surfaces.console.load.journey.cells import Cell
from oneshelf.surfaces.console.load.journey.ids import Ids
from oneshelf.surfaces.console.load.journey.plan import Plan
from oneshelf.surfaces.console.load.journey.products import Article
from oneshelf.surfaces.console.load.journey.source import CURRENCY

FIRST_BASKET = 31_198_437_603
"""The source's lowest basket number; the serials of order numbers count from it."""

_ADJUSTMENTS = (("recorded", "Price of this store"), ("loyalty", "Loyalty card"), ("match", "Coupon match"))
"""Kinds of adjustment and what the order says of them: data of this market, in its language."""


@dataclass(frozen=True, slots=True)
class _Label:
    """What a line remembers of its product."""

    variant: VariantId
    sku: str
    title: str
    gtin: str
    picture: str
    unit: str
    tax_class: str


class Till:
    """Rings up the plan's baskets again."""

    def __init__(self, plan: Plan, ids: Ids, virtual: VirtualPlaces) -> None:
        self.plan, self.ids, self.virtual = plan, ids, virtual
        self.labels = {product: _label(article, ids) for product, article in plan.articles.items()}

    def load(self, cells: Sequence[Cell]) -> None:
        """Write the rows of `cells` in the caller's transaction."""
        baskets = [basket for cell in cells for basket in cell.baskets.tolist()]
        found = [self._order(basket) for basket in baskets]
        paid = [payment for basket in baskets for payment in self._payments(basket)]
        delivered = [movement for cell in cells for movement in self._delivery(cell)]
        sold = [
            movement for basket, order in zip(baskets, found, strict=True) for movement in self._sold(basket, order)
        ]
        orders.bulk_load_orders(found)
        payments.bulk_load_payments(self.ids.market, paid)
        inventory.bulk_load_movements(self.ids.market, delivered + sold)

    def _order(self, basket: int) -> LoadedOrder:
        own, ids = self.plan.baskets, self.ids
        number, store, at = int(own.id[basket]), int(own.store[basket]), self._at(basket)
        span = slice(int(own.first[basket]), int(own.last[basket]))
        return LoadedOrder(
            id=ids.order(number, at),
            market=ids.market,
            number=orders.recorded_number(number - FIRST_BASKET),
            channel=ids.channel("till"),
            place=ids.store(store),
            customer=ids.household(int(own.household[basket])),
            till=None,
            campaign="",
            currency=CURRENCY,
            placed_at=at,
            made_up=book.MADE_UP,
            lines=tuple(self._lines(span)),
            adjustments=tuple(self._adjustments(number, at, span)),
        )

    def _lines(self, span: slice) -> Iterator[LoadedLine]:
        priced = self.plan.priced
        lines = priced.lines
        columns = (lines.number, lines.product, lines.quantity, priced.price, priced.per, lines.sales)
        for line, product, quantity, price, per, amount in zip(*(each[span].tolist() for each in columns), strict=True):
            label = self.labels[product]
            yield LoadedLine(
                line=line,
                variant=label.variant,
                sku=label.sku,
                title=label.title,
                gtin=label.gtin,
                picture=label.picture,
                unit=label.unit,
                quantity=quantity,
                unit_price=price,
                per=per,
                amount=amount,
                tax_class=label.tax_class,
            )

    def _adjustments(self, basket: int, at: datetime, span: slice) -> Iterator[LoadedAdjustment]:
        priced = self.plan.priced
        columns = (priced.lines.number, priced.recorded, -priced.lines.retail, -priced.lines.match)
        for line, *amounts in zip(*(each[span].tolist() for each in columns), strict=True):
            for (kind, label), amount in zip(_ADJUSTMENTS, amounts, strict=True):
                if amount:
                    yield LoadedAdjustment(self.ids.line(kind, basket, line, at), line, kind, label, amount)

    def _payments(self, basket: int) -> Iterator[LoadedPayment]:
        own, at = self.plan.baskets, self._at(basket)
        number, rest = int(own.id[basket]), Tender.CASH if own.cash[basket] else Tender.TEST_CARD
        for tender, amount in ((Tender.EXTERNAL, int(own.coupon[basket])), (rest, int(own.tendered[basket]))):
            if amount:
                yield LoadedPayment(
                    id=self.ids.payment(number, tender.value, at),
                    order=self.ids.order(number, at),
                    method=tender,
                    amount=Money(amount, CURRENCY),
                    occurred_at=at,
                )

    def _sold(self, basket: int, order: LoadedOrder) -> Iterator[LoadedMovement]:
        number = int(self.plan.baskets.id[basket])
        for line in order.lines:
            if line.quantity:
                yield LoadedMovement(
                    id=self.ids.line("sold", number, line.line, order.placed_at),
                    variant=line.variant,
                    from_place=order.place,
                    to_place=self.virtual.customer,
                    quantity=line.quantity,
                    cause_kind=Cause.SALE.value,
                    cause=order.id,
                    cause_line=line.line,
                    occurred_at=order.placed_at,
                )

    def _delivery(self, cell: Cell) -> Iterator[LoadedMovement]:
        at, own = self.plan.arrives_at(cell.week), self.plan.deliveries
        receipt = self.ids.delivery(cell.store, cell.week, at)
        place, span = self.ids.store(cell.store), slice(cell.delivered.start, cell.delivered.stop)
        for product, quantity in zip(own.product[span].tolist(), own.quantity[span].tolist(), strict=True):
            yield LoadedMovement(
                id=self.ids.delivered(cell.store, cell.week, product, at),
                variant=self.labels[product].variant,
                from_place=self.virtual.supplier,
                to_place=place,
                quantity=quantity,
                cause_kind=Cause.RECEIPT.value,
                cause=receipt,
                cause_line=product,
                occurred_at=at,
            )

    def _at(self, basket: int) -> datetime:
        moment: datetime = self.plan.baskets.sold_at[basket].item()
        return moment.replace(tzinfo=UTC)


def _label(article: Article, ids: Ids) -> _Label:
    return _Label(
        variant=ids.variant(article.source.id),
        sku=article.sku,
        title=article.title,
        gtin=article.gtin,
        picture=goods.picture_path(article.shelf.picture),
        unit=goods.unit_of(article).value,
        tax_class=goods.tax_class_of(article),
    )
