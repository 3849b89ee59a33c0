"""Changes of orders as pages show them: with the names of the places that goods leave and come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from oneshelf.kernel.quantity import Unit
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Amendment
from oneshelf.modules.orders.public import Order, OrderState
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place

CHANGEABLE = (OrderState.PLACED, OrderState.READY)
"""The states of orders that can be changed."""


@dataclass(frozen=True, slots=True)
class Goods:
    """Units of an article that leave a place, or come from it; `joins` when they go along with what is sent anyway.

    What waits there for goods is `expected_on` a day, what is brought to the store is there by `brought_by`.
    """

    place: Place
    title: str
    units: int
    unit: Unit
    ready_at: datetime | None = None
    joins: bool = False
    expected_on: date | None = None
    brought_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A change as its page shows it, with the names of its places."""

    amendment: Amendment
    leaving: tuple[Goods, ...]
    coming: tuple[Goods, ...]
    reason: str
    store: Place | None

    @property
    def changed(self) -> list[amendments.LineChange]:
        """The lines of which another quantity is wanted."""
        return [each for each in self.amendment.preview.lines if each.before != each.after]

    @property
    def is_possible(self) -> bool:
        """Whether it can be agreed to."""
        return not self.amendment.preview.lacks


def shown(amendment: Amendment) -> Shown:
    """Return a change with the names of the places that its goods leave and come from."""
    preview = amendment.preview
    lines = {each.line: each for each in preview.lines}
    at = {each.place for each in preview.taken_out} | {each.place for each in preview.supply.parcels}
    store = amendment.wish.store
    names = places.places_by_id(at | ({store} if store else set()))
    return Shown(
        amendment,
        leaving=tuple(
            Goods(names[each.place], lines[line].title, units, lines[line].unit)
            for each in preview.taken_out
            for line, units in sorted(each.units.items())
        ),
        coming=tuple(
            Goods(
                names[each.place],
                part.title,
                part.units,
                lines[part.line].unit,
                each.ready_at,
                joins=each.joins is not None,
                expected_on=each.expected_on,
                brought_by=each.there_by,
            )
            for each in preview.supply.parcels
            for part in each.parts
        ),
        reason=str(amendments.REASON_NAMES[amendment.reason]),
        store=names[store] if store else None,
    )


def waiting_change(order: Order) -> tuple[Shown, str] | None:
    """Return the change of an order that waits for its money, and where it is paid."""
    waiting = amendments.awaiting_payment(order.summary.id)
    return (shown(waiting), amendments.payment_link(waiting)) if waiting else None
