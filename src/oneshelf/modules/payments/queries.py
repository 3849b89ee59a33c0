"""The read side of payments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from oneshelf.kernel import caches, clock, sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.kernel.errors import NotFound
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.payments import models
from oneshelf.modules.payments.types import CollectionTerms, Payment, PaymentId, Refund
from oneshelf.modules.places.public import PlaceId

LONGEST_WAIT = timedelta(days=1)
"""After how long an open question of a gateway, or a message that makes no sense, is a fault."""

MOST_AT_ONCE = 100
"""How many payments one call of a healing task works on."""

_COLLECTION = caches.Cache[MarketId, dict[PlaceId | None, CollectionTerms | None]](
    "payment at collection", most=1_000, max_age_s=5.0
)
_BY_IDS = sql.statement(__name__, "by_ids", row=Payment)
_OF_ORDERS = sql.statement(__name__, "of_orders", row=Payment)
_OF_PAYABLE = sql.statement(__name__, "of_payable", row=Payment)
_REFUNDS_OF = sql.statement(__name__, "refunds_of", row=Refund)
_UNSETTLED = sql.statement(__name__, "unsettled", row=Payment)
_REFUNDS_ASKED = sql.statement(__name__, "refunds_asked", row=Refund)
_HELD = sql.statement(__name__, "held", row=Payment)
_STRANDED = sql.statement(__name__, "stranded", row=Payment)
_BOOKS = [
    sql.statement(__name__, f"audit_{name}", row=Discrepancy)
    for name in ("refunds", "captures", "given_back", "events")
]
_LEFT_OPEN = [sql.statement(__name__, f"audit_{name}", row=Discrepancy) for name in ("parked", "unsettled")]


def collection_terms(market: MarketId, places: Iterable[PlaceId]) -> dict[PlaceId, CollectionTerms]:
    """Return on which terms orders may be paid when they are collected; places where they may not are left out."""
    book = _COLLECTION.get([market], lambda markets: {each: _collection_book(each) for each in markets})[market]
    found = {place: book.get(place, book.get(None)) for place in places}
    return {place: terms for place, terms in found.items() if terms}


def _collection_book(market: MarketId) -> dict[PlaceId | None, CollectionTerms | None]:
    book: dict[PlaceId | None, CollectionTerms | None] = {}
    for row in models.CollectionTerms.objects.filter(market=market):
        place = PlaceId(row.place_id) if row.place_id else None
        book[place] = CollectionTerms(row.most, row.most_open) if row.allowed else None
    return book


def get_payment(payment: PaymentId) -> Payment:
    """Return one payment. Raises NotFound."""
    found = find_payment(payment)
    if found is None:
        raise NotFound(kind="payment", value=str(payment))
    return found


def find_payment(payment: PaymentId) -> Payment | None:
    """Return one payment, or None."""
    return _BY_IDS.find(payments=[payment])


def payments_of(orders: Sequence[UUID]) -> dict[UUID, list[Payment]]:
    """Return the payments that each of `orders` has claimed, oldest first; one statement for all of them."""
    found: dict[UUID, list[Payment]] = {order: [] for order in orders}
    for payment in _OF_ORDERS.all(orders=list(orders)):
        assert payment.order is not None, "the statement selects by order"
        found[payment.order].append(payment)
    return found


def attempts_for(payable: UUID) -> list[Payment]:
    """Return every payment tried for a checkout or order, declined ones too, the latest first (100 at most)."""
    return _OF_PAYABLE.all(payable=payable)


def refunds_of(payments: Sequence[PaymentId]) -> dict[PaymentId, list[Refund]]:
    """Return the refunds of each of `payments`, oldest first, failed ones too."""
    found: dict[PaymentId, list[Refund]] = {payment: [] for payment in payments}
    for refund in _REFUNDS_OF.all(payments=list(payments)):
        found[refund.payment].append(refund)
    return found


def stranded(before: datetime) -> list[PaymentId]:
    """Return payments that hold or took money before `before` and that no order has claimed; 100 at most.

    Only checkout knows whether an order may still claim one; what it gives up goes to `give_back`.
    """
    return [payment.id for payment in _STRANDED.all(before=before, most=MOST_AT_ONCE)]


def list_unsettled(before: datetime) -> list[Payment]:
    """Return payments whose gateway owes an answer since before `before`, oldest first; 100 at most."""
    return _UNSETTLED.all(before=before, most=MOST_AT_ONCE)


def list_held(gateway: str, before: datetime) -> list[Payment]:
    """Return what a gateway holds for orders since before `before`, oldest first; 100 at most."""
    return _HELD.all(gateway=gateway, before=before, most=MOST_AT_ONCE)


def list_asked_refunds(before: datetime) -> list[Refund]:
    """Return refunds whose gateway owes an answer since before `before`, oldest first; 100 at most."""
    return _REFUNDS_ASKED.all(before=before, most=MOST_AT_ONCE)


def audit() -> list[Discrepancy]:
    """Compare every payment with its refunds, the ledger and the outbox; return the rows that differ.

    What a gateway or a provider's message has left open for more than a day is named too.
    """
    before = clock.now() - LONGEST_WAIT
    books = [row for statement in _BOOKS for row in statement.all()]
    return books + [row for statement in _LEFT_OPEN for row in statement.all(before=before)]
