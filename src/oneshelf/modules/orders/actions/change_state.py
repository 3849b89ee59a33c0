"""Moving an order on: ready, completed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from oneshelf.kernel import clock, sql
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.events import OrderCompleted, OrderReady
from oneshelf.modules.orders.types import ORDER_MACHINE, OrderId, OrderState


@dataclass(frozen=True, slots=True)
class ChangedOrder:
    """What the change of an order's state needs to be announced."""

    market: MarketId
    number: str
    version: int


CHANGE_STATE = sql.statement(__name__, "change_state", row=ChangedOrder)


def change_state(order: OrderId, wanted: OrderState) -> ChangedOrder | None:
    """Move an order to `wanted` if its machine allows it from where it stands; None when it does not."""
    return CHANGE_STATE.find(order=order, wanted=wanted.value, before=ORDER_MACHINE.before(wanted), at=clock.now())


@retried
def make_ready(order: OrderId, *, at: datetime) -> bool:
    """Note that all goods of an order wait for its shopper; False when it is past that already."""
    changed = change_state(order, OrderState.READY)
    if changed:
        event = OrderReady(market=changed.market, number=changed.number)
        outbox.emit([outbox.Draft(event, aggregate=order, sequence=changed.version)], at=at)
    return changed is not None


@retried
def complete(order: OrderId, *, at: datetime) -> bool:
    """Note that the shopper has everything; False when it is past that already."""
    changed = change_state(order, OrderState.COMPLETED)
    if changed:
        event = OrderCompleted(market=changed.market, number=changed.number)
        outbox.emit([outbox.Draft(event, aggregate=order, sequence=changed.version)], at=at)
    return changed is not None
