"""Write what a gateway said about a payment: state, ledger and event in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from oneshelf.kernel import clock, sql
from oneshelf.kernel.ledger import public as ledger
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried, retried_statement
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

_FIRST_ANSWER = sql.statement(__name__, "first_answer")
_MOVE = sql.statement(__name__, "move", row=Payment)


@retried_statement
def first_answer(payment: Payment, said: Standing) -> Payment | None:
    """Write what the gateway said to a payment just opened, in one statement; None when `write_answer` must look.

    It must when the answer moves money or nothing, and when another message about the payment was faster.
    """
    match said:
        case Authorised(reference):
            state = PaymentState.AUTHORISED
        case Declined(reference):
            state = PaymentState.DECLINED
        case _:
            return None
    moved = replace(payment, state=state, gateway_reference=reference, version=payment.version + 1)
    event = outbox.columns([events.became(moved)])
    written = _FIRST_ANSWER.execute(
        payment=payment.id,
        version=payment.version,
        state=state,
        reference=reference,
        type=event.types,
        sequence=event.sequences,
        data=event.data,
        at=clock.now(),
    )
    return moved if written else None


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
