"""Changes of placed orders: looked at, agreed to, sometimes when it is too late, and paid for, or not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, Amendment, AmendmentState, Apart, Wish
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.surfaces.console.simulate.acts.fulfilling import next_step
from oneshelf.surfaces.console.simulate.acts.ordering import CARDS, parcel_of
from oneshelf.surfaces.console.simulate.bank import FAILS_LATER, LATE
from oneshelf.surfaces.console.simulate.books import Hold, Key
from oneshelf.surfaces.console.simulate.chain import CONTACT
from oneshelf.surfaces.console.simulate.dealings import (
    AWAITED,
    GONE,
    UNPICKED,
    WAITING,
    Line,
    Order,
    Part,
    Tender,
)
from oneshelf.surfaces.console.simulate.world import World

_TOO_LATE = (
    amendments.AlreadyPicked,
    amendments.AmendmentOver,
    amendments.ChangeCostsMore,
    amendments.AlreadyPacked,
    inventory.OutOfStock,
    orders.NotAmendable,
    orders.NotOpen,
)


def change_order(world: World) -> str:
    """Somebody wants something else of an order; staff look at what that does, and the customer agrees to it."""
    if not world.books.orders:
        return "nothing to change"
    known = list(world.books.orders.values())
    able = [each for each in known if each.is_under_way and any(parcel.state in UNPICKED for parcel in each.parcels)]
    order = world.chance.choice(able if able and world.happens(85) else known[-15:])
    # What is added to a sale is paid with it or when the rest has left: a silent bank decides that, and no book.
    more = () if order.is_taken_along else (_more, _instead)
    told, wish = world.chance.choice((_less, _without, *more, _elsewhere, _apart))(world, order)
    try:
        shown = world.surely(lambda: amendments.propose(OrderId(order.id), wish, actor=SYSTEM))
    except amendments.NothingChanges:
        world.expect(_is_apart(order, wish), f"{order.number} can be parted after all: {told}")
        return f"{order.number}, {told}: it is a parcel of its own"
    except (orders.NotAmendable, orders.NotOpen, amendments.AlreadyPicked, amendments.AlreadyPacked) as refusal:
        world.expect(not _may(order, wish), f"a change of {order.number} was refused: {refusal!r}")
        return f"{order.number}, {told}: {refusal.code}"
    world.expect(_may(order, wish), f"{order.number} can be changed after all: {told}")
    _look_at(world, order, wish, shown)
    return f"{order.number}, {told}: {_agree(world, order, shown)}"


def pay_for_change(world: World) -> str:
    """Somebody pays for a change that waits for money, by a card that does what cards do, or thinks better of it."""
    if not world.changes:
        return "no change is to be paid"
    id = world.chance.choice(list(world.changes))
    shown = world.changes[id]
    order, token = world.books.orders[shown.order], world.chance.choice((*CARDS, LATE))
    stands, in_time = _stands(order, shown), _is_in_time(world, shown)
    try:
        if world.happens(15):
            return _withdraw(world, order, shown)
        world.surely(lambda: amendments.pay(id, payments.Method.TEST_CARD, token, actor=ANONYMOUS))
        world.surely(lambda: amendments.complete(id, actor=ANONYMOUS))
    except (payments.PaymentNotReady, amendments.NothingToPay) as waits:
        return f"{order.number}: {waits.code}"
    except _TOO_LATE as refusal:
        world.expect(not (stands and in_time), f"a change of {order.number} is not done for its money: {refusal!r}")
        adopt_changes(world)
        return f"{order.number}: {refusal.code}"
    world.expect(stands, f"{order.number} was changed when it was too late")
    adopt_changes(world)
    return f"{order.number} was changed for money"


def adopt_changes(world: World) -> None:
    """Write into the books what has become of changes that waited for money: done as they were shown, or given up."""
    for id, shown in list(world.changes.items()):
        now = amendments.get_amendment(id)
        if now.state is AmendmentState.AWAITING_PAYMENT:
            continue
        del world.changes[id]
        world.books.holds.pop(id, None)
        if now.state is AmendmentState.CONFIRMED:
            assert now.payment is not None, "it was paid"
            fails = world.bank.charges[now.payment].token == FAILS_LATER
            _carry_out(world, shown, Tender(shown.to_pay.minor, held=True, fails=fails))


def _withdraw(world: World, order: Order, shown: Amendment) -> str:
    id = shown.id
    world.done(lambda: amendments.withdraw(id, actor=SYSTEM), lambda: amendments.get_amendment(id).is_over)
    adopt_changes(world)
    return f"{order.number} stays as it is"


def _less(world: World, order: Order) -> tuple[str, Wish]:
    number = world.chance.choice(list(order.lines))
    units = world.chance.randint(1, max(1, order.lines[number].wanted))
    return f"{units} less", Wish(cancel={number: units})


def _without(world: World, order: Order) -> tuple[str, Wish]:
    number = world.chance.choice(list(order.lines))
    return "a line less", Wish(cancel={number: max(1, order.lines[number].wanted)})


def _more(world: World, order: Order) -> tuple[str, Wish]:
    article, units = world.chance.choice(world.chain.articles), world.chance.choice((1, 2, 12))
    return f"{units} more", Wish(add=(Addition(article.variant, units),))


def _instead(world: World, order: Order) -> tuple[str, Wish]:
    number = world.chance.choice(list(order.lines))
    article, units = world.chance.choice(world.chain.articles), max(1, order.lines[number].wanted)
    return "something else", Wish({number: units}, (Addition(article.variant, units, instead_of=number),))


def _elsewhere(world: World, order: Order) -> tuple[str, Wish]:
    return "another address", Wish(contact=replace(CONTACT, street=f"High St {world.chance.randrange(2, 10**6)}"))


def _apart(world: World, order: Order) -> tuple[str, Wish]:
    """Part of a line is to leave in a parcel of its own: from where it lies, from elsewhere, or later."""
    number, elsewhere, later = world.chance.choice(list(order.lines)), None, None
    units = world.chance.choice((1, 1, 2, max(1, order.lines[number].wanted)))
    waits = any(each.state == AWAITED for each in order.parcels)
    if world.happens(30) and orders.get_order(OrderId(order.id)).summary.method is Method.SHIP:
        elsewhere = world.chance.choice(world.chain.shelves)
    elif world.happens(20) and not waits:
        later = world.now.date() + timedelta(days=world.chance.choice((1, 3)))
    return f"{units} apart", Wish(apart=(Apart(number, units, place=elsewhere, on=later),))


def _is_apart(order: Order, wish: Wish) -> bool:
    """Tell whether what is to be parted is all that lies in some parcel already."""
    return any(
        each.unpicked(apart.line) == sum(map(each.unpicked, each.parts)) > 0
        for apart in wish.apart
        for each in order.parcels
    )


def _may(order: Order, wish: Wish) -> bool:
    """Tell whether nobody has in hand, or has sent, what is to be different."""
    if not (order.is_under_way and _can_be_readdressed(order, wish)):
        return False
    for apart in wish.apart:
        if (apart.units or 0) > sum(each.unpicked(apart.line) for each in order.parcels):
            return False
    return all(units <= min(order.lines[n].wanted, _loose(order, n)) for n, units in wish.cancel.items())


def _stands(order: Order, shown: Amendment) -> bool:
    """Tell whether everything lies yet where it lay when the change was shown."""
    parcels, wish = {each.id: each for each in order.parcels}, shown.wish
    lie = all(
        parcels[taken.consignment].state in UNPICKED
        and all(units <= parcels[taken.consignment].unpicked(n) for n, units in taken.units.items())
        for taken in shown.preview.taken_out
    )
    wanted = all(units <= order.lines[n].wanted for n, units in wish.cancel.items())
    return order.is_under_way and lie and wanted and _can_be_readdressed(order, wish)


def _can_be_readdressed(order: Order, wish: Wish) -> bool:
    """A parcel that is packed has its address on it."""
    if wish.contact is None or orders.get_order(OrderId(order.id)).summary.method is not Method.SHIP:
        return True
    return not any(each.state in (*WAITING, *GONE) for each in order.parcels)


def _is_in_time(world: World, shown: Amendment) -> bool:
    return amendments.get_amendment(shown.id).expires_at > world.now


def _loose(order: Order, line: int) -> int:
    """How many units of a line lie on a shelf yet, or are missing."""
    return order.uncovered(line) + sum(each.unpicked(line) for each in order.parcels)


def _look_at(world: World, order: Order, wish: Wish, shown: Amendment) -> None:
    """See that what is shown is what a child expects."""
    preview = shown.preview
    taken: Counter[int] = Counter()
    for each in preview.taken_out:
        taken.update(each.units)
    for apart in wish.apart:
        world.expect(taken[apart.line] == apart.units, f"{order.number}: {taken[apart.line]} units are parted")
    for line, units in wish.cancel.items():
        right = taken[line] == units - min(units, order.uncovered(line))
        world.expect(right, f"{order.number}: {taken[line]} units of line {line} leave parcels for {units}")
    cents = {each.variant: each.cents for each in world.chain.articles}
    added = sum(cents[each.variant] * each.quantity for each in wish.add)
    less = sum(order.lines[n].worth(units) for n, units in wish.cancel.items())  # whole prices: nothing is rounded
    lacking = not world.fits(_fresh(shown), order.channel)
    world.expect(not lacking, f"{order.number} is offered units that nobody has")
    right = shown.to_pay.minor == (0 if order.later else max(0, added - less))
    world.expect(right, f"{order.number}: {shown.to_pay} is to be paid for {added} more and {less} less")


def _agree(world: World, order: Order, shown: Amendment) -> str:
    """Agree to what was shown, at once or when a place has gone on; the seal of something else counts for nothing."""
    if world.happens(10):
        try:
            amendments.confirm(shown.id, "0" * 64, actor=SYSTEM)
        except amendments.PreviewOutdated:
            return "something else was shown"
        raise AssertionError(f"a change of {order.number} was agreed to that nobody has seen")
    late = [each for each in order.parcels if each.state in UNPICKED] if world.happens(25) else []
    if late:
        next_step(world, order, world.chance.choice(late))
    stands, fits = _stands(order, shown), world.fits(_fresh(shown), order.channel)
    is_asked = any(each.order == order.id for each in world.changes.values())
    try:
        agreed = world.surely(lambda: amendments.confirm(shown.id, shown.seal, actor=SYSTEM))
    except amendments.ChangeAwaitsPayment:
        world.expect(is_asked, f"{order.number} waits for money that nobody knows of")
        return "another change waits"
    except _TOO_LATE as refusal:
        gone = not (stands and fits) or bool(shown.preview.lacks)
        world.expect(gone, f"a change of {order.number} was refused: {refusal!r}")
        return refusal.code
    world.expect(fits, f"{order.number} is promised units that nobody has")
    world.expect(stands, f"{order.number} was changed when it was too late")
    world.expect(not is_asked, f"two changes of {order.number} wait for money")
    if agreed.state is AmendmentState.AWAITING_PAYMENT:
        world.changes[shown.id] = shown
        if _fresh(shown):
            world.books.holds[shown.id] = Hold(_fresh(shown), agreed.expires_at)
        return "it waits for money"
    _carry_out(world, shown, None)
    return "done"


def _fresh(shown: Amendment) -> Counter[Key]:
    """What a change takes from the shelves."""
    found: Counter[Key] = Counter()
    for parcel in shown.preview.supply.parcels:
        for part in parcel.parts:
            for variant, per in () if part.stays else part.takes:
                found[parcel.place, variant] += per * part.units
    return found


def _carry_out(world: World, shown: Amendment, paid: Tender | None) -> None:
    """Do in the books what was shown."""
    order, preview, wish = world.books.orders[shown.order], shown.preview, shown.wish
    if preview.ends_order:
        order.cancel()
        return
    fresh = len(order.lines) + 1
    for number, line in enumerate(preview.new_lines, start=fresh):
        (article,) = (each for each in world.chain.articles if each.variant == line.variant)
        order.lines[number] = Line(line.variant, line.quantity, article.cents * line.quantity, article.parts)
    cancelled = sum(order.less(number, units) for number, units in wish.cancel.items())
    added = sum(order.lines[fresh + n].amount for n in range(len(preview.new_lines)))
    order.change(cancelled, added, paid.amount if paid else 0)
    order.tenders += [paid] if paid else []
    _move_goods(world, order, shown)


def _move_goods(world: World, order: Order, shown: Amendment) -> None:
    """Let goods join parcels that nobody has begun, take others out, and find the rest in parcels of their own."""
    known = {each.id: each for each in order.parcels}
    apart = []
    for each in shown.preview.supply.parcels:
        parts = {part.line: Part(part.units) for part in each.parts}
        if each.joins and known[each.joins].state == "open":
            known[each.joins].parts |= parts
        else:
            apart.append((each.place, parts))
        order.state = "placed"
    for taken in shown.preview.taken_out:
        order.take_out(known[taken.consignment], taken.units)
    found = [each for each in fulfilment.consignments_of([order.id])[order.id] if each.id not in known]
    for place, parts in apart:
        opened = [each for each in found if each.place == place and _holds(each, parts)]
        world.expect(bool(opened), f"{order.number} is not sent what was added to it")
        found.remove(opened[0])
        order.parcels.append(parcel_of(opened[0]))
    world.expect(not found, f"{order.number} is sent more than was added to it")


def _holds(found: fulfilment.Consignment, parts: dict[int, Part]) -> bool:
    return {each.line: each.quantity for each in found.lines} == {line: each.quantity for line, each in parts.items()}
