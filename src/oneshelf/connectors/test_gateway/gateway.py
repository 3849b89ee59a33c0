"""A payment provider in a box. Tokens choose what it does; each question is named by the payment and done once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from oneshelf.connectors.test_gateway.book import Charge, ask
from oneshelf.kernel import clock, sql
from oneshelf.kernel.money import Money
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import (
    Authorised,
    Captured,
    Declined,
    GatewayUnreachable,
    PaymentId,
    Pending,
    Standing,
    Unknown,
    Voided,
)

APPROVE = "tok_approve"
"""The money is held."""
DECLINE = "tok_decline"
"""The bank says no."""
DELAY = "tok_delay"
"""The bank thinks for a while; the gateway reports afterwards that the money is held."""
FAIL_CAPTURE = "tok_fail_capture"
"""The money is held, but when it is to be taken, the bank says no."""
TIMEOUT = "tok_timeout"
"""The money is held, but the answer is lost on its way to us."""
UNREACHABLE = "tok_unreachable"
"""The question is lost on its way to the gateway."""

DELAY_LASTS = timedelta(seconds=2)
"""How long the bank thinks about a delayed payment."""

_FIRST_STATE = {APPROVE: "held", DELAY: "thinking", FAIL_CAPTURE: "held", TIMEOUT: "held"}

_AUTHORISE = sql.statement(__name__, "authorise", row=Charge)
_STANDING = sql.statement(__name__, "standing", row=Charge)
_CAPTURE = sql.statement(__name__, "capture", row=Charge)
_VOID = sql.statement(__name__, "void", row=Charge)
_REFUND = sql.statement(__name__, "refund", row=Charge)
_DUE = sql.statement(__name__, "due", row=Charge)
_DECIDE = sql.statement(__name__, "decide", row=Charge)
_REPORTED = sql.statement(__name__, "reported", row=Charge)


class SandboxGateway:
    """Implements the port `payments.Gateway`."""

    code = "test"
    holds_for = timedelta(days=7)

    def authorise(self, payment: PaymentId, amount: Money, token: str) -> Authorised | Declined | Pending:
        """Do what `token` says; an unknown token is declined."""
        if token == UNREACHABLE:
            raise GatewayUnreachable(f"{token} never arrives")
        entered = ask(
            _AUTHORISE,
            payment=payment,
            token=token[:50],
            amount=amount.minor,
            currency=amount.currency,
            state=_FIRST_STATE.get(token, "declined"),
            at=clock.now(),
        )
        if token == TIMEOUT:
            raise GatewayUnreachable(f"the answer to {token} never arrives")
        standing = _standing(entered[0]) if entered else self.standing(payment)
        return standing if isinstance(standing, Authorised | Pending) else Declined(_reference(payment))

    def standing(self, payment: PaymentId) -> Standing:
        """Tell what the book says."""
        for charge in ask(_STANDING, payment=payment):
            return _standing(charge)
        return Unknown()

    def capture(self, payment: PaymentId, amount: Money) -> Captured | Declined:
        """Take the money, unless the token forbids it; then nothing is held any more."""
        taken = ask(_CAPTURE, payment=payment, amount=amount.minor, failing=FAIL_CAPTURE)
        standing = _standing(taken[0]) if taken else self.standing(payment)
        return standing if isinstance(standing, Captured) else Declined(_reference(payment))

    def void(self, payment: PaymentId) -> Voided | Captured:
        """Hold nothing, now and later."""
        let_go = ask(_VOID, payment=payment, at=clock.now())
        standing = _standing(let_go[0]) if let_go else self.standing(payment)
        return standing if isinstance(standing, Captured) else Voided(_reference(payment))

    def refund(self, payment: PaymentId, amount: Money, cause: UUID) -> Captured | Declined:
        """Give money back, once for each cause, never more than was taken."""
        given = ask(_REFUND, payment=payment, cause=cause, amount=amount.minor)
        return Captured(_reference(payment), amount) if given else Declined(_reference(payment))


def report_due() -> int:
    """Let the bank decide about delayed payments and report each to payments' inbox; return how many."""
    due = ask(_DUE, before=clock.now() - DELAY_LASTS)
    for charge in due:
        ask(_DECIDE, payment=charge.payment)
        payments.receive(
            payments.ProviderEvent(
                provider=SandboxGateway.code,
                id=f"authorised-{charge.payment}",
                payment=PaymentId(charge.payment),
                fact=payments.ProviderFact.AUTHORISED,
                amount=charge.amount,
                reference=_reference(charge.payment),
            )
        )
        ask(_REPORTED, payment=charge.payment, at=clock.now())
    return len(due)


def _standing(charge: Charge) -> Standing:
    reference = _reference(charge.payment)
    match charge.state:
        case "held":
            return Authorised(reference)
        case "thinking":
            return Pending(reference)
        case "captured":
            return Captured(reference, Money(charge.captured, charge.currency))
        case "voided":
            return Voided(reference)
        case _:
            return Declined(reference)


def _reference(payment: UUID) -> str:
    return f"test-{payment.hex[-12:]}"
