"""Purchase orders: written, sent to the supplier, and received in any number of deliveries."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from oneshelf.kernel.errors import Invalid, NotFound
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.states import WrongState
from oneshelf.modules.places import public as places
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import PurchaseId, Wanted
from oneshelf.surfaces.api import directory, shapes
from oneshelf.surfaces.api import supply_shapes as wire
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.placing import in_currency
from oneshelf.surfaces.api.supplying import ARRIVING, arrived, mark_in, named_once, seen_at, variants_of


@operation(
    "GET",
    "/purchases",
    summary="List purchase orders",
    tag="supply",
    needs="supply.view",
    gives=wire.PurchasePage,
    refuses=(places.UnknownPlace, places.PlaceClosed),
)
def list_purchases(call: Call, query: wire.PurchasesQuery) -> Reply:
    """Return a page of orders to suppliers, the latest first; a key of one place sees that place's."""
    found = supply.list_purchases(
        call.market.id,
        places=seen_at(call, query.place),
        states=[supply.PurchaseState(query.state)] if query.state else None,
        before=PurchaseId(mark) if (mark := mark_in(query.cursor)) else None,
        limit=query.limit + 1,
    )
    shown = found[: query.limit]
    more = str(shown[-1].id) if len(found) > query.limit else None
    return Reply(wire.PurchasePage(_shown(shown), more))


@operation(
    "GET",
    "/purchases/{number}",
    summary="Show a purchase order",
    tag="supply",
    needs="supply.view",
    gives=wire.Purchase,
    refuses=(supply.UnknownPurchase,),
)
def show_purchase(call: Call, number: str) -> Reply:
    """Return one order to a supplier by its number, with what has come of it."""
    return Reply(_shown([_seen(call, number, "supply.view")])[0])


@operation(
    "POST",
    "/purchases",
    summary="Write a purchase order",
    tag="supply",
    needs="supply.order",
    gives=wire.Purchase,
    status=201,
    key_needed=True,
    refuses=(
        *(supply.UnknownSupplier, supply.NothingOrdered, supply.SamePlace),
        *(places.UnknownPlace, places.PlaceClosed, NotFound),
    ),
)
def create_purchase(call: Call, body: wire.NewPurchase) -> Reply:
    """Write an order to a supplier; the supplier gets it, and its goods are expected, when it is sent."""
    place = directory.open_place(call.market.id, body.place).id
    call.actor.require("supply.order", place)
    supplier = supply.supplier_by_code(call.market.id, body.supplier)
    variants = variants_of(each.sku for each in body.lines)
    wanted = [
        Wanted(variant, each.quantity, _cost(call, each, f"lines[{at}].cost"), each.expected_on)
        for at, (variant, each) in enumerate(zip(variants, body.lines, strict=True))
    ]
    call.required_claim()

    def work() -> Reply:
        made = supply.draft_purchase(supplier.id, place, wanted, expected_on=body.expected_on, actor=call.actor)
        return Reply(_shown([made])[0], 201)

    return call.once(work)


@operation(
    "POST",
    "/purchases/{number}/send",
    summary="Send a purchase order",
    tag="supply",
    needs="supply.order",
    gives=wire.Purchase,
    refuses=(supply.UnknownPurchase, supply.BelowMinimum, WrongState),
)
def send_purchase(call: Call, number: str) -> Reply:
    """Say that the supplier has the order: from now on its goods are expected and promised by their day."""
    found = _seen(call, number, "supply.order")
    return call.once(lambda: Reply(_shown([supply.send_purchase(found.id, actor=call.actor)])[0]))


@operation(
    "POST",
    "/purchases/{number}/receipts",
    summary="Receive a delivery",
    tag="supply",
    needs="supply.receive",
    gives=wire.Purchase,
    status=201,
    refuses=(supply.UnknownPurchase, *ARRIVING),
)
def receive_purchase(call: Call, number: str, body: wire.NewReceipt) -> Reply:
    """Take a delivery in. The same `receipt` counts once, whoever sends it however often.

    Good units are on hand at once, damaged ones are kept apart. Of articles whose units are told apart, `batches`
    names each good unit's lot or serial number.
    """
    found = _seen(call, number, "supply.receive")
    came = arrived(found.lines, body.lines)
    supply.receive(found.id, came, receipt=named_once(body.receipt, "receipt"), actor=call.actor)
    return Reply(_shown([supply.get_purchase(found.id)])[0], 201)


def _cost(call: Call, line: wire.OrderedLine, field: str) -> UnitPrice:
    cost = in_currency(call.market, line.cost, field)
    if cost.minor < 0:
        raise Invalid(name=f"{field}.amount", value=str(cost.minor), cure=_("A cost is zero or more."))
    return UnitPrice(cost.minor, cost.currency, line.per)


def _seen(call: Call, number: str, permission: str) -> supply.Purchase:
    found = supply.purchase_by_number(call.market.id, number)
    if not call.actor.may(permission, found.place):
        raise supply.UnknownPurchase(number=number[:20])
    return found


def _shown(found: Sequence[supply.Purchase]) -> list[wire.Purchase]:
    codes = directory.place_codes(each.place for each in found)
    return [
        wire.Purchase(
            id=each.id,
            number=each.number,
            supplier=each.supplier.code,
            place=codes[each.place],
            state=each.state.value,
            expected_on=each.expected_on,
            created_at=each.created_at,
            sent_at=each.sent_at,
            version=each.version,
            total=shapes.money(each.total),
            lines=[
                wire.PurchaseLine(
                    line=line.line,
                    sku=line.sku,
                    title=line.title,
                    quantity=line.quantity,
                    cost=shapes.Money(amount=line.cost.minor, currency=line.cost.currency),
                    per=line.cost.per,
                    expected_on=line.expected_on,
                    good=line.good,
                    damaged=line.damaged,
                    open=line.open,
                )
                for line in each.lines
            ],
        )
        for each in found
    ]
