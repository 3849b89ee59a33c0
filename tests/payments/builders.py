"""Baskets to pay for by the test card."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.ledger import public as ledger
from oneshelf.kernel.money import Money
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.payments import public as payments


@dataclass(frozen=True)
class Basket:
    """Something to pay for: 25.00 USD, in a market of its own."""

    market: MarketId = field(default_factory=lambda: MarketId(new_id()))
    payable: UUID = field(default_factory=new_id)
    order: UUID = field(default_factory=new_id)
    amount: Money = field(default_factory=lambda: Money(2500, "USD"))
    bound_hash: str = "the basket"

    def pay(self, token: str = "tok_approve", amount: Money | None = None) -> payments.Payment:
        """Pay it by test card."""
        return payments.authorise(
            self.payable,
            self.amount if amount is None else amount,
            payments.Method.TEST_CARD,
            token,
            market=self.market,
            bound_hash=self.bound_hash,
            actor=SYSTEM,
        )

    def pay_and_capture(self, amount: Money | None = None) -> payments.Payment:
        """Pay it by test card and take the money."""
        return payments.capture(self.pay(amount=amount).id, actor=SYSTEM)

    def balance(self, code: str) -> int:
        """Return what stands on an account of the market, in cents."""
        return ledger.balance(ledger.account_id(self.market, code, "USD"))
