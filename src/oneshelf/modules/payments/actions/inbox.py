"""Take in what providers report by themselves: each message once, early ones parked until they make sense."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.payments import rules
from oneshelf.modules.payments.actions.answers import move
from oneshelf.modules.payments.queries import MOST_AT_ONCE, find_payment
from oneshelf.modules.payments.types import PaymentId, PaymentState, ProviderEvent, ProviderFact


@dataclass(frozen=True, slots=True)
class _Message:
    id: UUID
    provider: str
    event: str
    payment: PaymentId
    fact: str
    amount: int
    reference: str


_PUT = sql.statement(__name__, "inbox_put", row=UUID)
_PARKED = sql.statement(__name__, "inbox_parked", row=_Message)
_WAITING = sql.statement(__name__, "inbox_waiting", row=UUID)
_WORKED = sql.statement(__name__, "inbox_worked")


@retried
def receive(event: ProviderEvent) -> bool:
    """Keep a provider's message and do what it says, in one transaction; False when it was received before.

    The surface has verified the provider's signature. What cannot be done yet is parked, and `replay` does it as
    soon as the payment is there.
    """
    put = _PUT.find(
        provider=event.provider,
        event=event.id,
        payment=event.payment,
        fact=event.fact,
        amount=event.amount,
        reference=event.reference,
        at=clock.now(),
    )
    if put is None:
        return False
    replay(event.payment)
    return True


@retried
def replay(payment: PaymentId) -> int:
    """Work the parked messages of one payment, in the order in which they came; return how many made sense."""
    worked = 0
    for message in _PARKED.all(payments=[payment]):
        if _work(message):
            _WORKED.execute(message=message.id, at=clock.now())
            worked += 1
    return worked


def replay_parked() -> int:
    """Work the parked messages of payments that are known by now (100 payments at most); return how many."""
    return sum(replay(PaymentId(payment)) for payment in _WAITING.all(most=MOST_AT_ONCE))


def _work(message: _Message) -> bool:
    payment = find_payment(message.payment)
    if payment is None:
        return False
    fact = ProviderFact(message.fact)
    if rules.is_old_news(payment.state, fact):
        return True
    state = rules.FACT_STATES[fact]
    captured = message.amount if state is PaymentState.CAPTURED else 0
    if captured > payment.amount or (state is PaymentState.CAPTURED and captured < 1):
        return False  # a provider that took more than we asked for: parked, and named by the audit
    return move(payment.id, state, captured=captured, reference=message.reference, at=clock.now()) is not None
