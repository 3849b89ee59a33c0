"""Paying for a change that waits for its money, which completes it exactly once."""

from __future__ import annotations

from contextlib import suppress

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.transactions import retried
from oneshelf.modules.amendments import models
from oneshelf.modules.amendments.actions.carry_out import carry_out
from oneshelf.modules.amendments.actions.confirm import picks_refuse
from oneshelf.modules.amendments.actions.step import locked, step
from oneshelf.modules.amendments.errors import AmendmentOver, NothingToPay
from oneshelf.modules.amendments.queries import as_amendment, get_amendment
from oneshelf.modules.amendments.types import Amendment, AmendmentId, AmendmentState
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import Payment, PaymentId, PaymentState

_FAILED = (PaymentState.DECLINED, PaymentState.EXPIRED)


def pay(amendment: AmendmentId, method: payments.Method, token: str, *, actor: Actor) -> Payment:
    """Ask for what a change costs to be held, bound to its seal; return the payment, whatever came of it.

    A declined one may be followed by another try. Runs in transactions of its own. Raises UnknownAmendment,
    NothingToPay, AmendmentOver (the money is given back then), and the refusals of `payments.authorise`.
    """
    found = get_amendment(amendment)
    if found.is_over or found.expires_at <= clock.now():
        raise AmendmentOver(state=(found.state if found.is_over else AmendmentState.EXPIRED).value)
    if found.state is not AmendmentState.AWAITING_PAYMENT:
        raise NothingToPay(state=found.state.value)
    payment = payments.authorise(
        found.id, found.to_pay, method, token, market=found.market, bound_hash=found.seal, actor=actor
    )
    if payment.state not in _FAILED and payment.id != found.payment and not _noted(found, payment):
        payments.give_back(payment.id, actor=actor)
        raise AmendmentOver(state=get_amendment(amendment).state.value)
    return payment


def complete(amendment: AmendmentId, *, actor: Actor) -> Amendment:
    """Do a change whose money is there; completing it again gives the same.

    When it cannot be done any more (the goods are picked, gone without their hold, or the order has ended), the money
    goes back before the refusal is raised, and the change is withdrawn. Runs in transactions of its own.
    Raises UnknownAmendment, NothingToPay, AmendmentOver, payments' PaymentNotReady, and the refusals of `confirm`.
    """
    try:
        return _complete(amendment, actor=actor)
    except (payments.PaymentNotReady, NothingToPay):
        raise
    except Refusal as refusal:
        latest = get_amendment(amendment)
        if latest.state is AmendmentState.CONFIRMED:
            return latest
        if latest.state is AmendmentState.AWAITING_PAYMENT:
            give_up(amendment, because=refusal.code, actor=actor)
        if latest.payment:
            give_money_back(latest.payment, actor=actor)
        raise


@retried
def give_up(amendment: AmendmentId, *, because: str, actor: Actor) -> None:
    """End a change that cannot be done. One that has ended meanwhile is left alone."""
    row = locked(amendment)
    if row.state == AmendmentState.AWAITING_PAYMENT.value:
        step(row, AmendmentState.WITHDRAWN, because=because, actor=actor)


def give_money_back(payment: PaymentId, *, actor: Actor) -> None:
    """Let go of money that no change will take. Harmless to repeat; what was claimed is left alone.

    A bank that does not answer now is asked again by payments.
    """
    with suppress(payments.AlreadyClaimed, payments.GatewayDidNotAnswer):
        payments.give_back(payment, actor=actor)


@retried
def _complete(amendment: AmendmentId, *, actor: Actor) -> Amendment:
    row = locked(amendment)
    found = as_amendment(row)
    if found.state is AmendmentState.CONFIRMED:
        return found
    if found.is_over:
        raise AmendmentOver(state=found.state.value)
    if found.state is not AmendmentState.AWAITING_PAYMENT or found.payment is None:
        raise NothingToPay(state=found.state.value)
    payments.claim(found.payment, payable=found.id, order=found.order, amount=found.to_pay, bound_hash=found.seal)
    with picks_refuse(found):
        carry_out(found, orders.get_order(found.order), paid=found.to_pay, actor=actor)
    return step(row, AmendmentState.CONFIRMED, actor=actor)


@retried
def _noted(found: Amendment, payment: Payment) -> bool:
    """Note the payment, or see that a twin of this request, which shares it, has noted it a moment ago."""
    waiting = models.Amendment.objects.filter(id=found.id, state=AmendmentState.AWAITING_PAYMENT.value)
    return bool(waiting.update(payment_id=payment.id))
