"""Write payments together with the order that they pay; claim one that was made before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.payments import rules
from oneshelf.modules.payments.events import recorded
from oneshelf.modules.payments.queries import get_payment
from oneshelf.modules.payments.types import Method, Payment, PaymentId, Tender

_RECORD = sql.statement(__name__, "record")
_CLAIM = sql.statement(__name__, "claim")


@retried
def record(tenders: Sequence[Tender], *, market: UUID, payable: UUID, order: UUID, currency: str, at: datetime) -> None:
    """Write the payments of an order, with their transfers and events, in the caller's transaction if there is one.

    A composing SQL function calls `payments_record` with `rules.columns` instead, and emits `recorded`.
    """
    columns = rules.columns(tenders)
    _RECORD.execute(
        market=market,
        payable=payable,
        order=order,
        currency=currency,
        at=at,
        ids=columns.ids,
        methods=columns.methods,
        gateways=columns.gateways,
        references=columns.references,
        states=columns.states,
        amounts=columns.amounts,
    )
    outbox.emit(recorded(tenders, market=market, payable=payable, order=order, currency=currency), at=at)


def take_cash(order: UUID, amount: Money, *, market: UUID, at: datetime, actor: Actor) -> Payment:
    """Take `amount` in cash for an order, in the caller's transaction if there is one. Raises BadPaymentAmount."""
    rules.check_amount(amount)
    tender = Tender(id=PaymentId(new_id()), method=Method.CASH, amount=amount.minor)
    record([tender], market=market, payable=order, order=order, currency=amount.currency, at=at)
    return get_payment(tender.id)


def claim(payment: PaymentId, *, payable: UUID, order: UUID, amount: Money, bound_hash: str) -> None:
    """Let `order` claim a payment that was made for `payable`, exactly once, in the caller's transaction.

    Raises AlreadyClaimed, PaymentForAnotherBasket (another payable, amount or hash), PaymentNotReady.
    """
    _CLAIM.execute(payment=payment, payable=payable, order=order, amount=amount.minor, bound_hash=bound_hash)
