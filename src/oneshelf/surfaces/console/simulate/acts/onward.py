"""Sales at a till of which some goods are taken along, and the rest is sent, collected, brought, or still to come."""

from __future__ import annotations

from collections import Counter

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import Onward
from oneshelf.modules.orders.public import Method
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.console.simulate.acts.ordering import (
    enter,
    note_receipt,
    opened,
    paid_by,
    refused,
    tender_for,
)
from oneshelf.surfaces.console.simulate.books import demand_of
from oneshelf.surfaces.console.simulate.chain import CONTACT
from oneshelf.surfaces.console.simulate.dealings import Leaving, Line
from oneshelf.surfaces.console.simulate.world import NEVER, Wanted, World, as_wanted, lines_of

Units = dict[int, int]
"""Units of lines."""


def sell_onward(world: World) -> str:
    """A till sells what its customer takes along together with what comes later: one order, payment and receipt."""
    till, wanted = world.chance.choice(world.chain.tills), world.basket()
    lines = lines_of(wanted)
    rest = _rest(world, lines)
    along = {n: line.quantity - rest.get(n, 0) for n, line in lines.items() if line.quantity > rest.get(n, 0)}
    onward = _onward(world, wanted, rest)
    tender = tender_for(world, lines, elsewhere="cash")
    sale = tills.Sale(as_wanted(wanted), (tender,), staff=world.chain.cashier, onward=onward)
    once, died = world.claim("simulated.onward"), world.fuse.count
    sure = any(_is_surely_had(world, till, lines, along, Leaving(place, rest)) for place in _sources(world, onward))
    try:
        receipt = world.surely(lambda: tills.sell(till, sale, actor=SYSTEM, once=once))
    except checkout.NowhereInStock as refusal:
        world.expect(not sure, f"refused although one place has all that comes later: {refusal!r}")
        return "nobody has what is to come later"
    except Refusal as refusal:
        return refused(world, refusal, sure, tender, died)
    note_receipt(world, till, receipt)
    leaving = opened(receipt.order)
    _see_that_it_is_had(world, till, receipt, lines, along, rest, leaving)
    order = enter(world, receipt.order, lines, leaving, [paid_by(tender)], channel=till.channel)
    for parcel in order.parcels:
        if parcel.at_once:
            world.books.leave(order, parcel)
    if world.happens(20):
        again = tills.sell(till, sale, actor=SYSTEM, once=once)
        world.expect(again == receipt, f"a key pressed twice at {till.name} sold twice")
    return f"receipt {receipt.number} of {till.name}: {sum(along.values())} along, {sum(rest.values())} later"


def _rest(world: World, lines: dict[int, Line]) -> Units:
    """Choose what is not taken along: something, at times everything."""
    rest = {number: world.chance.randint(0, line.quantity) for number, line in lines.items()}
    if not any(rest.values()):
        rest[1] = lines[1].quantity
    return {number: units for number, units in rest.items() if units}


def _onward(world: World, wanted: Wanted, rest: Units) -> Onward:
    goods = tuple(checkout.Wanted(wanted[number - 1][0].variant, units) for number, units in rest.items())
    if world.happens(50):
        return Onward(Method.SHIP, goods, CONTACT)
    return Onward(Method.COLLECT, goods, CONTACT, place=world.chance.choice(world.chain.stores))


def _sources(world: World, onward: Onward) -> list[PlaceId]:
    """Who could give all that comes later by itself."""
    return world.chain.shelves if onward.place is None else [onward.place, *world.chain.bringers]


def _is_surely_had(world: World, till: tills.Till, lines: dict[int, Line], along: Units, rest: Leaving) -> bool:
    """Tell whether the till has what is taken along, and a place the rest, none of it set apart or held till later."""
    wanted = demand_of(lines, [(till.place, along), (rest.place, rest.parts)])
    return world.books.fits(wanted, NEVER, apart=world.apart(till.channel, wanted)) and not any(
        world.books.kept_back(key, world.now) for key in wanted
    )


def _see_that_it_is_had(
    world: World,
    till: tills.Till,
    receipt: tills.Receipt,
    lines: dict[int, Line],
    along: Units,
    rest: Units,
    leaving: list[Leaving],
) -> None:
    """See that it leaves as it was sold, and that nobody else was promised any of it."""
    told = f"receipt {receipt.number} of {till.name}"
    taken = [each for each in leaving if each.at_once]
    expected = [Leaving(till.place, along, at_once=True)] if along else []
    world.expect(taken == expected, f"{told}: {along} is not taken along, but {taken}")
    units: Counter[int] = Counter()
    for each in leaving:
        units.update({} if each.at_once else each.parts)
    world.expect(dict(units) == rest, f"{told}: {dict(units)} comes later, not {rest}")
    world.expect(world.may_leave(lines, leaving, till.channel), f"{told} sold units that nobody had")
