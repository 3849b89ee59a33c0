"""What changes of orders do when orders end and money comes."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.public import Record
from oneshelf.modules.amendments.actions.withdraw import withdraw_with_order
from oneshelf.modules.amendments.events import ChangeAwaitsMoney, ChangeExpired, ChangeWithdrawn
from oneshelf.modules.amendments.tasks import let_money_go, tell_customer
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId


def follow_ends(records: Sequence[Record]) -> None:
    """What waits for money is given up with its order."""
    for record in records:
        withdraw_with_order(OrderId(record.aggregate))


def follow_withdrawals(records: Sequence[Record]) -> None:
    """Money that was held for a change that is not done goes back, though the process died that should have done it."""
    for record in records:
        let_money_go.defer(amendment=str(record.aggregate))


def follow_agreements(records: Sequence[Record]) -> None:
    """Who has to pay for a change is told where."""
    for record in records:
        tell_customer.defer(amendment=str(record.aggregate))


subscriptions.register("amendments-ends", [orders.OrderCompleted.TYPE, orders.OrderCancelled.TYPE], follow_ends)
subscriptions.register("amendments-withdrawals", [ChangeWithdrawn.TYPE, ChangeExpired.TYPE], follow_withdrawals)
subscriptions.register("amendments-agreements", [ChangeAwaitsMoney.TYPE], follow_agreements)
