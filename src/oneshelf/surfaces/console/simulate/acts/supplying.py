"""Suppliers and stockrooms: orders that come late, short or damaged, transfers, counts and corrections."""

from __future__ import annotations

from datetime import timedelta

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.counts import public as counts
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AdjustmentReason
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Arrived, Outcome, PurchaseState, TransferState
from oneshelf.surfaces.console.simulate.books import UNDATED, Key
from oneshelf.surfaces.console.simulate.chain import CURRENCY, Article, batch_of, good_until
from oneshelf.surfaces.console.simulate.world import World

_COMING = (PurchaseState.SENT, PurchaseState.PARTLY_RECEIVED)


def order_goods(world: World) -> str:
    """Order from a supplier."""
    place, chosen = _lacking(world)
    wanted = [
        supply.Wanted(each.variant, world.chance.randint(5, 25), UnitPrice(each.cents // 2, CURRENCY))
        for each in chosen
    ]
    supplier = world.chance.choice(world.chain.suppliers)
    drafted = world.surely(lambda: supply.draft_purchase(supplier.id, place, wanted, actor=SYSTEM))
    world.done(
        lambda: supply.send_purchase(drafted.id, actor=SYSTEM),
        lambda: supply.get_purchase(drafted.id).state is PurchaseState.SENT,
    )
    world.purchases.append(drafted.id)
    return "ordered"


def receive_goods(world: World) -> str:
    """A delivery comes: whole, short, damaged or with too much; it is entered twice; the rest is sometimes closed."""
    if not world.purchases:
        return "nothing is expected"
    known = supply.get_purchase(world.chance.choice(world.purchases))
    arrived = [_arrived(world, line) for line in known.lines if line.open]
    arrived = [each for each in arrived if each.good or each.damaged]
    receipt = new_id()
    if arrived:
        world.surely(lambda: supply.receive(known.id, arrived, receipt=receipt, actor=SYSTEM))
        supply.receive(known.id, arrived, receipt=receipt, actor=SYSTEM)
        variants = {line.line: line.variant for line in known.lines}
        for each in arrived:
            for units, until in [(batch.quantity, batch.expires_on) for batch in each.batches] or [(each.good, None)]:
                world.books.move(variants[each.line], units, None, known.place, until or UNDATED)
            world.books.move(variants[each.line], each.damaged, None, world.chain.apart_from(known.place))
    if world.happens(30) and supply.get_purchase(known.id).state in _COMING:
        world.done(
            lambda: supply.close_short(known.id, actor=SYSTEM),
            lambda: supply.get_purchase(known.id).state not in _COMING,
        )
    if supply.get_purchase(known.id).state not in _COMING:
        world.purchases.remove(known.id)
    return "received"


def send_goods(world: World) -> str:
    """Send goods from one place to another, if they are there."""
    source, target = world.chance.sample(world.chain.shelves, 2)
    wanted = [(each.variant, world.chance.choice((1, 3, 6, 25))) for each in world.chance.sample(world.chain.plain, 2)]
    lines = [supply.Sent(variant, units) for variant, units in wanted]
    drafted = world.surely(lambda: supply.draft_transfer(source, target, lines, actor=SYSTEM))
    fits = world.fits({(source, variant): units for variant, units in wanted}, None, heeding=False)
    try:
        world.done(
            lambda: supply.send_transfer(drafted.id, actor=SYSTEM),
            lambda: supply.get_transfer(drafted.id).state is TransferState.IN_TRANSIT,
        )
    except inventory.OutOfStock as refusal:
        world.expect(not fits, f"a transfer was refused although all is there: {refusal!r}")
        return "too little to send"
    world.expect(fits, f"transfer {drafted.number} took units that were promised")
    for variant, units in wanted:
        world.books.move(variant, units, source, world.chain.virtual.in_transit)
    world.transfers.append(drafted.id)
    return "sent"


def take_in_goods(world: World) -> str:
    """A transfer arrives, or what was missing of one is settled."""
    if not world.transfers:
        return "nothing is on the road"
    known = supply.get_transfer(world.chance.choice(world.transfers))
    told = _settle(world, known) if known.state is TransferState.UNSETTLED else _arrive(world, known)
    if supply.get_transfer(known.id).state is TransferState.RECEIVED:
        world.transfers.remove(known.id)
    return told


def keep_apart(world: World) -> str:
    """Somebody finds something on a shelf that cannot be sold, and puts it into the quarantine."""
    place, article = world.chance.choice(world.chain.shelves), world.chance.choice(world.chain.plain)
    units, name, market = world.chance.choice((1, 1, 2, 40)), new_id(), world.chain.market.id
    fits = world.books.fits_overruling({(place, article.variant): units}, world.now)

    def enter() -> None:
        inventory.keep_apart(
            *(market, place, article.variant, units),
            reason=lots.ApartReason.DAMAGED,
            condition=lots.Condition.DAMAGED,
            actor=SYSTEM,
            inspection=name,
        )

    try:
        world.surely(enter)
    except inventory.OutOfStock as refusal:
        world.expect(not fits, f"broken goods must lie on the shelf, though nobody was promised them: {refusal!r}")
        return "what is broken was promised to somebody"
    world.expect(fits, "broken goods were taken that were promised")
    world.books.move(article.variant, units, place, places.open_quarantine(place).id)
    enter()
    return f"{units} are kept apart"


def count(world: World) -> str:
    """Count two articles; people miscount, are counted after, and the difference is posted."""
    place = world.chance.choice(world.chain.shelves)
    chosen = world.chance.sample(world.chain.plain, 2)
    variants = [each.variant for each in chosen]
    planned = world.surely(
        lambda: counts.plan_count(place, variants, title="Shelf", due_on=world.now.date(), actor=SYSTEM)
    )
    change = {}
    for line in planned.lines:
        book = world.books.on_hand[place, line.variant]
        change[line.variant] = _count_line(world, planned.id, line.line, book) - book
    missing: dict[Key, int] = {(place, variant): -units for variant, units in change.items() if units < 0}
    fits = world.books.fits_overruling(missing, world.now)
    try:
        world.done(
            lambda: counts.settle_count(planned.id, actor=SYSTEM),
            lambda: counts.get_count(planned.id).state is counts.CountState.SETTLED,
        )
    except inventory.OutOfStock as refusal:
        world.expect(not fits, f"a count was refused although nobody was promised that: {refusal!r}")
        counts.cancel_count(planned.id, actor=SYSTEM)
        return "a count would have taken promised units"
    world.expect(fits, f"count {planned.number} took units that were promised")
    for variant, units in change.items():
        world.books.move(variant, units, None, place)
    return "counted"


def correct(world: World) -> str:
    """Correct a level: something broke, was stolen or was found; entered twice."""
    place, article = world.chance.choice(world.chain.shelves), world.chance.choice(world.chain.plain)
    change = world.chance.choice((-20, -4, -1, 1, 3))
    reason = (
        AdjustmentReason.FOUND
        if change > 0
        else world.chance.choice((AdjustmentReason.STOLEN, AdjustmentReason.COUNTED))
    )
    fits = change > 0 or world.books.fits_overruling({(place, article.variant): -change}, world.now)
    name, market = new_id(), world.chain.market.id

    def enter() -> None:
        counts.correct(market, place, article.variant, change, reason=reason, actor=SYSTEM, adjustment=name)

    try:
        world.surely(enter)
    except inventory.OutOfStock as refusal:
        world.expect(not fits, f"a correction was refused although nobody was promised that: {refusal!r}")
        return "a correction would have taken promised units"
    world.expect(fits, "a correction took units that were promised")
    world.books.move(article.variant, change, None, place)
    enter()
    return f"corrected by {change}"


def _lacking(world: World) -> tuple[PlaceId, list[Article]]:
    """Choose what is ordered, and for which place: mostly where more is sold than is there."""
    sold = [offer.key for offer in world.books.offers.values() if offer.ends is None]
    if not sold or world.happens(50):
        return world.chance.choice(world.chain.shelves), world.chance.sample(world.chain.plain, 2)
    place, variant = world.chance.choice(sold)
    return PlaceId(place), [each for each in world.chain.plain if each.variant == variant]


def _arrived(world: World, line: supply.PurchaseLine) -> Arrived:
    """What comes of a line: more than was ordered is possible, for those who may take it in; in a batch or two."""
    good = world.chance.choice((line.open, line.open, line.open + 2, max(0, line.open - 3), 0))
    batches: tuple[supply.Batch, ...] = ()
    if line.variant in world.chain.dated and good:
        older, fresh = sorted(world.chance.sample(range(-60, 60), 2))
        first = world.chance.randint(1, good)
        split = [(first, good_until(older)), (good - first, good_until(fresh))]
        batches = tuple(supply.Batch(batch_of(day), units, expires_on=day) for units, day in split if units)
    return Arrived(line.line, good, world.chance.choice((0, 0, 0, 1)), batches=batches)


def _arrive(world: World, known: supply.Transfer) -> str:
    arrived = []
    for line in known.lines:
        damaged = min(line.quantity, world.chance.choice((0, 0, 1)))
        arrived.append(
            Arrived(line.line, max(0, line.quantity - damaged + world.chance.choice((0, 0, -1, -2, 1))), damaged)
        )
    arrived = [each for each in arrived if each.good or each.damaged]
    if not arrived:
        return "nothing arrived of"
    receipt, lines = new_id(), {line.line: line for line in known.lines}
    for _ in range(2):
        world.surely(lambda: supply.receive_transfer(known.id, arrived, receipt=receipt, actor=SYSTEM))
    road = world.chain.virtual.in_transit
    for each in arrived:
        line = lines[each.line]
        good = min(each.good, line.quantity - each.damaged)
        world.books.move(line.variant, good, road, known.target)
        world.books.move(line.variant, each.good - good, None, known.target)
        world.books.move(line.variant, each.damaged, road, world.chain.apart_from(known.target))
    return "took in"


def _settle(world: World, known: supply.Transfer) -> str:
    line = next(each for each in known.lines if each.missing)
    units, settlement = world.chance.randint(1, line.missing), new_id()
    outcome = world.chance.choice(list(Outcome))
    world.surely(
        lambda: supply.settle_transfer(known.id, line.line, units, outcome, settlement=settlement, actor=SYSTEM)
    )
    target: PlaceId | None = {Outcome.FOUND_HERE: known.target, Outcome.FOUND_AT_SOURCE: known.source}.get(outcome)
    world.books.move(line.variant, units, world.chain.virtual.in_transit, target)
    return f"settled as {outcome} of"


def _count_line(world: World, id: counts.CountId, line: int, book: int) -> int:
    """Let people count a line until two agree, and return what they agree on."""
    there = max(0, book + world.chance.choice((0, 0, 0, -1, 1, -3)))
    for round in range(5):
        world.counters += 1
        world.clockwork.wait(timedelta(seconds=30))
        who = world.chain.counter(100 + world.counters)
        found = max(0, there + world.chance.choice((0, 0, 2))) if round < 2 else there
        counts.type_quantity(id, line, found, actor=who)
        if counts.finish_line(id, line, actor=who) is counts.LineState.AGREED:
            return found
    raise AssertionError(f"line {line} of count {id} was counted the same three times and is not agreed")
