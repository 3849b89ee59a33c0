"""Orders in one call: programs of marketplaces, and tills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.carts import public as carts
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.public import Method
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.console.simulate.bank import APPROVE, DECLINE, FAILS_LATER
from oneshelf.surfaces.console.simulate.books import Hold, demand_of
from oneshelf.surfaces.console.simulate.chain import CONTACT, money
from oneshelf.surfaces.console.simulate.dealings import Leaving, Line, Order, Parcel, Part, Tender
from oneshelf.surfaces.console.simulate.world import (
    Wanted,
    World,
    as_wanted,
    demand,
    leaving_of,
    lines_of,
    shared,
)

CARDS = (APPROVE, APPROVE, APPROVE, APPROVE, APPROVE, DECLINE, FAILS_LATER)

_MONEY_UNSURE = (payments.PaymentNotReady, payments.GatewayDidNotAnswer, payments.AlreadyClaimed)


def place_by_program(world: World) -> str:
    """A program orders for collection or delivery, paid elsewhere or by card, and sometimes asks twice."""
    place = world.chance.choice(world.chain.shelves)
    method = Method.COLLECT if place in world.chain.stores and world.happens(50) else Method.SHIP
    if method is Method.SHIP and world.chain.senders and place not in world.chain.senders:
        place = world.chain.warehouse
    wanted = world.basket()
    lines = lines_of(wanted)
    tender, ahead = tender_for(world, lines, elsewhere="external"), world.happens(40)
    purchase = checkout.Purchase(
        market=world.chain.market.id,
        channel=world.chain.marketplace,
        method=method,
        place=place,
        lines=as_wanted(wanted),
        tenders=(tender,),
        contact=CONTACT,
        ahead=ahead,
    )
    once, whole = world.claim("simulated.place"), Leaving(place, {n: line.quantity for n, line in lines.items()})
    needed, died = demand(lines, place), world.fuse.count
    fits = world.fits(needed, world.chain.marketplace)
    sure = fits or (ahead and world.may_wait(needed))
    try:
        placed = world.surely(lambda: checkout.place_order(purchase, actor=SYSTEM, once=once))
    except Refusal as refusal:
        return refused(world, refusal, sure, tender, died)
    leaving = [whole] if fits else opened(placed.order)
    world.expect(fits or ahead, f"order {placed.number} got units that nobody had")
    world.expect(world.may_leave(lines, leaving, world.chain.marketplace), f"order {placed.number} got too much")
    order = enter(world, placed.order, lines, leaving, [paid_by(tender)], channel=world.chain.marketplace)
    if world.happens(20):
        again = checkout.place_order(purchase, actor=SYSTEM, once=once)
        world.expect(again == replace(placed, repeated=True), f"order {placed.number} was placed twice")
    return f"order {order.number} by a program"


def sell_at_till(world: World) -> str:
    """A till sells over the counter; the cashier sometimes presses twice."""
    return _sell(world, world.chance.choice(world.chain.tills), world.basket(), cart=None)


def sell_cart_at_till(world: World) -> str:
    """A shopper shows the code of their cart, the till takes it over and sells it; the web can order it no more."""
    till, wanted = world.chance.choice(world.chain.tills), world.basket()
    hands, market = tills.hands_of(till), world.chain.market.id
    cart, _ = world.surely(lambda: carts.open_for_guest(market, world.chain.web))
    for article, units in wanted:
        cart = carts.add_line(cart.id, article.variant, units)
    begun = checkout.start(world.chain.market, world.chain.web, as_wanted(wanted), cart=cart.revision)
    held = _held_on_the_web(world, begun.id, lines_of(wanted), till.place)
    code = carts.show_code(cart.id).code
    world.surely(lambda: checkout.take_over_cart(code, hands, market=market))
    if held:
        there, ahead = shared(lines_of(wanted), held)
        world.books.holds[cart.id] = Hold(there + ahead, world.now + checkout.CARRIED_FOR, ahead)
    died = world.fuse.count
    told = _sell(world, till, wanted, cart=cart.id)
    if carts.load(cart.id).state is not carts.CartState.ORDERED:
        try:
            world.surely(lambda: carts.give_back(cart.id, by=hands))
        except carts.CartBeingPaid:  # a sale that was cut off and then refused: a job lets go of the cart
            world.expect(world.fuse.count > died, f"cart {cart.id} was not let go after its sale was refused")
        return f"{told}; the cart went back"
    try:
        checkout.complete(begun.id, actor=SYSTEM)
    except checkout.CheckoutExpired:  # its goods went with the cart
        return f"{told}, from a cart"
    raise AssertionError(f"cart {cart.id} was ordered without being paid")


def _held_on_the_web(world: World, begun: checkout.CheckoutId, lines: dict[int, Line], place: PlaceId) -> list[Leaving]:
    """Some shoppers have chosen to collect before they walk to the till; return what is held for them."""
    if not world.happens(60):
        return []
    wanted = demand(lines, place)
    sure = world.fits(wanted, world.chain.web) or world.may_wait(wanted)
    try:
        chosen = world.surely(lambda: checkout.collect_at(begun, place, CONTACT))
    except inventory.OutOfStock as refusal:
        world.expect(not sure, f"refused although all is there: {refusal!r}")
        return []
    held = leaving_of(chosen.parcels)
    world.expect(world.may_leave(lines, held, world.chain.web), f"checkout {begun} holds units that nobody has")
    return held


def enter(
    world: World,
    order: UUID,
    lines: dict[int, Line],
    leaving: list[Leaving],
    paid: list[Tender],
    *,
    channel: UUID,
    later: str = "",
) -> Order:
    """Write an order that was placed into the books, and see that its parcels are the expected ones."""
    known, found = fulfilment.consignments_of([order])[order], opened(order)
    world.expect(_sorted(found) == _sorted(leaving), f"order {order} leaves as {found}, not as {leaving}")
    number = f"#{len(world.books.orders) + 1}"  # of its own: the house draws its numbers from no seed
    written = Order(
        id=order,
        number=number,
        state="placed" if leaving else "completed",
        lines=lines,
        parcels=[parcel_of(each) for each in sorted(known, key=lambda each: (each.place, each.id))],
        tenders=paid,
        channel=channel,
        later=later,
    )
    world.expect(order not in world.books.orders, f"order {number} was placed twice")
    world.books.orders[order] = written
    return written


def opened(order: UUID) -> list[Leaving]:
    """Return how an order's goods leave, or have left with its sale."""
    return [
        Leaving(
            each.place,
            {line.line: line.quantity for line in each.lines},
            awaited=each.state is ConsignmentState.AWAITED,
            at_once=each.method is fulfilment.Method.TAKE_NOW,
        )
        for each in fulfilment.consignments_of([order])[order]
    ]


def adopt(world: World, order: Order, found: Sequence[fulfilment.Consignment], *, ahead: bool = False) -> None:
    """Write the parcels into the books that an order has come to have: never more than it lacked, and nobody else's.

    Nobody waits for them who has not chosen to (`ahead`).
    """
    known = {parcel.id for parcel in order.parcels}
    for each in found:
        if each.id in known:
            continue
        parts = {line.line: line.quantity for line in each.lines}
        wanted = demand_of(order.lines, [(each.place, parts)])
        waits = each.state is ConsignmentState.AWAITED
        world.expect(waits == ahead, f"order {order.number} waits, or waits no more, and nobody chose that")
        fits = waits or world.fits(wanted, order.channel)
        world.expect(fits, f"order {order.number} was sent units that nobody had")
        lacked = all(order.uncovered(line) >= units for line, units in parts.items())
        world.expect(lacked, f"order {order.number} is sent more than it lacks")
        order.parcels.append(parcel_of(each))
        order.state = "placed"


def _sell(world: World, till: tills.Till, wanted: Wanted, cart: carts.CartId | None) -> str:
    lines = lines_of(wanted)
    tender = tender_for(world, lines, elsewhere="cash")
    overruled_by = SYSTEM if world.happens(20) else None
    sale = tills.Sale(
        *(as_wanted(wanted), (tender,)),
        staff=world.chain.cashier,
        cart=cart,
        overruled_by=overruled_by,
    )
    once, needed = world.claim("simulated.sell"), demand(lines, till.place)
    heeds = world.fits(needed, till.channel, but=cart)
    fits = heeds if overruled_by is None else world.books.fits_overruling(needed, world.now, but=cart)
    died = world.fuse.count
    try:
        receipt = world.surely(lambda: tills.sell(till, sale, actor=SYSTEM, once=once))
    except Refusal as refusal:
        return refused(world, refusal, fits, tender, died)
    world.expect(fits, f"receipt {receipt.number} of {till.name} sold units that nobody had")
    note_receipt(world, till, receipt)
    enter(world, receipt.order, lines, [], [paid_by(tender)], channel=till.channel)
    if cart:
        world.books.holds.pop(cart, None)
    for (place, variant), units in needed.items():
        world.books.move(variant, units, place, None)
    if world.happens(20):
        again = tills.sell(till, sale, actor=SYSTEM, once=once)
        world.expect(again == receipt, f"a key pressed twice at {till.name} sold twice")
    return f"receipt {receipt.number} of {till.name}"


def note_receipt(world: World, till: tills.Till, receipt: tills.Receipt) -> None:
    """See that receipts of a till follow each other without a gap."""
    world.receipts[till.id] += 1
    world.expect(receipt.number == world.receipts[till.id], f"{till.name} left out a number before {receipt.number}")


def parcel_of(found: fulfilment.Consignment) -> Parcel:
    """Return a parcel as it was opened."""
    gone = found.method is fulfilment.Method.TAKE_NOW
    return Parcel(
        found.id,
        found.place,
        found.state.value if gone or found.state is ConsignmentState.AWAITED else "open",
        {line.line: Part(line.quantity, picked=line.quantity if gone else 0) for line in found.lines},
        to=found.bring_to,
        expected_on=found.expected_on,
        since=found.opened_at,
        at_once=gone,
    )


def _sorted(leaving: list[Leaving]) -> list[tuple[UUID, list[tuple[int, int]], bool]]:
    return sorted((each.place, sorted(each.parts.items()), each.awaited) for each in leaving)


def refused(world: World, refusal: Refusal, fits: bool, tender: checkout.Tender, died: int) -> str:
    """See that a purchase was refused for a reason, which must not be the goods when they are there."""
    unsure = bool(tender.token) and (world.trouble > 0 or world.fuse.count > died)
    if isinstance(refusal, inventory.OutOfStock):
        world.expect(not fits, f"refused although all is there: {refusal!r}")
    elif isinstance(refusal, checkout.CardDeclined):
        world.expect(tender.token == DECLINE or unsure, "a good card was declined")
    elif not (isinstance(refusal, _MONEY_UNSURE) and unsure):
        raise refusal
    return f"refused: {refusal.code}"


def tender_for(world: World, lines: dict[int, Line], elsewhere: str) -> checkout.Tender:
    """Choose how somebody pays for lines: by a card that does what cards do, or otherwise."""
    total = money(sum(line.amount for line in lines.values()))
    if world.happens(50):
        return checkout.Tender(elsewhere, total)
    return checkout.Tender("test_card", total, token=world.chance.choice(CARDS))


def paid_by(tender: checkout.Tender) -> Tender:
    """Return what the books say of it."""
    return Tender(tender.amount.minor, held=bool(tender.token), fails=tender.token == FAILS_LATER)
