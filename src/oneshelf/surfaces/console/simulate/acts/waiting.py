"""Goods that were sold before they were there: what has come is given to whoever was promised it first."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

from oneshelf.modules.cases import public as cases
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.surfaces.console.simulate.books import Key, needs
from oneshelf.surfaces.console.simulate.dealings import Case, Order, Parcel
from oneshelf.surfaces.console.simulate.world import NEVER, World


def adopt_arrivals(world: World) -> None:
    """Write into the books whose goods have come in, and until when the others wait: nobody overtakes anybody."""
    waiting = [(order, parcel) for place in world.chain.shelves for order, parcel in world.books.queue(place)]
    if not waiting:
        return
    found = fulfilment.consignments_of([order.id for order, _ in waiting])
    now: dict[UUID, fulfilment.Consignment] = {each.id: each for order, _ in waiting for each in found[order.id]}
    came = []
    for order, parcel in waiting:
        match now[parcel.id].state:
            case ConsignmentState.OPEN:
                parcel.state = "open"
                came.append((order, parcel))
            case ConsignmentState.AWAITED:
                _told_anew(world, order, parcel, now[parcel.id])
    for order, parcel in came:
        _see_that_nobody_was_overtaken(world, order, parcel)


def adopt_delays(world: World) -> None:
    """Write into the books who was asked whether they wait on: nobody but those who wait for what comes later."""
    for each in cases.to_settle(world.chain.market.id, kind=cases.Kind.DELAYED):
        if each.id in world.books.cases:
            continue
        order = world.books.orders[each.order]
        assert each.place is not None, "they wait somewhere"
        waits = any(parcel.parts[each.line].quantity == each.units for parcel in order.waits_at(each.place, each.line))
        world.expect(order.is_under_way and waits, f"a shopper is asked to wait for {order.number} and does not wait")
        world.books.ask_to_wait(each.id, Case(order.id, each.line, each.units, each.due_at, each.place))


def left_waiting(world: World) -> list[str]:
    """Return who waits though everything has come for them, and for those before them, or for a day that is over."""
    told = []
    for place in world.chain.shelves:
        asked: Counter[Key] = Counter()
        for order, parcel in world.books.queue(place):
            wanted = needs(order, parcel)
            asked.update(wanted)
            if all(asked[key] <= _there(world, key, NEVER) for key in wanted):
                told.append(f"order {order.number} waits for goods that have come")
            if parcel.expected_on is None or parcel.expected_on < world.now.date():
                told.append(f"order {order.number} waits until {parcel.expected_on}, and nobody tells another day")
    return told


def _told_anew(world: World, order: Order, parcel: Parcel, found: fulfilment.Consignment) -> None:
    """Somebody waits for another day; when it is a later one, they are asked whether they wait on."""
    before, parcel.expected_on = parcel.expected_on, found.expected_on
    assert before is not None, "who waits knows until when"
    assert found.expected_on is not None, "who waits knows until when"
    if found.expected_on <= before:
        return
    live = cases.to_settle(world.chain.market.id, kind=cases.Kind.DELAYED)
    asked = {(each.place, each.line) for each in live if each.order == order.id}
    world.expect(
        all((parcel.place, line) in asked for line in parcel.parts),
        f"order {order.number} comes later, on {found.expected_on}, and its shopper is not asked",
    )


def _see_that_nobody_was_overtaken(world: World, order: Order, parcel: Parcel) -> None:
    """Whoever was promised the same before and waits on has it kept for them."""
    asked: Counter[Key] = Counter()
    for elder, other in world.books.queue(parcel.place):
        if (other.since, other.id) > (parcel.since, parcel.id):
            return
        asked.update(needs(elder, other))
        overtaken = [key for key in needs(order, parcel) if key in needs(elder, other)]
        kept = all(asked[key] <= _there(world, key, world.now) for key in overtaken)
        world.expect(kept, f"order {order.number} got what {elder.number} was promised before")


def _there(world: World, key: Key, at: datetime) -> int:
    """How much of what is on a shelf is there for those who wait: nobody else was promised it, nor is it set apart."""
    apart: int = world.apart(None, [key])[key]
    return world.books.free(key, at) + world.books.ahead(key, at) - apart
