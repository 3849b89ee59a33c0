"""Take the money that a gateway holds."""

from __future__ import annotations

from django.db import transaction

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.money import Money
from oneshelf.modules.payments import rules
from oneshelf.modules.payments.actions.answers import write_answer
from oneshelf.modules.payments.actions.gateways import gateway_named
from oneshelf.modules.payments.actions.note import note
from oneshelf.modules.payments.errors import CaptureRefused, GatewayDidNotAnswer, GatewayUnreachable
from oneshelf.modules.payments.queries import get_payment
from oneshelf.modules.payments.types import Ask, Declined, Payment, PaymentId, PaymentState, Unknown

_ASK = sql.statement(__name__, "ask", row=Payment)


def capture(payment: PaymentId, amount: Money | None = None, *, actor: Actor) -> Payment:
    """Take `amount` (all that is held, when None) and let go of the rest; return the captured payment.

    Repeating it is harmless. Runs in transactions of its own and must not be called in another. Raises NotFound,
    WrongState, BadPaymentAmount, CaptureRefused (the payment has expired then) and GatewayDidNotAnswer (the
    capture stands and is repeated by `settle_pending`).
    """
    known = get_payment(payment)
    wanted = known.total if amount is None else amount
    rules.check_amount(wanted, currency=known.currency, most=known.amount)
    if known.state is PaymentState.CAPTURED and known.captured == wanted.minor:
        return known
    with transaction.atomic(durable=True):
        asked = _ASK.find(
            payment=payment,
            ask=Ask.CAPTURE,
            amount=wanted.minor,
            states=[PaymentState.AUTHORISED],
            only_unclaimed=False,
            at=clock.now(),
        )
        if asked is not None:
            note("payments.capture", asked, wanted, actor=actor)
    if asked is None:
        return _captured_meanwhile(payment, wanted)
    return finish_capture(asked)


def finish_capture(payment: Payment) -> Payment:
    """Ask the gateway of a payment for the capture that is noted on it, and write the answer."""
    wanted = Money(payment.asked_amount, payment.currency)
    try:
        answer = gateway_named(payment.gateway).capture(payment.id, wanted)
    except GatewayUnreachable as unreachable:
        raise GatewayDidNotAnswer(payment=str(payment.id)) from unreachable
    if isinstance(answer, Declined):
        write_answer(payment.id, Unknown())  # the bank holds nothing for us any more: the payment expires
        raise CaptureRefused(payment=str(payment.id))
    return write_answer(payment.id, answer)


def _captured_meanwhile(payment: PaymentId, wanted: Money) -> Payment:
    known = get_payment(payment)
    if known.captured != wanted.minor:
        rules.MACHINE.check(known.state, PaymentState.CAPTURED)
        raise GatewayDidNotAnswer(payment=str(payment))  # something else is being asked of the gateway right now
    return known
