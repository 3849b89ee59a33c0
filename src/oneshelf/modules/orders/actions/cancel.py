"""Cancelling an order before its goods have left."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.actions.change_state import change_state
from oneshelf.modules.orders.errors import GoodsHaveLeft, NotCancellable
from oneshelf.modules.orders.events import OrderCancelled
from oneshelf.modules.orders.queries import get_order
from oneshelf.modules.orders.types import OrderId, OrderState
from oneshelf.modules.sourcing import public as sourcing

_GIVEN_UP = {fulfilment.ConsignmentState.CANCELLED, fulfilment.ConsignmentState.EXPIRED}
_LEFT = {
    fulfilment.ConsignmentState.COLLECTED,
    fulfilment.ConsignmentState.SHIPPED,
    fulfilment.ConsignmentState.DELIVERED,
}


@retried
def cancel_order(order: OrderId, *, actor: Actor) -> None:
    """Cancel an order: its consignments end, its goods can be promised again, its money goes back.

    Stock and consignments change in this transaction; the money is let go or given back by a job that the event
    starts, so that a silent gateway keeps nobody waiting. Raises UnknownOrder, NotCancellable, and GoodsHaveLeft when
    its shopper has some of it already.
    """
    now = clock.now()
    changed = change_state(order, OrderState.CANCELLED)
    if changed is None:
        found = get_order(order).summary
        raise NotCancellable(number=found.number, state=found.state.value)
    for consignment in fulfilment.consignments_of([order])[order]:
        if consignment.state in _LEFT:
            raise GoodsHaveLeft(number=changed.number)
        if consignment.state not in _GIVEN_UP:
            fulfilment.cancel(consignment.id, actor=actor)
    inventory.release(inventory.Owner.ORDER, order)
    sourcing.release_capacity(order)
    trail.record("orders.cancel", trail.Subject("order", order), actor=actor, at=now)
    event = OrderCancelled(market=changed.market, number=changed.number)
    outbox.emit([outbox.Draft(event, aggregate=order, sequence=changed.version)], at=now)
