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
    ways = [each for each in cases.get_case(id).alternatives if each.way is not Way.WAIT]
    told = _choose(world, id, asked, world.chance.choice(ways))
    if id not in world.books.cases and world.happens(30):
        try:
            cases.choose(id, world.chance.choice(ways).number, actor=ANONYMOUS)
        except cases.CaseSettled:
            return f"{told}, and pressed twice"
        raise AssertionError(f"case {id} was settled twice")
    return told


def _choose(world: World, id: CaseId, asked: Case, way: Alternative) -> str:
    order = world.books.orders[asked.order]
    missing = min(asked.units, order.uncovered(asked.line)) if order.is_under_way else 0
    wanted = demand_of(order.lines, [(way.place, {asked.line: missing})]) if way.place else {}
    fits = world.fits(wanted, order.channel)
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
        adopt(world, order, fulfilment.consignments_of([order.id])[order.id])
    return f"{order.number}: {way.way} for {missing}"
