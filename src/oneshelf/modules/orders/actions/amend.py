"""Changing a placed order: lines that are added or cancelled, whom to reach, where to collect."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.orders import rules
from oneshelf.modules.orders.actions.change_state import ChangedOrder
from oneshelf.modules.orders.actions.keep_price import TAX_RELIEF, keep_amended_price, keep_price
from oneshelf.modules.orders.errors import NotAmendable, OrderChanged
from oneshelf.modules.orders.events import CancelledUnits, LineFact, OrderAmended
from oneshelf.modules.orders.queries import get_order
from oneshelf.modules.orders.types import Adjustment, Amendment, Change, NewLine, Order, OrderState

_AMEND = sql.statement(__name__, "amend_order", row=ChangedOrder)
_CANCEL_UNITS = sql.statement(__name__, "cancel_units")
_ADD_LINES = sql.statement(__name__, "add_lines")
_NOTE = sql.statement(__name__, "note_amendment")
_SET_CONTACT = sql.statement(__name__, "set_contact")
_AMENDABLE = frozenset({OrderState.PLACED, OrderState.READY})


@retried
def amend(order: Order, change: Change, *, reason: str, actor: Actor, amendment: UUID | None = None) -> Amendment:
    """Change a placed order, as it was looked at, in the caller's transaction if there is one; return the amendment.

    Its goods are the caller's to withdraw and to send, in the same transaction. What was cancelled and paid goes back
    by a job that the event starts. `reason` is a code. Raises NotOpen, NotAmendable, OrderChanged.
    """
    at, id = clock.now(), amendment or new_id()
    cancelled = rules.value_of_cancelled(order.lines, change.cancel) + change.waived
    added = sum(line.amount.minor for line in change.add) + change.delivery
    order_id = order.summary.id
    changed = _AMEND.find(
        order=order_id,
        version=order.version,
        items=added - change.delivery,
        tax=sum(line.tax for line in change.add) + change.delivery_tax,
        delivery=change.delivery,
        cancelled=cancelled,
        waived=change.waived,
        place=change.place,
        promised_by=change.promised_by,
        sends=change.sends,
    )
    if changed is None:
        raise _refusal(order)
    if change.cancel:
        _CANCEL_UNITS.execute(order=order_id, lines=list(change.cancel), units=list(change.cancel.values()))
    if change.add:
        _ADD_LINES.execute(market=changed.market, order=order_id, **_columns(order, change.add))
    keep_price(order_id, changed.market, [*_relieved(order, change), *change.savings], None)
    if change.sealed is not None:
        keep_amended_price(order_id, changed.market, id, change.sealed)
    if change.contact:
        _SET_CONTACT.execute(order=order_id, market=changed.market, **asdict(change.contact))
    made = Amendment(
        id,
        order_id,
        at,
        actor.kind.value,
        actor.id,
        reason,
        added=added,
        paid=change.paid,
        cancelled=cancelled,
        version=changed.version,
        owed=added - cancelled if order.terms else 0,
    )
    _NOTE.execute(market=changed.market, **asdict(made))
    _announce(order, change, made, actor, at)
    return made


def first_new_line(order: Order) -> int:
    """Return the number that the first line to be added gets."""
    return max((line.line for line in order.lines), default=0) + 1


def _refusal(order: Order) -> NotAmendable | OrderChanged:
    now = get_order(order.summary.id)
    if now.summary.state not in _AMENDABLE:
        return NotAmendable(number=now.summary.number, state=now.summary.state.value)
    return OrderChanged(number=now.summary.number, version=now.version)


def _columns(order: Order, lines: tuple[NewLine, ...]) -> dict[str, object]:
    first = first_new_line(order)
    return {
        "lines": list(range(first, first + len(lines))),
        "variants": [line.variant for line in lines],
        "skus": [line.sku for line in lines],
        "titles": [line.title for line in lines],
        "gtins": [line.gtin for line in lines],
        "pictures": [line.picture for line in lines],
        "units": [line.unit.value for line in lines],
        "quantities": [line.quantity for line in lines],
        "unit_prices": [line.unit_price.minor for line in lines],
        "pers": [line.unit_price.per for line in lines],
        "amounts": [line.amount.minor for line in lines],
        "tax_classes": [line.tax_class for line in lines],
        "taxes": [line.tax for line in lines],
    }


def _relieved(order: Order, change: Change) -> list[Adjustment]:
    """Return what a buyer who is not charged is spared of the prices of new lines, and of dearer delivery."""
    spared = [(number, line.relief) for number, line in enumerate(change.add, start=first_new_line(order))]
    return [
        Adjustment(number, TAX_RELIEF, "", Money(-relief, order.summary.currency))
        for number, relief in [(0, change.delivery_relief), *spared]
        if relief
    ]


def _announce(order: Order, change: Change, made: Amendment, actor: Actor, at: datetime) -> None:
    summary = order.summary
    event = OrderAmended(
        market=summary.market,
        number=summary.number,
        amendment=made.id,
        reason=made.reason,
        added=Money(made.added, summary.currency),
        cancelled=Money(made.cancelled, summary.currency),
        total=Money(order.due.minor + made.added - made.cancelled, summary.currency),
        lines_added=[LineFact(line.variant, line.quantity, line.amount.minor) for line in change.add],
        lines_cancelled=[CancelledUnits(line, units) for line, units in sorted(change.cancel.items())],
    )
    outbox.emit([outbox.Draft(event, aggregate=summary.id, sequence=made.version)], at=at)
    details: dict[str, trail.Detail] = {"reason": made.reason, "added": made.added, "cancelled": made.cancelled}
    details |= {"currency": summary.currency, "amendment": made.id}
    trail.record(
        "orders.amend", trail.Subject("order", summary.id), actor=actor, place=summary.place, details=details, at=at
    )
