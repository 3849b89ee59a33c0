"""What the goods of a consignment mean for stock: they leave, they are carried, they stay, or were never there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from oneshelf.kernel.actors import Actor
from oneshelf.modules.fulfilment import rules
from oneshelf.modules.fulfilment.types import Consignment, ConsignmentState, Line
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId

_Sent = tuple[inventory.Movement, int]


def hand_out(consignment: Consignment, *, at: datetime) -> None:
    """Move what was picked to the customer, in the caller's transaction."""
    leaving = {line.line: line.picked for line in consignment.lines if line.picked}
    if consignment.bring_to:
        inventory.tell_carried(consignment.market, consignment.place, cause=consignment.id)
    whole = inventory.hand_out(
        consignment.order,
        consignment.place,
        leaving,
        cause=consignment.id,
        at=at,
        customer_place=places.virtual_places(consignment.market).customer,
    )
    assert whole == len(leaving), f"{len(leaving) - whole} lines of {consignment.id} would leave with units unreserved"


def put_back(consignment: Consignment, *, ahead: bool = False) -> None:
    """Free what the order has reserved for the consignment, or waits for (`ahead`), in the caller's transaction."""
    left = {line.line: line.quantity - line.short for line in consignment.lines if line.quantity > line.short}
    inventory.release_units(consignment.order, consignment.place, left, ahead=ahead)


def free(consignment: Consignment, units: Mapping[int, int]) -> None:
    """Free what the order has reserved for so many units of lines of a consignment as it stands, whole kits of a kit.

    In the caller's transaction.
    """
    waits = consignment.state is ConsignmentState.AWAITED
    inventory.release_units(consignment.order, consignment.place, units, ahead=waits)


def write_off(consignment: Consignment, line: Line, short: int, *, actor: Actor) -> None:
    """Keep reserved what is there of a line, and correct the level by what is missing, in the caller's transaction.

    The missing units are noted as looked for in vain, of a kit each component: the place is trusted less from now on.
    Freed and written off in one transaction, so that nobody else is promised units that are not on the shelf. Of a kit
    nobody has said which component is missing, so its levels stay until somebody counts them.
    """
    promised = inventory.promised(consignment.order)
    parts = {each.variant: each.per for each in promised if (each.line, each.place) == (line.line, consignment.place)}
    free(consignment, {line.line: short})
    missed = {variant: short * per for variant, per in parts.items()}
    inventory.note_rejection(consignment.market, consignment.place, missed, cause=consignment.id)
    if line.variant not in parts:
        return
    inventory.adjust(
        consignment.market,
        consignment.place,
        line.variant,
        -short,
        reason=inventory.AdjustmentReason.COUNTED,
        actor=actor,
    )


def carry(consignment: Consignment, *, source: PlaceId, target: PlaceId, at: datetime) -> None:
    """Carry what was picked to another place, where it stays the order's, in the caller's transaction."""
    picked = {line.line: line.picked for line in consignment.lines if line.picked}
    inventory.carry(
        consignment.market, consignment.order, picked, source=source, target=target, cause=consignment.id, at=at
    )


def lose(consignment: Consignment, lost: Mapping[int, int], *, at: datetime) -> None:
    """Write off what was lost of a consignment on the road (line -> units), in the caller's transaction.

    The order keeps none of it reserved; of a kit all components of each unit are lost.
    """
    if lost:
        free(consignment, lost)
        virtual = places.virtual_places(consignment.market)
        sent = _sent(consignment, virtual.in_transit)
        _comes, gone = _told_apart(consignment, sent, lost, virtual.in_transit)
        moves = _losses(sent, lost, virtual)
        inventory.post(consignment.market, moves, kind=inventory.Cause.CARRY, cause=consignment.id, at=at, told=gone)


def set_down(consignment: Consignment, lost: Mapping[int, int], *, at: datetime) -> None:
    """Put what was not lost of a cancelled consignment on hand in its store, in the caller's transaction."""
    picked = {line.line: line.picked - lost.get(line.line, 0) for line in consignment.lines}
    road = (virtual := places.virtual_places(consignment.market)).in_transit
    sent = _sent(consignment, road)
    moves = [
        inventory.Move(each.cause_line, each.variant, road, consignment.place, picked[each.cause_line] * per)
        for each, per in sent
        if picked[each.cause_line]
    ]
    comes, gone = _told_apart(consignment, sent, lost, road)
    moves += _losses(sent, lost, virtual)
    inventory.post(
        consignment.market, moves, kind=inventory.Cause.CARRY, cause=consignment.id, at=at, told=[*comes, *gone]
    )


def _sent(consignment: Consignment, road: PlaceId) -> list[_Sent]:
    """What a consignment took to the road, each with how many of it one unit of its line takes."""
    picked = {line.line: line.picked for line in consignment.lines}
    return [
        (each, each.quantity // picked[each.cause_line])
        for each in inventory.movements_of(consignment.id)
        if each.to_place == road
    ]


def _told_apart(
    consignment: Consignment, sent: Sequence[_Sent], lost: Mapping[int, int], road: PlaceId
) -> tuple[list[lots.Told], list[lots.Told]]:
    """Which of the units on the road come, and which are lost: of those that were sent, never of another parcel's."""
    carried = inventory.carried_to(consignment.market, road, cause=consignment.id)
    missing = {
        (each.cause_line, each.variant): lost[each.cause_line] * per for each, per in sent if each.cause_line in lost
    }
    return rules.told_lost(carried, missing)


def _losses(sent: Sequence[_Sent], lost: Mapping[int, int], virtual: places.VirtualPlaces) -> list[inventory.Move]:
    return [
        inventory.Move(
            inventory.LOST_LINE + each.cause_line,
            each.variant,
            virtual.in_transit,
            virtual.loss,
            lost[each.cause_line] * per,
        )
        for each, per in sent
        if each.cause_line in lost
    ]
