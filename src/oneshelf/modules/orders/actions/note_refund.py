"""Adding up what an order's payments gave back."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel import clock, sql
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.events import OrderRefunded
from oneshelf.modules.orders.types import OrderId


@dataclass(frozen=True, slots=True)
class RefundedOrder:
    """An order after money was given back: the sum so far in minor units, and its new version."""

    market: MarketId
    number: str
    currency: str
    refunded: int
    version: int


_ADD_REFUND = sql.statement(__name__, "add_refund", row=RefundedOrder)


@retried
def note_refund(order: OrderId, amount: Money) -> None:
    """Add what a payment gave back to the order's own sum. Called once for each of the payments' facts."""
    changed = _ADD_REFUND.one(order=order, amount=amount.minor)
    event = OrderRefunded(
        market=changed.market,
        number=changed.number,
        amount=amount,
        refunded=Money(changed.refunded, changed.currency),
    )
    outbox.emit([outbox.Draft(event, aggregate=order, sequence=changed.version)], at=clock.now())
