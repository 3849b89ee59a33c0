"""The house's own van: it brings stores what they lack for an order, late, in part, or never."""

from __future__ import annotations

from datetime import timedelta

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.states import WrongState
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentId
from oneshelf.surfaces.console.simulate.dealings import ON_THE_ROAD, Order, Parcel
from oneshelf.surfaces.console.simulate.world import World


def send_off(world: World, order: Order, parcel: Parcel) -> str:
    """The van leaves with a parcel: its goods are in transit, and still the order's."""
    id = ConsignmentId(parcel.id)
    world.done(lambda: fulfilment.send_off(id, actor=SYSTEM), lambda: _now(parcel).sent_at is not None)
    world.books.send_off(order, parcel, world.chain.virtual.in_transit)
    world.clockwork.wait(timedelta(minutes=1))  # a short way: no step of a day takes until the next
    return "on the way to its store"


def van_comes(world: World) -> str:
    """The van comes to a store with what somebody waits for, or does not want any more."""
    there = [(order, parcel) for order in world.books.orders.values() for parcel in order.parcels if parcel.on_the_road]
    if not there:
        return "the van is empty"
    order, parcel = world.chance.choice(there)
    return f"{order.number}: {take_in(world, order, parcel)}"


def take_in(world: World, order: Order, parcel: Parcel) -> str:
    """Take a parcel off the van, but for what got lost on the way; entered twice."""
    if world.happens(30):
        return "the van is late"
    wanted, lost = parcel.state == ON_THE_ROAD, _lost(world, parcel)
    id = ConsignmentId(parcel.id)
    world.done(lambda: fulfilment.arrive(id, lost, actor=SYSTEM), lambda: not _now(parcel).is_on_the_road)
    world.books.arrive(order, parcel, lost)
    if not wanted:
        return "it came, and nobody wanted it any more"
    if any(part.picked for part in parcel.parts.values()):
        parcel.state, parcel.collect_by = "ready", _now(parcel).collect_by
    else:
        order.end(parcel, rejected=True)
    try:
        fulfilment.arrive(id, lost, actor=SYSTEM)
    except WrongState:
        return f"it came, but for {sum(lost.values())} units"
    raise AssertionError(f"a parcel of {order.number} came twice")


def _lost(world: World, parcel: Parcel) -> dict[int, int]:
    """What got lost of each line: mostly nothing, sometimes everything."""
    if world.happens(70):
        return {}
    everything = world.happens(30)
    sent = {number: part.picked for number, part in parcel.parts.items() if part.picked}
    return {number: units if everything else world.chance.randint(0, units) for number, units in sent.items()}


def _now(parcel: Parcel) -> fulfilment.Consignment:
    return fulfilment.get_consignment(ConsignmentId(parcel.id))
