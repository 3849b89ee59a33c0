"""Write what a gateway said about a payment: state, ledger and event in one transaction."""

from __future__ import annotations

from datetime import datetime

from oneshelf.kernel import clock, sql
from oneshelf.kernel.ledger import public as ledger
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.payments import events, rules
from oneshelf.modules.payments.queries import get_payment
from oneshelf.modules.payments.types import (
    Authorised,
    Captured,
    Declined,
    Payment,
    PaymentId,
    PaymentState,
    Pending,
    Standing,
    Unknown,
    Voided,
)

_MOVE = sql.statement(__name__, "move", row=Payment)


@retried
def write_answer(payment: PaymentId, said: Standing) -> Payment:
    """Bring the payment to the state that its gateway named, once: an answer that says nothing new changes nothing.

    Runs in a transaction of its own, or in the caller's. Raises NotFound.
    """
    at = clock.now()
    match said:
        case Authorised(reference):
            moved = move(payment, PaymentState.AUTHORISED, reference=reference, at=at)
        case Captured(reference, amount):
            moved = move(payment, PaymentState.CAPTURED, captured=amount.minor, reference=reference, at=at)
        case Declined(reference):
            moved = move(payment, PaymentState.DECLINED, reference=reference, at=at)
        case Voided(reference):
            moved = move(payment, PaymentState.VOIDED, reference=reference, at=at)
        case Unknown():
            moved = move(payment, PaymentState.EXPIRED, at=at)
        case Pending():
            moved = None
    return moved or get_payment(payment)


def move(
    payment: PaymentId, state: PaymentState, *, captured: int = 0, reference: str = "", at: datetime
) -> Payment | None:
    """Move a payment to `state` if that may follow its own, with its transfer and its event; None if it may not.

    In the caller's transaction. `captured` is in minor units.
    """
    moved = _MOVE.find(
        payment=payment, state=state, captured=captured, reference=reference, before=rules.MACHINE.before(state)
    )
    if moved is None:
        return None
    if captured:
        ledger.post(
            moved.market,
            moved.currency,
            ledger.Cause("payment", moved.id),
            [ledger.Leg(debit=f"tender:{moved.method}", credit="orders", amount=captured)],
            at=at,
        )
    outbox.emit([events.became(moved)], at=at)
    return moved
