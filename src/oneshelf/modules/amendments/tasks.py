"""Jobs of changes of orders."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from oneshelf.kernel import jobs
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.amendments.actions import tell, withdraw
from oneshelf.modules.amendments.actions.pay import complete, give_money_back
from oneshelf.modules.amendments.queries import get_amendment, paid_and_waiting
from oneshelf.modules.amendments.types import AmendmentId
from oneshelf.modules.payments import public as payments


@jobs.task
def tell_customer(amendment: str) -> None:
    """Mail the customer where to pay for a change. May be repeated."""
    tell.tell(AmendmentId(UUID(amendment)))


@jobs.task
def let_money_go(amendment: str) -> None:
    """Give back what was held for a change that is not done. May be repeated."""
    found = get_amendment(AmendmentId(UUID(amendment)))
    for payment in payments.attempts_for(found.id):
        if payment.order is None and payment.state in _HELD:
            give_money_back(payment.id, actor=SYSTEM)


@jobs.scheduled("* * * * *")
def complete_paid() -> None:
    """Do the changes whose money has come after their shopper had left."""
    for amendment in paid_and_waiting():
        found = get_amendment(amendment)
        if found.payment and payments.get_payment(found.payment).state is payments.PaymentState.AUTHORISED:
            with suppress(Refusal):  # its money has gone back by then
                complete(amendment, actor=SYSTEM)


@jobs.scheduled("* * * * *")
def expire_changes() -> None:
    """End the changes that nobody has paid for in time."""
    withdraw.expire()


_HELD = (payments.PaymentState.PENDING, payments.PaymentState.AUTHORISED, payments.PaymentState.CAPTURED)
