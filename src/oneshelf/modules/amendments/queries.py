"""Reading changes of orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import caches, decoding, sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.kernel.money import Money
from oneshelf.modules.amendments import models
from oneshelf.modules.amendments.errors import UnknownAmendment
from oneshelf.modules.amendments.types import (
    Amendment,
    AmendmentId,
    AmendmentState,
    OwnTerms,
    PaidChange,
    Preview,
    Reason,
    Wish,
)
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.payments.public import PaymentId
from oneshelf.modules.places.public import PlaceId

_PAID = sql.statement(__name__, "paid_changes", row=PaidChange)
_AUDIT = sql.statement(__name__, "audit_events", row=Discrepancy)

_OWN = caches.Cache[MarketId, OwnTerms]("changes by shoppers", most=1_000, max_age_s=5.0)

MOST_AMENDMENTS = 200
"""The most changes of one page, and of one run of a job."""

LIVE = (AmendmentState.PROPOSED, AmendmentState.AWAITING_PAYMENT)


def get_amendment(amendment: AmendmentId) -> Amendment:
    """Return one change, whatever its state. Raises UnknownAmendment."""
    row = models.Amendment.objects.filter(id=amendment).first()
    if row is None:
        raise UnknownAmendment(amendment=str(amendment))
    return as_amendment(row)


def amendments_of(order: OrderId) -> list[Amendment]:
    """Return the changes of an order that were agreed to, the latest first: neither ones only shown nor forgotten."""
    rows = models.Amendment.objects.filter(order_id=order, version__gt=0).order_by("-proposed_at", "-id")
    return [as_amendment(row) for row in rows[:MOST_AMENDMENTS]]


def awaiting_payment(order: OrderId) -> Amendment | None:
    """Return the change of an order that waits for its money, if there is one."""
    row = models.Amendment.objects.filter(order_id=order, state=AmendmentState.AWAITING_PAYMENT.value).first()
    return as_amendment(row) if row else None


def waiting_for_money(market: MarketId, *, places: Sequence[PlaceId] | None = None, most: int) -> list[Amendment]:
    """Return changes of a market's orders that wait for their money, the next to end first; `places` narrows them."""
    rows = models.Amendment.objects.filter(market_id=market, state=AmendmentState.AWAITING_PAYMENT.value)
    if places is not None:
        rows = rows.filter(place_id__in=places)
    return [as_amendment(row) for row in rows.order_by("expires_at", "id")[: min(most, MOST_AMENDMENTS)]]


def paid_changes() -> list[PaidChange]:
    """Return every change that was done for money, for the audit's comparison with the order book and its payments."""
    return _PAID.all()


def paid_and_waiting() -> list[AmendmentId]:
    """Return changes that wait although somebody has begun to pay, the next to end first."""
    rows = models.Amendment.objects.filter(state=AmendmentState.AWAITING_PAYMENT.value, payment_id__isnull=False)
    return [AmendmentId(id) for id in rows.order_by("expires_at").values_list("id", flat=True)[:MOST_AMENDMENTS]]


def overdue(at: datetime) -> list[AmendmentId]:
    """Return changes that wait for their money and whose time is over at `at`, the longest overdue first."""
    rows = models.Amendment.objects.filter(state=AmendmentState.AWAITING_PAYMENT.value, expires_at__lte=at)
    return [AmendmentId(id) for id in rows.order_by("expires_at").values_list("id", flat=True)[:MOST_AMENDMENTS]]


def own_terms(market: MarketId) -> OwnTerms:
    """Return what shoppers may change of their orders by themselves."""
    return _OWN.get([market], _load_own)[market]


def _load_own(markets: list[MarketId]) -> dict[MarketId, OwnTerms]:
    told = {
        row.market_id: OwnTerms(row.may_add, row.may_swap) for row in models.OwnTerms.objects.filter(market__in=markets)
    }
    return {market: told.get(market, OwnTerms()) for market in markets}


def audit() -> list[Discrepancy]:
    """Look for the events of every change; return the rows that differ."""
    return _AUDIT.all()


def as_amendment(row: models.Amendment) -> Amendment:
    """Return what a row says."""
    return Amendment(
        id=AmendmentId(row.id),
        market=MarketId(row.market_id),
        order=OrderId(row.order_id),
        order_number=row.order_number,
        place=PlaceId(row.place_id) if row.place_id else None,
        state=AmendmentState(row.state),
        reason=Reason(row.reason),
        wish=decoding.decode(row.wish, Wish),
        preview=decoding.decode(row.preview, Preview),
        seal=row.seal,
        to_pay=Money(row.to_pay, row.currency),
        payment=_payment(row.payment_id),
        actor_kind=row.actor_kind,
        actor=row.actor_id,
        proposed_at=row.proposed_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        because=row.because,
        version=row.version,
    )


def _payment(id: UUID | None) -> PaymentId | None:
    return PaymentId(id) if id else None
