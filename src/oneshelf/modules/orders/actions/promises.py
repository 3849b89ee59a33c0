"""Whether promises are kept: noted when the goods are there, or when their time has passed without them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from oneshelf.kernel import sql
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders import rules
from oneshelf.modules.orders.events import PromiseBroken, PromisedAnew
from oneshelf.modules.orders.types import OrderId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import public as sourcing


@dataclass(frozen=True, slots=True)
class _Moved:
    market: MarketId
    number: str
    promised_by: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Broken:
    """An order whose time has passed."""

    order: OrderId
    market: MarketId
    number: str
    place: PlaceId | None
    promised_by: datetime
    version: int


_MOVE = sql.statement(__name__, "move_promise", row=_Moved)
_KEEP = sql.statement(__name__, "keep_promise", row=bool)
_BREAK = sql.statement(__name__, "break_promises", row=Broken)


@retried
def note_arrival(order: OrderId, consignments: Iterable[fulfilment.Consignment], *, at: datetime) -> None:
    """Note that the goods of an order are where its shopper was promised them, in time or not; once.

    Each place learns it of its consignment. Joins the caller's transaction.
    """
    kept = _KEEP.find(order=order, at=at)
    if kept is not None:
        _tell_places([each for each in consignments if each.state not in rules.GIVEN_UP], kept=kept, at=at)


@retried
def promise_anew(order: OrderId, consignment: fulfilment.ConsignmentId, *, later: timedelta, at: datetime) -> None:
    """Move an order's promise with a consignment whose goods come `later`, as far as the order waits for that one.

    Joins the caller's transaction. What was kept, broken or never promised stays as it is.
    """
    live = [each for each in fulfilment.consignments_of([order])[order] if each.state not in rules.GIVEN_UP]
    now = max((each.due_at for each in live), default=at)
    then = max((each.due_at - later if each.id == consignment else each.due_at for each in live), default=at)
    moved = _MOVE.find(order=order, later=now - then) if now != then else None
    if moved is not None:
        event = PromisedAnew(moved.market, moved.number, moved.promised_by, moved.promised_by - (now - then))
        outbox.emit([outbox.Draft(event, aggregate=order, sequence=moved.version)], at=at)


def note_broken_promises(at: datetime) -> int:
    """Note every promise whose time has passed by `at` while its goods are not even ready; return how many.

    Looks at the longest overdue consignments of each place, each place in a transaction of its own.
    """
    return sum(
        _note_broken(place.id, at)
        for market in markets.list_markets()
        for place in places.list_places(market.id, places.COUNTED_KINDS)
    )


@retried
def _note_broken(place: PlaceId, at: datetime) -> int:
    late = fulfilment.late([place], at)
    if not late:
        return 0
    broken = _BREAK.all(orders=list({each.order for each in late}), at=at)
    for each in broken:
        event = PromiseBroken(each.market, each.number, each.place, each.promised_by)
        outbox.emit([outbox.Draft(event, aggregate=each.order, sequence=each.version)], at=at)
    ids = {each.order for each in broken}
    live = [each for each in late if each.state not in rules.GIVEN_UP]
    _tell_places([each for each in live if each.order in ids], kept=False, at=at)
    return len(broken)


def _tell_places(consignments: Iterable[fulfilment.Consignment], *, kept: bool, at: datetime) -> None:
    for each in consignments:
        if each.method is not fulfilment.Method.TAKE_NOW:  # nobody waited for it
            sourcing.note_promise(each.market, each.sender, kept=kept, cause=each.id, at=at)
