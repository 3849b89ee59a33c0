"""Stores and the warehouse: staff pick, fall short, hand over, send, give up and take back."""

from __future__ import annotations

from functools import partial

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.states import WrongState
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentId, ConsignmentState, Reason
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.surfaces.console.simulate.acts.bringing import send_off, take_in
from oneshelf.surfaces.console.simulate.acts.collecting import pay_and_take
from oneshelf.surfaces.console.simulate.chain import money
from oneshelf.surfaces.console.simulate.dealings import GONE, TO_DO, UNDER_WAY, Order, Parcel
from oneshelf.surfaces.console.simulate.world import World

REASONS = tuple(each for each in Reason if each is not Reason.MISSED_CLOCK)
"""Why places give work back; that they were late is said by a job."""


def work(world: World) -> str:
    """Do what comes next for a parcel, or all that is left to do."""
    found = _parcel(world, TO_DO)
    if found is None:
        return "nothing to do"
    order, parcel = found
    told = [next_step(world, order, parcel)]
    while world.happens(60) and parcel.state in TO_DO:
        told.append(next_step(world, order, parcel))
    return f"{order.number}: {', '.join(told)}"


def deliver(world: World) -> str:
    """A carrier brings a parcel, and says so twice."""
    found = _parcel(world, ("shipped",))
    if found is None:
        return "nothing is on its way"
    order, parcel = found
    id = ConsignmentId(parcel.id)
    world.done(lambda: fulfilment.deliver(id, actor=SYSTEM), lambda: _is(parcel, "delivered"))
    parcel.state = "delivered"
    try:
        fulfilment.deliver(id, actor=SYSTEM)
    except WrongState:
        return f"{order.number} was delivered"
    raise AssertionError(f"a parcel of {order.number} was delivered twice")


def give_up_parcel(world: World) -> str:
    """Cancel one parcel of an order."""
    found = _parcel(world, UNDER_WAY)
    if found is None:
        return "nothing to give up"
    order, parcel = found
    id = ConsignmentId(parcel.id)
    world.done(lambda: fulfilment.cancel(id, actor=SYSTEM), lambda: _is(parcel, "cancelled"))
    order.end(parcel)
    return f"a parcel of {order.number} was given up"


def give_back_work(world: World) -> str:
    """A place says that it cannot make a parcel ready, and why."""
    found = _parcel(world, ("open", "picking"))
    if found is None:
        return "nothing to give back"
    order, parcel = found
    id, reason = ConsignmentId(parcel.id), world.chance.choice(REASONS)
    world.done(lambda: fulfilment.reject(id, reason, actor=SYSTEM), lambda: _is(parcel, "cancelled"))
    order.end(parcel, rejected=True)
    return f"a parcel of {order.number} was given back: {reason}"


def cancel_order(world: World) -> str:
    """Cancel an order, whatever it has come to."""
    if not world.books.orders:
        return "nothing to cancel"
    order = world.chance.choice(list(world.books.orders.values())[-20:])
    may = order.is_under_way and not any(each.state in GONE for each in order.parcels)
    id, died = OrderId(order.id), world.fuse.count
    try:
        world.surely(lambda: orders.cancel_order(id, actor=SYSTEM))
    except (orders.NotCancellable, orders.GoodsHaveLeft, WrongState) as refusal:
        cut_off = world.fuse.count > died and orders.get_order(id).summary.state is orders.OrderState.CANCELLED
        if not (may and cut_off):
            world.expect(not may, f"order {order.number} could not be cancelled: {refusal!r}")
            return f"{order.number} could not be cancelled any more"
    world.expect(may, f"order {order.number} was cancelled after its goods had left")
    order.cancel()
    return f"{order.number} was cancelled"


def take_back(world: World) -> str:
    """Take goods back and give money, sometimes too much, and often for the same cause again."""
    settled = [each for each in world.books.orders.values() if each.settled and each.captured > each.given_back]
    if not settled:
        return "nothing to give back"
    order = world.chance.choice(settled[-30:])
    goods = _goods(world, order)
    left = order.captured - order.given_back
    amount = money(world.chance.choice((1, left, left + 1, max(1, left // 2))))
    place, cause = world.chance.choice(world.chain.stores), new_id()

    def refund() -> None:
        try:
            orders.refund_order(OrderId(order.id), amount, cause=cause, actor=SYSTEM, goods=goods, to_place=place)
        except payments.GatewayDidNotAnswer:
            world.expect(world.trouble > 0, "the bank did not answer in peace")  # it stands, and is asked again

    fits = amount.minor <= left
    within = all(order.lines[n].returned + units <= order.received(n) for n, units in goods.items())
    try:
        world.surely(refund)
    except (orders.OrderRefundTooLarge, orders.ReturnTooLarge) as refusal:
        world.expect(not (fits and within), f"a refund of {order.number} was refused: {refusal!r}")
        return f"{order.number}: too much to give back"
    world.expect(fits and within, f"order {order.number} gave back more than it had")
    order.given_back += amount.minor
    for number, units in goods.items():
        line = order.lines[number]
        line.returned += units
        for variant, per in line.parts.items():
            world.books.move(variant, units * per, None, place)
    refund()
    return f"{order.number} gave back {amount.minor}"


def _goods(world: World, order: Order) -> dict[int, int]:
    """Choose what comes back: sometimes nothing, sometimes more than was got."""
    number = world.chance.choice(list(order.lines))
    got = order.received(number) - order.lines[number].returned
    units = world.chance.choice((0, 1, got, got + 1))
    return {number: units} if units > 0 else {}


def _parcel(world: World, states: tuple[str, ...]) -> tuple[Order, Parcel] | None:
    found = [
        (order, parcel)
        for order in world.books.orders.values()
        for parcel in order.parcels
        if parcel.state in states and order.state != "cancelled"
    ]
    return world.chance.choice(found) if found else None


def next_step(world: World, order: Order, parcel: Parcel) -> str:
    """Do what comes next for a parcel."""
    match parcel.state:
        case "awaited":
            return "its goods are still to come"
        case "open":
            id = ConsignmentId(parcel.id)
            world.done(lambda: fulfilment.start_picking(id, actor=SYSTEM), lambda: _is(parcel, "picking"))
            parcel.state = "picking"
            return "taken in hand"
        case "picking":
            return _pick(world, order, parcel)
        case "on_the_way":
            return take_in(world, order, parcel)
        case _:
            return _let_go(world, order, parcel)


def _pick(world: World, order: Order, parcel: Parcel) -> str:
    """Pick all lines; what is not found is short. Then put it on the desk, or pack it."""
    id = ConsignmentId(parcel.id)
    for number, part in parcel.parts.items():
        found = part.quantity if world.happens(80) else world.chance.randint(0, part.quantity)
        found = max(0, min(found, part.quantity - part.short))
        world.surely(partial(fulfilment.record_pick, id, number, found, actor=SYSTEM))
        part.picked = found
        if found < part.quantity and part.short == 0:
            world.surely(partial(fulfilment.record_short, id, number, actor=SYSTEM))
            world.books.fall_short(order, parcel, number)
    if not any(part.picked for part in parcel.parts.values()):
        world.done(lambda: fulfilment.cancel(id, actor=SYSTEM), lambda: _is(parcel, "cancelled"))
        order.end(parcel)
        return "nothing was found"
    collected = fulfilment.get_consignment(id).method is fulfilment.Method.COLLECT
    done, make = ("ready", fulfilment.mark_ready) if collected else ("packed", fulfilment.pack)
    world.done(lambda: make(id, actor=SYSTEM), lambda: _is(parcel, done))
    parcel.state, parcel.collect_by = done, fulfilment.get_consignment(id).collect_by
    return done


def _let_go(world: World, order: Order, parcel: Parcel) -> str:
    """Hand it over, after a wrong PIN perhaps, or give it to a carrier or the van, who come when they come."""
    id = ConsignmentId(parcel.id)
    if parcel.state == "packed":
        if world.happens(25):
            return "the carrier did not come"
        if parcel.to is not None:
            return send_off(world, order, parcel)
        tracking = f"T{world.chance.randrange(10**6)}"
        world.done(
            lambda: fulfilment.ship(id, carrier="Post", tracking=tracking, actor=SYSTEM), lambda: _is(parcel, "shipped")
        )
        parcel.state = "shipped"
    else:
        if world.happens(40):
            return "nobody comes"
        if order.later:
            return pay_and_take(world, order, parcel)
        _try_wrong_pin(world, id)
        pin = fulfilment.pin_for(id)
        fulfilment.unlock(id, actor=SYSTEM)
        world.done(lambda: fulfilment.hand_over(id, pin, actor=SYSTEM), lambda: _is(parcel, "collected"))
        parcel.state = "collected"
    world.books.leave(order, parcel)
    return parcel.state


def _try_wrong_pin(world: World, id: ConsignmentId) -> None:
    if not world.happens(20):
        return
    wrong = f"{(int(fulfilment.pin_for(id)) + 1) % 10**6:06}"
    try:
        fulfilment.hand_over(id, wrong, actor=SYSTEM)
    except (fulfilment.WrongPin, fulfilment.PinLocked):
        return
    raise AssertionError(f"consignment {id} was handed over by a wrong PIN")


def _is(parcel: Parcel, state: str) -> bool:
    return fulfilment.get_consignment(ConsignmentId(parcel.id)).state is ConsignmentState(state)
