"""Give money back, once for each cause and never more than was taken."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.ledger import public as ledger
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.payments import events, rules
from oneshelf.modules.payments.actions.gateways import gateway_named
from oneshelf.modules.payments.actions.note import note
from oneshelf.modules.payments.errors import (
    AlreadyClaimed,
    GatewayDidNotAnswer,
    GatewayUnreachable,
    RefundCauseUsed,
    RefundRefused,
    RefundTooLarge,
)
from oneshelf.modules.payments.queries import get_payment
from oneshelf.modules.payments.types import Declined, Payment, PaymentId, Refund, RefundState

_OPEN = sql.statement(__name__, "refund_open", row=Refund)
_OF_CAUSE = sql.statement(__name__, "refund_of_cause", row=Refund)
_RESERVE = sql.statement(__name__, "refund_reserve", row=Payment)
_UNRESERVE = sql.statement(__name__, "refund_unreserve", row=Payment)
_COUNT = sql.statement(__name__, "refund_count", row=Payment)
_ANSWER = sql.statement(__name__, "refund_answer", row=Refund)


def refund(payment: PaymentId, amount: Money, cause: UUID, *, actor: Actor) -> Refund:
    """Give `amount` of a payment back because of `cause`; the same cause again returns the same refund.

    A cause (a return, a cancelled order) may give money back out of several payments, once out of each.
    What no gateway stands behind (cash, external and imported money) is given back in the caller's transaction, if
    there is one. Otherwise it runs in transactions of its own and must not be called in another.
    Raises NotFound, BadPaymentAmount, WrongPaymentCurrency, RefundTooLarge, RefundCauseUsed, RefundRefused and
    GatewayDidNotAnswer (the refund stands and is repeated by `settle_pending`).
    """
    known = get_payment(payment)
    rules.check_amount(amount, currency=known.currency)
    return _refund(known, amount, cause, only_unclaimed=False, actor=actor)


def refund_unclaimed(payment: Payment, *, actor: Actor) -> Refund:
    """Give back all of a captured payment that no order has claimed; the payment itself is the cause.

    As `refund`, and raises AlreadyClaimed when an order was faster.
    """
    return _refund(payment, Money(payment.captured, payment.currency), payment.id, only_unclaimed=True, actor=actor)


def finish_refund(refund: Refund, payment: Payment) -> Refund:
    """Ask the gateway for a refund that stands, and write its answer."""
    amount = Money(refund.amount, payment.currency)
    try:
        answer = gateway_named(payment.gateway).refund(payment.id, amount, refund.cause)
    except GatewayUnreachable as unreachable:
        raise GatewayDidNotAnswer(payment=str(payment.id)) from unreachable
    if isinstance(answer, Declined):
        _fail(refund)
        raise RefundRefused(payment=str(payment.id), cause=str(refund.cause))
    return _finish(refund)


def _refund(payment: Payment, amount: Money, cause: UUID, *, only_unclaimed: bool, actor: Actor) -> Refund:
    if not payment.gateway:
        return _hand_back(payment, amount, cause, only_unclaimed, actor)
    with transaction.atomic(durable=True):
        asked = _ask(payment, amount, cause, only_unclaimed, actor)
    return asked if asked.state is RefundState.DONE else finish_refund(asked, payment)


@retried
def _hand_back(payment: Payment, amount: Money, cause: UUID, only_unclaimed: bool, actor: Actor) -> Refund:
    return _finish(_ask(payment, amount, cause, only_unclaimed, actor))


def _ask(payment: Payment, amount: Money, cause: UUID, only_unclaimed: bool, actor: Actor) -> Refund:
    opened = _OPEN.find(
        refund=new_id(), market=payment.market, payment=payment.id, cause=cause, amount=amount.minor, at=clock.now()
    )
    if opened is None:
        known = _OF_CAUSE.one(payment=payment.id, cause=cause)
        if known.amount != amount.minor:
            raise RefundCauseUsed(cause=str(cause))
        return known
    if _RESERVE.find(payment=payment.id, amount=amount.minor, only_unclaimed=only_unclaimed) is None:
        now = get_payment(payment.id)
        if only_unclaimed and now.order is not None:
            raise AlreadyClaimed(payment=str(payment.id), order=str(now.order))
        raise RefundTooLarge(payment=str(payment.id), asked=amount, left=now.refundable)
    note("payments.refund", payment, amount, actor=actor, cause=cause)
    return opened


@retried
def _finish(refund: Refund) -> Refund:
    at = clock.now()
    done = _ANSWER.find(refund=refund.id, state=RefundState.DONE, at=at)
    if done is None:
        return refund  # another request, or the healing task, has written the answer
    _post(done, _COUNT.one(payment=done.payment, amount=done.amount), at)
    return done


def _post(refund: Refund, payment: Payment, at: datetime) -> None:
    ledger.post(
        payment.market,
        payment.currency,
        ledger.Cause("refund", refund.id),
        [ledger.Leg(debit="orders", credit=f"tender:{payment.method}", amount=refund.amount)],
        at=at,
    )
    outbox.emit([events.gave_back(payment, Money(refund.amount, payment.currency), refund.cause)], at=at)


@retried
def _fail(refund: Refund) -> None:
    failed = _ANSWER.find(refund=refund.id, state=RefundState.FAILED, at=clock.now())
    if failed is not None:
        _UNRESERVE.one(payment=failed.payment, amount=failed.amount)
