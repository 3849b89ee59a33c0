"""Orders in one call: programs of marketplaces, and tills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.carts import public as carts
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.public import Method
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.console.simulate.bank import APPROVE, DECLINE, FAILS_LATER
from oneshelf.surfaces.console.simulate.books import Hold, Key, demand_of
from oneshelf.surfaces.console.simulate.chain import CONTACT, money
from oneshelf.surfaces.console.simulate.dealings import Line, Order, Parcel, Part, Tender
from oneshelf.surfaces.console.simulate.world import Wanted, World, as_wanted, demand, lines_of

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
    tender = _tender(world, lines, elsewhere="external")
    purchase = checkout.Purchase(
        market=world.chain.market.id,
        channel=world.chain.marketplace,
        method=method,
        place=place,
        lines=as_wanted(wanted),
        tenders=(tender,),
        contact=CONTACT,
    )
    once = world.claim("simulated.place")
    fits, died = world.fits(demand(lines, place), world.chain.marketplace), world.fuse.count
    try:
        placed = world.surely(lambda: checkout.place_order(purchase, actor=SYSTEM, once=once))
    except Refusal as refusal:
        return _refused(world, refusal, fits, tender, died)
    world.expect(fits, f"order {placed.number} got units that nobody had")
    parcel = (place, {number: line.quantity for number, line in lines.items()})
    order = enter(world, placed.order, lines, [parcel], [_paid(tender)], channel=world.chain.marketplace)
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
    hold = _held_on_the_web(world, begun.id, demand(lines_of(wanted), till.place), till.place)
    code = carts.show_code(cart.id).code
    world.surely(lambda: checkout.take_over_cart(code, hands, market=market))
    if hold:
        world.books.holds[cart.id] = Hold(hold, world.now + checkout.CARRIED_FOR)
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


def _held_on_the_web(
    world: World, begun: checkout.CheckoutId, wanted: Counter[Key], place: PlaceId
) -> Counter[Key] | None:
    """Some shoppers have chosen to collect before they walk to the till; return what is held for them."""
    if not world.happens(60):
        return None
    fits = world.fits(wanted, world.chain.web)
    try:
        world.surely(lambda: checkout.collect_at(begun, place, CONTACT))
    except inventory.OutOfStock as refusal:
        world.expect(not fits, f"refused although all is there: {refusal!r}")
        return None
    world.expect(fits, f"checkout {begun} holds units that nobody has")
    return wanted


def enter(
    world: World,
    order: UUID,
    lines: dict[int, Line],
    parcels: list[tuple[PlaceId, dict[int, int]]],
    paid: list[Tender],
    *,
    channel: UUID,
    later: str = "",
) -> Order:
    """Write an order that was placed into the books, and see that its parcels are the expected ones."""
    known = fulfilment.consignments_of([order])[order]
    found = {each.place: {line.line: line.quantity for line in each.lines} for each in known}
    world.expect(found == dict(parcels), f"order {order} leaves as {found}, not as {dict(parcels)}")
    number = f"#{len(world.books.orders) + 1}"  # of its own: the house draws its numbers from no seed
    written = Order(
        id=order,
        number=number,
        state="placed" if parcels else "completed",
        lines=lines,
        parcels=[
            Parcel(
                each.id, each.place, "open", {line.line: Part(line.quantity) for line in each.lines}, to=each.bring_to
            )
            for each in sorted(known, key=lambda each: each.place)
        ],
        tenders=paid,
        channel=channel,
        later=later,
    )
    world.expect(order not in world.books.orders, f"order {number} was placed twice")
    world.books.orders[order] = written
    return written


def adopt(world: World, order: Order, found: Sequence[fulfilment.Consignment]) -> None:
    """Write the parcels into the books that an order has come to have: never more than it lacked, and nobody else's."""
    known = {parcel.id for parcel in order.parcels}
    for each in found:
        if each.id in known:
            continue
        parts = {line.line: line.quantity for line in each.lines}
        wanted = demand_of(order.lines, [(each.place, parts)])
        world.expect(world.fits(wanted, order.channel), f"order {order.number} was sent units that nobody had")
        lacked = all(order.uncovered(line) >= units for line, units in parts.items())
        world.expect(lacked, f"order {order.number} is sent more than it lacks")
        held = {number: Part(units) for number, units in parts.items()}
        order.parcels.append(Parcel(each.id, each.place, "open", held, to=each.bring_to))
        order.state = "placed"


def _sell(world: World, till: tills.Till, wanted: Wanted, cart: carts.CartId | None) -> str:
    lines = lines_of(wanted)
    tender = _tender(world, lines, elsewhere="cash")
    overruled_by = SYSTEM if world.happens(20) else None
    sale = tills.Sale(
        *(as_wanted(wanted), (tender,)),
        staff=world.chain.counter(1).id or till.id,
        cart=cart,
        overruled_by=overruled_by,
    )
    once, needed = world.claim("simulated.sell"), demand(lines, till.place)
    heeds = world.fits(needed, till.channel, but=cart)
    fits = heeds if overruled_by is None else world.books.fits(needed, world.now, but=cart, heeding=False)
    died = world.fuse.count
    try:
        receipt = world.surely(lambda: tills.sell(till, sale, actor=SYSTEM, once=once))
    except Refusal as refusal:
        return _refused(world, refusal, fits, tender, died)
    world.expect(fits, f"receipt {receipt.number} of {till.name} sold units that nobody had")
    world.receipts[till.id] += 1
    world.expect(receipt.number == world.receipts[till.id], f"{till.name} left out a number before {receipt.number}")
    enter(world, receipt.order, lines, [], [_paid(tender)], channel=till.channel)
    if cart:
        world.books.holds.pop(cart, None)
    for (place, variant), units in needed.items():
        world.books.move(variant, units, place, None)
    if world.happens(20):
        again = tills.sell(till, sale, actor=SYSTEM, once=once)
        world.expect(again == receipt, f"a key pressed twice at {till.name} sold twice")
    return f"receipt {receipt.number} of {till.name}"


def _refused(world: World, refusal: Refusal, fits: bool, tender: checkout.Tender, died: int) -> str:
    unsure = bool(tender.token) and (world.trouble > 0 or world.fuse.count > died)
    if isinstance(refusal, inventory.OutOfStock):
        world.expect(not fits, f"refused although all is there: {refusal!r}")
    elif isinstance(refusal, checkout.CardDeclined):
        world.expect(tender.token == DECLINE or unsure, "a good card was declined")
    elif not (isinstance(refusal, _MONEY_UNSURE) and unsure):
        raise refusal
    return f"refused: {refusal.code}"


def _tender(world: World, lines: dict[int, Line], elsewhere: str) -> checkout.Tender:
    total = money(sum(line.amount for line in lines.values()))
    if world.happens(50):
        return checkout.Tender(elsewhere, total)
    return checkout.Tender("test_card", total, token=world.chance.choice(CARDS))


def _paid(tender: checkout.Tender) -> Tender:
    return Tender(tender.amount.minor, held=bool(tender.token), fails=tender.token == FAILS_LATER)
