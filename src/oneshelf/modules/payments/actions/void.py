"""Let go of money that nobody will take; give back what no order has claimed."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.db import transaction

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.states import WrongState
from oneshelf.modules.payments import rules
from oneshelf.modules.payments.actions.answers import write_answer
from oneshelf.modules.payments.actions.gateways import gateway_named
from oneshelf.modules.payments.actions.note import note
from oneshelf.modules.payments.actions.refund import refund_unclaimed
from oneshelf.modules.payments.errors import (
    AlreadyClaimed,
    GatewayDidNotAnswer,
    GatewayUnreachable,
    RefundRefused,
)
from oneshelf.modules.payments.queries import attempts_for, get_payment
from oneshelf.modules.payments.types import Ask, Payment, PaymentId, PaymentState

_ASK = sql.statement(__name__, "ask", row=Payment)

_CAN_GO_BACK = (PaymentState.PENDING, PaymentState.AUTHORISED, PaymentState.CAPTURED)


def void(payment: PaymentId, *, actor: Actor) -> Payment:
    """Let go of what a payment holds, or may come to hold; return it. Repeating it is harmless.

    It comes back captured when the provider took the money before it heard of the void: refund it then. Runs in
    transactions of its own and must not be called in another. Raises NotFound, WrongState, GatewayDidNotAnswer
    (the void stands and is repeated by `settle_pending`).
    """
    return _void(payment, only_unclaimed=False, actor=actor)


def give_back(payment: PaymentId, *, actor: Actor) -> Payment:
    """Void or refund a payment that no order has claimed, so that none can claim it from here on; return it.

    Transactions and refusals as for `void`; raises AlreadyClaimed when an order was faster.
    """
    known = get_payment(payment)
    if known.state is not PaymentState.CAPTURED:
        known = _void(payment, only_unclaimed=True, actor=actor)
    if known.state is not PaymentState.CAPTURED:
        return known
    refund_unclaimed(known, actor=actor)
    return get_payment(payment)


def give_back_all(payable: UUID, *, actor: Actor) -> None:
    """Give back all that was tried for `payable` (a checkout) and that no order has claimed.

    What a gateway does not answer to, or refuses, keeps nobody waiting: it is asked again by `settle_pending`, or its
    money is `stranded`. Transactions as for `void`.
    """
    for tried in attempts_for(payable):
        if tried.order is None and tried.state in _CAN_GO_BACK:
            with suppress(GatewayDidNotAnswer, RefundRefused, WrongState):
                give_back(tried.id, actor=actor)


def finish_void(payment: Payment) -> Payment:
    """Ask the gateway of a payment for the void that is noted on it, and write the answer."""
    try:
        answer = gateway_named(payment.gateway).void(payment.id)
    except GatewayUnreachable as unreachable:
        raise GatewayDidNotAnswer(payment=str(payment.id)) from unreachable
    return write_answer(payment.id, answer)


def _void(payment: PaymentId, *, only_unclaimed: bool, actor: Actor) -> Payment:
    with transaction.atomic(durable=True):
        asked = _ASK.find(
            payment=payment,
            ask=Ask.VOID,
            amount=0,
            states=[PaymentState.PENDING, PaymentState.AUTHORISED],
            only_unclaimed=only_unclaimed,
            at=clock.now(),
        )
        if asked is not None:
            note("payments.void", asked, asked.total, actor=actor)
    if asked is not None:
        return finish_void(asked)
    known = get_payment(payment)
    if known.state is PaymentState.VOIDED:
        return known
    if only_unclaimed and known.order is not None:
        raise AlreadyClaimed(payment=str(payment), order=str(known.order))
    rules.MACHINE.check(known.state, PaymentState.VOIDED)
    raise GatewayDidNotAnswer(payment=str(payment))  # a capture is being asked of the gateway right now
