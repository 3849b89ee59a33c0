"""The bank of a simulation: holds, takes and gives back money in memory, and is unreachable when chance wants it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

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

APPROVE, DECLINE, LATE, FAILS_LATER = "approve", "decline", "late", "fails_later"
"""What a card does: pays, does not, lets us wait, or pays and has nothing any more when the money is taken."""

PROVIDER = "simulated"


@dataclass
class Charge:
    """What the bank knows of one payment: amounts in minor units."""

    token: str
    amount: int
    state: str
    captured: int = 0
    refunds: dict[UUID, int] = field(default_factory=dict)


class Bank:
    """Implements the port `payments.Gateway`. With `trouble` in a hundred questions or answers are lost."""

    code = PROVIDER
    holds_for = timedelta(days=365)  # longer than any of its orders waits

    def __init__(self) -> None:
        self.charges: dict[PaymentId, Charge] = {}
        self.chance = random.Random(0)
        self.trouble = 0

    def authorise(self, payment: PaymentId, amount: Money, token: str) -> Authorised | Declined | Pending:
        """Do what the card does."""
        self._line("question")
        if payment not in self.charges:
            state = {DECLINE: "declined", LATE: "thinking"}.get(token, "held")
            self.charges[payment] = Charge(token, amount.minor, state)
        self._line("answer")
        standing = self._standing(payment)
        return standing if isinstance(standing, Authorised | Pending) else Declined(_reference(payment))

    def standing(self, payment: PaymentId) -> Standing:
        """Tell what became of a payment."""
        self._line("question")
        return self._standing(payment)

    def capture(self, payment: PaymentId, amount: Money) -> Captured | Declined:
        """Take the money, unless the card has nothing any more."""
        self._line("question")
        charge = self.charges[payment]
        if charge.state == "held":
            charge.state = "declined" if charge.token == FAILS_LATER else "captured"
            charge.captured = amount.minor if charge.state == "captured" else 0
        self._line("answer")
        standing = self._standing(payment)
        return standing if isinstance(standing, Captured) else Declined(_reference(payment))

    def void(self, payment: PaymentId) -> Voided | Captured:
        """Hold nothing, now and later."""
        self._line("question")
        charge = self.charges.setdefault(payment, Charge("", 0, "voided"))
        if charge.state in ("held", "thinking"):
            charge.state = "voided"
        self._line("answer")
        standing = self._standing(payment)
        return standing if isinstance(standing, Captured) else Voided(_reference(payment))

    def refund(self, payment: PaymentId, amount: Money, cause: UUID) -> Captured | Declined:
        """Give money back, once for each cause."""
        self._line("question")
        charge = self.charges[payment]
        if cause not in charge.refunds and sum(charge.refunds.values()) + amount.minor <= charge.captured:
            charge.refunds[cause] = amount.minor
        self._line("answer")
        known = charge.refunds.get(cause) == amount.minor
        return Captured(_reference(payment), amount) if known else Declined(_reference(payment))

    def decide(self) -> None:
        """Make up the bank's mind about late payments, and report each: twice, as banks do."""
        for payment, charge in self.charges.items():
            if charge.state != "thinking":
                continue
            charge.state = "held"
            for _ in range(2):
                payments.receive(
                    payments.ProviderEvent(
                        provider=PROVIDER,
                        id=f"held-{payment}",
                        payment=payment,
                        fact=payments.ProviderFact.AUTHORISED,
                        amount=charge.amount,
                        reference=_reference(payment),
                    )
                )

    def _line(self, lost: str) -> None:
        if self.chance.random() * 100 < self.trouble:
            raise GatewayUnreachable(f"the {lost} was lost")

    def _standing(self, payment: PaymentId) -> Standing:
        charge, reference = self.charges.get(payment), _reference(payment)
        if charge is None:
            return Unknown()
        match charge.state:
            case "held":
                return Authorised(reference)
            case "thinking":
                return Pending(reference)
            case "captured":
                return Captured(reference, Money(charge.captured, "USD"))
            case "voided":
                return Voided(reference)
            case _:
                return Declined(reference)


def _reference(payment: UUID) -> str:
    return f"sim-{payment.hex[-12:]}"
