"""Note in the audit trail who moved money."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.money import Money
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.payments.types import Payment


def note(action: str, payment: Payment, amount: Money, *, actor: Actor, cause: UUID | None = None) -> None:
    """Write that `actor` did `action` to a payment with `amount`, in the caller's transaction."""
    trail.record(
        action,
        trail.Subject("payment", payment.id),
        actor=actor,
        details={"amount": amount.minor, "currency": amount.currency, "cause": cause},
    )
