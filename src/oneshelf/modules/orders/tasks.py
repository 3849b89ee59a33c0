"""Jobs of the order book: what has to ask a gateway, and so must not wait in a transaction."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import clock, jobs
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.orders.actions import promises
from oneshelf.modules.orders.actions.refund import refund_amendment, refund_undelivered
from oneshelf.modules.orders.types import OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState


@jobs.scheduled("*/5 * * * *")
def note_broken_promises() -> None:
    """Notice what was promised and is not there."""
    promises.note_broken_promises(clock.now())


@jobs.task
def give_money_back(order: str) -> None:
    """Let go of, or give back, all that a cancelled order has claimed. May be repeated.

    What its provider had taken before it heard that it should let go is given back.
    """
    for claimed in payments.payments_of([UUID(order)])[UUID(order)]:
        held = claimed.state in (PaymentState.PENDING, PaymentState.AUTHORISED)
        payment = payments.void(claimed.id, actor=SYSTEM) if held else claimed
        if payment.refundable:
            payments.refund(payment.id, payment.refundable, UUID(order), actor=SYSTEM)


@jobs.task
def give_difference_back(order: str, amendment: str) -> None:
    """Give back what a change of an order saved its shopper. May be repeated."""
    refund_amendment(OrderId(UUID(order)), UUID(amendment), actor=SYSTEM)


@jobs.task
def take_money(order: str) -> None:
    """Take the money that is held for an order, now that its goods have left. May be repeated.

    What was not found, or never left, is given back at once.
    """
    for payment in payments.payments_of([UUID(order)])[UUID(order)]:
        if payment.state is PaymentState.AUTHORISED:
            payments.capture(payment.id, actor=SYSTEM)
    refund_undelivered(OrderId(UUID(order)), actor=SYSTEM)
