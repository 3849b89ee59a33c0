"""Bring in the payments of a history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from oneshelf.kernel import bulk
from oneshelf.kernel.ledger import public as ledger
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.payments.types import LoadedPayment

_COLUMNS = (
    *("id", "market_id", "payable_id", "claimed_by", "method", "currency", "amount", "captured", "state"),
    *("imported", "version", "occurred_at"),
)


def bulk_load_payments(market: MarketId, payments: Iterable[LoadedPayment]) -> int:
    """Write captured payments of past orders by COPY, with their transfers; return how many were new.

    Joins the caller's transaction if one is open. No gateway stands behind them: a refund is paid out at the
    counter. No events: a load tells its readers when it is through, and the audit asks none of them. The database
    refuses amounts below one minor unit.
    """
    batch = list(payments)
    legs: dict[str, list[ledger.PastLeg]] = defaultdict(list)
    for each in batch:
        leg = ledger.Leg(debit=f"tender:{each.method}", credit="orders", amount=each.amount.minor)
        legs[each.amount.currency].append(ledger.PastLeg(cause=each.id, number=1, leg=leg, at=each.occurred_at))
    with transaction.atomic():
        added = bulk.add_missing("payments_payment", _COLUMNS, (_row(market, each) for each in batch))
        for currency, history in legs.items():
            ledger.load(market, currency, "payment", history)
    return added


def _row(market: MarketId, payment: LoadedPayment) -> tuple[object, ...]:
    return (
        payment.id,
        market,
        payment.order,
        payment.order,
        payment.method.value,
        payment.amount.currency,
        payment.amount.minor,
        payment.amount.minor,
        "captured",
        True,
        0,
        payment.occurred_at,
    )
