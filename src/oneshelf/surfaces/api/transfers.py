"""Transfers: goods that leave one place, are on their way, arrive at another, and what became of the rest."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.states import WrongState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places import public as places
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Outcome, Sent, TransferId
from oneshelf.surfaces.api import directory
from oneshelf.surfaces.api import supply_shapes as wire
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.problems import AtField
from oneshelf.surfaces.api.supplying import ARRIVING, arrived, mark_in, named_once, seen_at, variants_of


@operation(
    "GET",
    "/transfers",
    summary="List transfers",
    tag="supply",
    needs="supply.view",
    gives=wire.TransferPage,
    refuses=(places.UnknownPlace, places.PlaceClosed),
)
def list_transfers(call: Call, query: wire.TransfersQuery) -> Reply:
    """Return a page of transfers, the latest first; a key of one place sees what comes to it."""
    found = supply.list_transfers(
        call.market.id,
        sources=seen_at(call, query.source) if query.source is not None else None,
        targets=seen_at(call, query.target) if query.source is None or query.target is not None else None,
        states=[supply.TransferState(query.state)] if query.state else None,
        before=TransferId(mark) if (mark := mark_in(query.cursor)) else None,
        limit=query.limit + 1,
    )
    shown = found[: query.limit]
    more = str(shown[-1].id) if len(found) > query.limit else None
    return Reply(wire.TransferPage(_shown(shown), more))


@operation(
    "GET",
    "/transfers/{number}",
    summary="Show a transfer",
    tag="supply",
    needs="supply.view",
    gives=wire.Transfer,
    refuses=(supply.UnknownTransfer,),
)
def show_transfer(call: Call, number: str) -> Reply:
    """Return one transfer by its number, with what came of it."""
    found = supply.transfer_by_number(call.market.id, number)
    if not any(call.actor.may("supply.view", each) for each in (found.source, found.target)):
        raise supply.UnknownTransfer(number=number[:20])
    return Reply(_shown([found])[0])


@operation(
    "POST",
    "/transfers",
    summary="Begin a transfer",
    tag="supply",
    needs="supply.transfer",
    gives=wire.Transfer,
    status=201,
    key_needed=True,
    refuses=(supply.SamePlace, supply.NothingOrdered, places.UnknownPlace, places.PlaceClosed, NotFound),
)
def create_transfer(call: Call, body: wire.NewTransfer) -> Reply:
    """Write what is to go from one place to another. Nothing moves before it is sent."""
    ends = []
    for field, code in (("source", body.source), ("target", body.target)):
        try:
            ends.append(directory.open_place(call.market.id, code).id)
        except (places.UnknownPlace, places.PlaceClosed) as refusal:
            raise AtField(refusal, field, code) from refusal
    source, target = ends
    call.actor.require("supply.transfer", source)
    variants = variants_of(each.sku for each in body.lines)
    lines = [Sent(variant, each.quantity) for variant, each in zip(variants, body.lines, strict=True)]
    call.required_claim()

    def work() -> Reply:
        made = supply.draft_transfer(source, target, lines, expected_on=body.expected_on, actor=call.actor)
        return Reply(_shown([made])[0], 201)

    return call.once(work)


@operation(
    "POST",
    "/transfers/{number}/send",
    summary="Send a transfer",
    tag="supply",
    needs="supply.transfer",
    gives=wire.Transfer,
    refuses=(supply.UnknownTransfer, supply.NothingOrdered, inventory.OutOfStock, WrongState),
)
def send_transfer(call: Call, number: str) -> Reply:
    """Let goods leave: they are in transit until the other place receives them."""
    found = supply.transfer_by_number(call.market.id, number)
    if not call.actor.may("supply.transfer", found.source):
        raise supply.UnknownTransfer(number=number[:20])
    return call.once(lambda: Reply(_shown([supply.send_transfer(found.id, actor=call.actor)])[0]))


@operation(
    "POST",
    "/transfers/{number}/receipts",
    summary="Receive a transfer",
    tag="supply",
    needs="supply.receive",
    gives=wire.Transfer,
    status=201,
    refuses=(supply.UnknownTransfer, *ARRIVING),
)
def receive_transfer(call: Call, number: str, body: wire.NewReceipt) -> Reply:
    """Take a transfer in, once. What is not named has not come and stays in transit until it is settled."""
    found = _at_target(call, number, "supply.receive")
    came = arrived(found.lines, body.lines)
    now = supply.receive_transfer(found.id, came, receipt=named_once(body.receipt, "receipt"), actor=call.actor)
    return Reply(_shown([now])[0], 201)


@operation(
    "POST",
    "/transfers/{number}/settlements",
    summary="Settle what did not arrive",
    tag="supply",
    needs="supply.settle",
    gives=wire.Transfer,
    status=201,
    refuses=(*(supply.UnknownTransfer, supply.NotOnList, supply.NotMissing, supply.ReceivedOtherwise, WrongState),),
)
def settle_transfer(call: Call, number: str, body: wire.NewSettlement) -> Reply:
    """Say what became of units that are missing. The same `settlement` counts once."""
    found = _at_target(call, number, "supply.settle")
    line = next((each.line for each in found.lines if each.sku == body.sku), None)
    if line is None:
        raise AtField(supply.NotOnList(article=body.sku), "sku", body.sku)
    now = supply.settle_transfer(
        *(found.id, line, body.quantity, Outcome(body.outcome)),
        settlement=named_once(body.settlement, "settlement"),
        actor=call.actor,
    )
    return Reply(_shown([now])[0], 201)


def _at_target(call: Call, number: str, permission: str) -> supply.Transfer:
    found = supply.transfer_by_number(call.market.id, number)
    if not call.actor.may(permission, found.target):
        raise supply.UnknownTransfer(number=number[:20])
    return found


def _shown(found: Sequence[supply.Transfer]) -> list[wire.Transfer]:
    codes = directory.place_codes(end for each in found for end in (each.source, each.target))
    return [
        wire.Transfer(
            id=each.id,
            number=each.number,
            source=codes[each.source],
            target=codes[each.target],
            state=each.state.value,
            expected_on=each.expected_on,
            created_at=each.created_at,
            sent_at=each.sent_at,
            received_at=each.received_at,
            version=each.version,
            lines=[
                wire.TransferLine(
                    line.line, line.sku, line.title, line.quantity, line.good, line.damaged, line.over, line.missing
                )
                for line in each.lines
            ],
        )
        for each in found
    ]
