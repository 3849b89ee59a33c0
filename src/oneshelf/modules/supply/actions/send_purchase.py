"""Sending a purchase order to its supplier, cancelling it, and closing short what will not come."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.states import WrongState
from oneshelf.kernel.transactions import retried
from oneshelf.modules.supply import events, models, rules
from oneshelf.modules.supply.actions.lock import locked_purchase, move_purchase, tell_what_comes
from oneshelf.modules.supply.errors import BelowMinimum, NothingOrdered
from oneshelf.modules.supply.queries import get_purchase
from oneshelf.modules.supply.types import Purchase, PurchaseId, PurchaseState


@retried
def send_purchase(purchase: PurchaseId, *, actor: Actor) -> Purchase:
    """Say that the supplier has the order: from now on its goods are expected.

    Raises NotFound, WrongState, NothingOrdered, and BelowMinimum for less than the supplier takes.
    """
    row = locked_purchase(purchase)
    rules.PURCHASE_MACHINE.check(PurchaseState(row.state), PurchaseState.SENT)
    known = get_purchase(purchase)
    if not known.lines:
        raise NothingOrdered()
    if known.total < known.supplier.minimum:
        raise BelowMinimum(minimum=known.supplier.minimum, total=known.total)
    row.sent_at = now = clock.now()
    sent = move_purchase(row, PurchaseState.SENT, actor=actor, at=now)
    outbox.emit([events.of_purchase(events.PurchaseSent, sent)], at=now)
    return sent


@retried
def cancel_purchase(purchase: PurchaseId, *, actor: Actor) -> Purchase:
    """Call an order off of which nothing has come. Raises NotFound, WrongState."""
    row, now = locked_purchase(purchase), clock.now()
    cancelled = move_purchase(row, PurchaseState.CANCELLED, actor=actor, at=now)
    outbox.emit([events.of_purchase(events.PurchaseCancelled, cancelled)], at=now)
    return cancelled


@retried
def close_short(purchase: PurchaseId, *, lines: Collection[int] | None = None, actor: Actor) -> Purchase:
    """Say that what has not come of `lines` (of all, when None) will not come, and return the order.

    An order of which nothing is left to come is received, or cancelled when nothing ever came. With nothing open
    nothing changes. Raises NotFound, and WrongState for an order that is not expected.
    """
    row = locked_purchase(purchase)
    if row.state not in rules.COMING:
        raise WrongState(machine=rules.PURCHASE_MACHINE.name, state=row.state, wanted=PurchaseState.RECEIVED)
    known = get_purchase(purchase)
    closing = [line for line in known.lines if line.open and (lines is None or line.line in lines)]
    if not closing:
        return known
    for line in closing:
        models.PurchaseLine.objects.filter(purchase=purchase, line=line.line).update(closed=F("closed") + line.open)
    now, wanted = clock.now(), rules.state_after(get_purchase(purchase))
    if wanted == row.state:
        row.version += 1
        row.save(update_fields=["version"])
        closed = get_purchase(purchase)
        tell_what_comes(closed)
    else:
        closed = move_purchase(row, wanted, actor=actor, at=now)
    kind = events.PurchaseCancelled if wanted is PurchaseState.CANCELLED else events.PurchaseClosedShort
    outbox.emit([events.of_purchase(kind, closed)], at=now)
    return closed
