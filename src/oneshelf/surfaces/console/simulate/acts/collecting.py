"""Orders that are paid when they are collected: placed without money, and handed over at tills for what is due."""

from __future__ import annotations

from collections.abc import Callable

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentId, ConsignmentState
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.console.simulate.acts.ordering import CARDS
from oneshelf.surfaces.console.simulate.bank import DECLINE, FAILS_LATER
from oneshelf.surfaces.console.simulate.chain import money
from oneshelf.surfaces.console.simulate.dealings import Order, Parcel, Tender
from oneshelf.surfaces.console.simulate.world import World

_MONEY_UNSURE = (payments.PaymentNotReady, payments.GatewayDidNotAnswer, payments.AlreadyClaimed)


def pay_and_take(world: World, order: Order, parcel: Parcel) -> str:
    """Somebody comes to a till for what they have ordered, and pays it there; without the money it stays."""
    (till,) = (each for each in world.chain.tills if each.place == parcel.place)
    id, due = ConsignmentId(parcel.id), order.due(parcel)
    if world.happens(20):
        _try_without_money(world, order, id, till, due)
    method = world.chance.choice(("cash", "test_card"))
    token = world.chance.choice(CARDS) if method == "test_card" else ""
    tenders = [checkout.Tender(method, money(due), token=token)] if due else []
    proof, died = fulfilment.token_for(id), world.fuse.count
    try:
        receipt = world.surely(lambda: tills.collect(till, id, proof, tenders, actor=SYSTEM))
    except Refusal as refusal:
        if world.fuse.count == died or not _is_collected(id):
            return _refused(world, order, refusal, token, died)
        receipt = next((each for each in tills.receipts_of(till.id) if each.consignment == id), None)
    world.expect((receipt is not None) == (due > 0), f"{order.number} has a receipt for nothing, or none for {due}")
    if receipt is not None:
        world.receipts[till.id] += 1
        world.expect(receipt.number == world.receipts[till.id], f"{till.name} left out a number")
        order.tenders.append(Tender(due, held=bool(token), fails=token == FAILS_LATER))
    parcel.state = "collected"
    world.books.leave(order, parcel)
    return f"collected for {due}"


def _try_without_money(world: World, order: Order, id: ConsignmentId, till: tills.Till, due: int) -> None:
    """Take it without paying, or for less than is due."""
    tries: list[Callable[[], object]] = [lambda: fulfilment.hand_over(id, fulfilment.pin_for(id), actor=SYSTEM)]
    if due > 1:
        less, proof = [checkout.Tender("cash", money(due - 1))], fulfilment.token_for(id)
        tries.append(lambda: tills.collect(till, id, proof, less, actor=SYSTEM))
    try:
        world.chance.choice(tries)()
    except (fulfilment.MoneyDue, orders.DueChanged):
        return
    raise AssertionError(f"{order.number} was handed over for less than {due}")


def _refused(world: World, order: Order, refusal: Refusal, token: str, died: int) -> str:
    unsure = bool(token) and (world.trouble > 0 or world.fuse.count > died)
    if isinstance(refusal, checkout.CardDeclined):
        world.expect(token == DECLINE or unsure, f"a good card was declined for {order.number}")
    elif not (isinstance(refusal, _MONEY_UNSURE) and unsure):
        raise refusal
    return f"not collected: {refusal.code}"


def _is_collected(id: ConsignmentId) -> bool:
    return fulfilment.get_consignment(id).state is ConsignmentState.COLLECTED
