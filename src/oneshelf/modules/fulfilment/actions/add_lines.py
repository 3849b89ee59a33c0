"""Add lines to a consignment that nobody has begun to pick."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel import clock, sql
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment import events
from oneshelf.modules.fulfilment.queries import get_consignment
from oneshelf.modules.fulfilment.types import ConsignmentId, ConsignmentState, Line

_LOCK = sql.statement(__name__, "lock", row=str)
_ADD = sql.statement(__name__, "add_lines")
_COUNT = sql.statement(__name__, "count_change")


@retried
def add_lines(consignment: ConsignmentId, lines: Sequence[Line]) -> bool:
    """Let a consignment hold more lines of its order; False when it is in somebody's hands already.

    The stock is the caller's to reserve, in the same transaction. Raises NotFound.
    """
    _LOCK.find(consignment=consignment)
    if get_consignment(consignment).state is not ConsignmentState.OPEN:
        return False
    _ADD.execute(
        consignment=consignment,
        lines=[line.line for line in lines],
        variants=[line.variant for line in lines],
        titles=[line.title for line in lines],
        skus=[line.sku for line in lines],
        quantities=[line.quantity for line in lines],
    )
    _COUNT.execute(consignment=consignment)
    outbox.emit([events.added(get_consignment(consignment), lines)], at=clock.now())
    return True
