"""Shoppers whose goods are missing: they choose another place or the money back, late, twice, or not at all."""

from __future__ import annotations

from oneshelf.kernel.actors import ANONYMOUS
from oneshelf.modules.cases import public as cases
from oneshelf.modules.cases.public import Alternative, CaseId, Way
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.surfaces.console.simulate.acts.ordering import adopt
from oneshelf.surfaces.console.simulate.books import demand_of
from oneshelf.surfaces.console.simulate.dealings import Case
from oneshelf.surfaces.console.simulate.world import World


def choose_way(world: World) -> str:
    """Somebody who was told that goods are missing chooses, and sometimes presses twice."""
    if not world.books.cases:
        return "nobody is asked"
    id = CaseId(world.chance.choice(list(world.books.cases)))
    asked = world.books.cases[id]
    ways, choose = cases.get_case(id).alternatives, _choose if asked.wait_at is None else _wait_or_not
    told = choose(world, id, asked, world.chance.choice(ways))
    if id not in world.books.cases and world.happens(30):
        try:
            cases.choose(id, world.chance.choice(ways).number, actor=ANONYMOUS)
        except cases.CaseSettled:
            return f"{told}, and pressed twice"
        raise AssertionError(f"case {id} was settled twice")
    return told


def _choose(world: World, id: CaseId, asked: Case, way: Alternative) -> str:
    order, ahead = world.books.orders[asked.order], way.way is Way.WAIT
    missing = min(asked.units, order.uncovered(asked.line)) if order.is_under_way else 0
    wanted = demand_of(order.lines, [(way.place, {asked.line: missing})]) if way.place else {}
    fits = ahead or world.fits(wanted, order.channel)
    try:
        world.done(lambda: cases.choose(id, way.number, actor=ANONYMOUS), lambda: cases.get_case(id).settled)
    except cases.WayGone:
        world.expect(not fits, f"{order.number} was refused a place that has all of it")
        return f"{order.number}: {way.way} is gone"
    world.expect(fits, f"{order.number} is sent units that nobody had")
    if way.way is Way.REFUND:
        world.books.give_up(id)
    else:
        del world.books.cases[id]
        adopt(world, order, fulfilment.consignments_of([order.id])[order.id], ahead=ahead)
    return f"{order.number}: {way.way} for {missing}"


def _wait_or_not(world: World, id: CaseId, asked: Case, way: Alternative) -> str:
    """Somebody whose goods come later than they were told waits on, or takes their money back for what has not come."""
    order = world.books.orders[asked.order]
    assert asked.wait_at is not None, "they wait somewhere"
    waiting = order.waits_at(asked.wait_at, asked.line) if order.is_under_way else []
    ends = not order.is_under_way or way.way is Way.WAIT
    try:
        world.done(lambda: cases.choose(id, way.number, actor=ANONYMOUS), lambda: cases.get_case(id).settled)
    except cases.CaseSettled:
        world.expect(not waiting and not ends, f"{order.number} was refused its money for what has not come")
        return f"{order.number}: it has come"
    world.expect(ends or bool(waiting), f"{order.number} gave money back for what does not wait")
    del world.books.cases[id]
    if not ends:
        parcel = waiting[0]
        units = parcel.parts[asked.line].quantity
        if units < sum(line.wanted for line in order.lines.values()):
            order.take_out(parcel, {asked.line: units})
        order.want_less(asked.line, units)
    return f"{order.number}: {way.way}, though it comes later"
