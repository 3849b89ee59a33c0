"""Shoppers on the web: they begin, choose, hesitate, pay, press twice, or never come back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from oneshelf.kernel.actors import ANONYMOUS
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.carts import public as carts
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Contact, Method
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState
from oneshelf.modules.places.public import PlaceId
from oneshelf.surfaces.console.simulate.acts.ordering import CARDS, enter
from oneshelf.surfaces.console.simulate.bank import FAILS_LATER, LATE
from oneshelf.surfaces.console.simulate.books import Hold, Key
from oneshelf.surfaces.console.simulate.chain import CONTACT, MOST_UNPAID, WALKERS_IN
from oneshelf.surfaces.console.simulate.dealings import Tender
from oneshelf.surfaces.console.simulate.world import (
    NEVER,
    Visit,
    World,
    as_wanted,
    demand,
    leaving_of,
    lines_of,
    shared,
)

_OVER = (checkout.CheckoutExpired, checkout.CheckoutDone)
_NOT_OURS = (carts.CartNotAsOrdered, carts.UnknownCart, carts.CartElsewhere, carts.CartBeingPaid)


def begin(world: World) -> str:
    """Begin a checkout and choose how the goods come, which holds them."""
    wanted = world.basket()
    begun = world.surely(lambda: checkout.start(world.chain.market, world.chain.web, as_wanted(wanted)))
    visit = Visit(begun.id, world.now, lines_of(wanted), email=world.chance.choice(WALKERS_IN))
    world.visits.append(visit)
    return _go_on(world, visit, _choose(world, visit))


def begin_by_phone(world: World) -> str:
    """Staff prepare a basket on the phone and send a link; its customer comes to pay it, unless staff take it back."""
    wanted, customer = world.basket(), world.chance.choice(world.chain.customers)
    hands = carts.Holder(carts.HolderKind.STAFF, world.chain.counter(2).id, "Anna")
    draft = carts.draft(world.chain.market.id, world.chain.web, customer=customer, by=hands)
    for article, units in wanted:
        draft = carts.add_line(draft.id, article.variant, units, by=hands)
    world.done(lambda: carts.send(draft.id, by=hands), lambda: carts.load(draft.id).is_with_shopper)
    cart = carts.load(draft.id)
    begun = checkout.start(
        world.chain.market, world.chain.web, as_wanted(wanted), customer=customer, cart=cart.revision
    )
    visit = Visit(begun.id, world.now, lines_of(wanted), cart=cart.id)
    world.visits.append(visit)
    told = _choose(world, visit)
    if world.happens(25):
        world.surely(lambda: carts.reopen(cart.id, by=hands))
        visit.cart_taken = True
        return f"{told}; staff took the draft back"
    return _go_on(world, visit, f"{told}, by phone")


def begin_where_it_lacks(world: World) -> str:
    """Somebody wants more of an article than their store has left, and collects it there when it was brought."""
    if not world.chain.bringers:
        return "nobody brings anything"
    left = {
        (store, article.variant): world.books.free((store, article.variant), world.now)
        for store in world.chain.stores
        for article in world.chain.plain
    }
    fewest = sorted(left, key=lambda key: (left[key], key))[:6]
    store, variant = world.chance.choice(fewest)
    (article,) = (each for each in world.chain.plain if each.variant == variant)
    wanted = [(article, max(0, left[store, variant]) + world.chance.choice((1, 1, 2)))]
    begun = world.surely(lambda: checkout.start(world.chain.market, world.chain.web, as_wanted(wanted)))
    visit = Visit(begun.id, world.now, lines_of(wanted), email=world.chance.choice(WALKERS_IN))
    world.visits.append(visit)
    return _go_on(world, visit, _have_brought(world, visit, PlaceId(store), replace(CONTACT, email=visit.email)))


def begin_where_it_is_sold_ahead(world: World) -> str:
    """Somebody wants more of an article than a place has, which sells it before it comes in."""
    standing = [offer for offer in world.books.offers.values() if offer.holds(world.now)]
    if not standing:
        return "nothing is sold ahead"
    place, variant = world.chance.choice(standing).key
    (article,) = (each for each in world.chain.plain if each.variant == variant)
    there = world.books.free((place, variant), world.now)
    wanted = [(article, max(0, there) + world.chance.choice((1, 1, 2, 4)))]
    begun = world.surely(lambda: checkout.start(world.chain.market, world.chain.web, as_wanted(wanted)))
    visit = Visit(begun.id, world.now, lines_of(wanted), email=world.chance.choice(WALKERS_IN))
    world.visits.append(visit)
    return _go_on(world, visit, _wait_at(world, visit, PlaceId(place)))


def choose_again(world: World) -> str:
    """Change the way of delivery, after a while: what was held is exchanged."""
    visit = _visit(world)
    return _choose(world, visit) if visit else "nobody is there"


def pay(world: World) -> str:
    """Pay by card, after a while."""
    visit = _visit(world)
    return _pay(world, visit) if visit and visit.parcels and visit.payment is None else "nobody pays"


def complete(world: World) -> str:
    """Complete a checkout, sometimes by pressing twice."""
    visit = _visit(world)
    return _complete(world, visit) if visit and visit.payment else "nobody is ready"


def _go_on(world: World, visit: Visit, told: str) -> str:
    """Most shoppers pay and complete without anything in between; others leave that to another step, or never do.

    Some who collect order without paying, and pay when they come.
    """
    if visit in world.visits and visit.collects and world.chain.pays_later and world.happens(25):
        return f"{told}; {_complete(world, visit)}, to be paid at collection"
    if visit in world.visits and visit.parcels and world.happens(60):
        told = f"{told}; {_pay(world, visit)}"
    if visit in world.visits and visit.payment and world.happens(60):
        told = f"{told}; {_complete(world, visit)}"
    return told


def _visit(world: World) -> Visit | None:
    """Choose somebody who is still there, a few minutes later."""
    world.clockwork.wait(timedelta(minutes=world.chance.choice((0, 0, 1, 4, 9))))
    return world.chance.choice(world.visits) if world.visits else None


def _pay(world: World, visit: Visit) -> str:
    token, died = world.chance.choice((*CARDS, LATE)), world.fuse.count
    try:
        paid = world.surely(lambda: checkout.pay(visit.id, payments.Method.TEST_CARD, token, actor=ANONYMOUS))
    except _OVER:
        return _over(world, visit)
    except (checkout.CheckoutChanged, payments.GatewayDidNotAnswer):
        world.expect(world.fuse.count > died or world.trouble > 0, "paying was refused in peace")
        return "paying was cut off"
    if paid.state in (PaymentState.AUTHORISED, PaymentState.PENDING):
        visit.payment, visit.token = paid.id, world.bank.charges[paid.id].token if paid.id in world.bank.charges else ""
        visit.unsure = paid.state is PaymentState.PENDING
    return f"paying: {paid.state}"


def _complete(world: World, visit: Visit) -> str:
    """Order what was paid for, or what is to be paid at collection."""
    later = "" if visit.payment else visit.email
    few, terms = world.books.later_of(later) < MOST_UNPAID, orders.Terms.AT_COLLECTION if later else None
    hold, died = world.books.holds.get(visit.id), world.fuse.count
    in_time = hold is not None and hold.expires > world.now
    try:
        placed = world.surely(lambda: checkout.complete(visit.id, actor=ANONYMOUS, terms=terms))
    except _OVER:
        return _over(world, visit)
    except orders.TooManyUnpaid:
        world.expect(bool(later) and not few, f"{later} may not order, and has nothing to pay for")
        return "they have too much to pay for already"
    except payments.PaymentNotReady:
        world.expect(visit.unsure, "a card that was held paid for nothing")
        return "the bank still thinks"
    except _NOT_OURS:
        world.expect(visit.cart_taken, f"the cart of checkout {visit.id} was refused to its shopper")
        world.visits.remove(visit)
        return "the cart is in other hands"
    except Refusal as refusal:
        world.expect(not in_time or world.fuse.count > died, f"a paid checkout was refused: {refusal!r}")
        raise
    world.expect(in_time, f"order {placed.number} was completed after its goods were given up")
    world.expect(not visit.cart_taken, f"order {placed.number} closed a cart that was in other hands")
    world.expect(not later or few, f"{later} ordered more than they may without paying")
    del world.books.holds[visit.id]
    world.visits.remove(visit)
    leaving, paid = leaving_of(visit.parcels), _paid(world, visit)
    order = enter(world, placed.order, visit.lines, leaving, paid, channel=world.chain.web, later=later)
    there, told = Counter(each.to for each in order.parcels), Counter(each.to for each in visit.parcels)
    world.expect(there == told, f"order {order.number} is brought to {there}, not to {told}")
    if world.happens(30):
        again = checkout.complete(visit.id, actor=ANONYMOUS)
        world.expect(again.order == placed.order, f"order {placed.number} was completed twice")
    return f"order {order.number} on the web"


def _paid(world: World, visit: Visit) -> list[Tender]:
    if visit.payment is None:
        return []
    amount = sum(line.amount for line in visit.lines.values())
    return [Tender(amount, held=True, fails=world.bank.charges[visit.payment].token == FAILS_LATER)]


def _choose(world: World, visit: Visit) -> str:
    try:
        if world.happens(50):
            return _collect(world, visit)
        return _have_sent(world, visit)
    except _OVER:
        return _over(world, visit)


def _wait_at(world: World, visit: Visit, place: PlaceId) -> str:
    if place in world.chain.stores:
        return _collect_there(world, visit, place, replace(CONTACT, email=visit.email))
    return _have_sent(world, visit)


def _collect(world: World, visit: Visit) -> str:
    store, contact = world.chance.choice(world.chain.stores), replace(CONTACT, email=visit.email)
    if world.chain.bringers and world.happens(40):
        return _have_brought(world, visit, store, contact)
    return _collect_there(world, visit, store, contact)


def _collect_there(world: World, visit: Visit, store: PlaceId, contact: Contact) -> str:
    wanted = demand(visit.lines, store)
    fits = world.fits(wanted, world.chain.web, but=visit.id)
    sure = fits or world.may_wait(wanted)
    try:
        chosen = world.surely(lambda: checkout.collect_at(visit.id, store, contact))
    except inventory.OutOfStock as refusal:
        world.expect(not sure, f"refused although all is there, or sold ahead: {refusal!r}")
        return "sold out"
    told = _held(world, visit, chosen)
    world.expect(not fits or chosen.expected_on is None, f"checkout {visit.id} waits for goods that are there")
    return told


def _have_brought(world: World, visit: Visit, store: PlaceId, contact: Contact) -> str:
    """Collect in a store to which another place brings what it lacks."""
    sure = any(_is_surely_at(world, visit, place) for place in (store, *world.chain.bringers))
    try:
        chosen = world.surely(lambda: checkout.bring_to(visit.id, store, contact))
    except (checkout.NowhereInStock, inventory.OutOfStock) as refusal:
        world.expect(not sure, f"refused although one place has all and can bring it: {refusal!r}")
        return "nobody can bring it"
    return _held(world, visit, chosen)


def _have_sent(world: World, visit: Visit) -> str:
    sure = any(_is_surely_at(world, visit, place) for place in world.chain.shelves)
    try:
        chosen = world.surely(lambda: checkout.ship_to(visit.id, CONTACT))
    except (checkout.NowhereInStock, inventory.OutOfStock) as refusal:
        world.expect(not sure, f"refused although one place has all: {refusal!r}")
        return "nowhere in stock"
    return _held(world, visit, chosen)


def _is_surely_at(world: World, visit: Visit, place: PlaceId) -> bool:
    """Tell whether a place has all of it to sell, whatever holds are over."""
    return min(_left(world, visit, place).values()) >= 0


def _left(world: World, visit: Visit, place: PlaceId) -> dict[Key, int]:
    """What a place would have left to sell of each article in a basket, or lack, whatever holds are over."""
    books, wanted = world.books, demand(visit.lines, place)
    apart = world.apart(world.chain.web, wanted)
    return {
        key: books.free(key, NEVER) - apart[key] - books.kept_back(key, world.now) - units
        for key, units in wanted.items()
    }


def _held(world: World, visit: Visit, chosen: checkout.Checkout) -> str:
    leaving = leaving_of(chosen.parcels)
    fits = world.may_leave(visit.lines, leaving, world.chain.web, but=visit.id)
    world.expect(fits, f"checkout {visit.id} holds units that nobody has")
    units: Counter[int] = Counter()
    for parcel in chosen.parcels:
        units.update({part.line: part.quantity for part in parcel.parts})
    wanted = {number: line.quantity for number, line in visit.lines.items()}
    world.expect(dict(units) == wanted, f"parcels of checkout {visit.id} hold {dict(units)}, not {wanted}")
    latest = min(world.now + checkout.OPEN_FOR, visit.begun + checkout.OPEN_AT_MOST)
    world.expect(abs(chosen.expires_at - latest) < timedelta(seconds=1), f"checkout {visit.id} may hold too long")
    visit.parcels, visit.payment, visit.unsure = chosen.parcels, None, False
    visit.collects = chosen.method is Method.COLLECT
    there, ahead = shared(visit.lines, leaving)
    world.books.holds[visit.id] = Hold(there + ahead, chosen.expires_at, ahead)
    return f"held in {len(chosen.parcels)} parcels{', some of it ahead' if ahead else ''}"


def _over(world: World, visit: Visit) -> str:
    hold = world.books.holds.get(visit.id)
    expired = hold.expires <= world.now if hold else world.now >= visit.begun + checkout.OPEN_FOR
    world.expect(expired, f"checkout {visit.id} ended before its time")
    world.visits.remove(visit)
    return "too late"
