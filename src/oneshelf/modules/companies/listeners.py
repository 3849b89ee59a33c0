"""What companies do when goods leave, orders end, and people are erased."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.public import Record
from oneshelf.modules.companies.actions.invoice import invoice_what_left
from oneshelf.modules.companies.actions.members import forget_members
from oneshelf.modules.companies.queries import on_account
from oneshelf.modules.customers.public import CustomerErased, CustomerId
from oneshelf.modules.orders.public import OrderCancelled, OrderCompleted, OrderId


def follow_orders(records: Sequence[Record]) -> None:
    """What has left is invoiced; an order that has ended takes no credit for anything else."""
    orders = {OrderId(UUID(str(getattr(record.event, "order", record.aggregate)))) for record in records}
    for order in on_account(orders):  # one statement for all that others have paid
        invoice_what_left(order)


def follow_erasures(records: Sequence[Record]) -> None:
    """Who was erased orders for no company any more."""
    events = [record.event for record in records]
    forget_members([CustomerId(event.customer) for event in events if isinstance(event, CustomerErased)])


subscriptions.register(
    "companies-orders",
    ["fulfilment.collected.v1", "fulfilment.shipped.v1", OrderCompleted.TYPE, OrderCancelled.TYPE],
    follow_orders,
)
subscriptions.register("companies-erasures", [CustomerErased.TYPE], follow_erasures)
