"""What the goods of a consignment mean for stock: they leave, they stay, or they were never there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from oneshelf.kernel.actors import Actor
from oneshelf.modules.fulfilment.types import Consignment, Line
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places import public as places


def hand_out(consignment: Consignment, *, at: datetime) -> None:
    """Move what was picked to the customer, in the caller's transaction."""
    leaving = [line.line for line in consignment.lines if line.picked]
    used = inventory.hand_out(
        consignment.order,
        consignment.place,
        leaving,
        cause=consignment.id,
        at=at,
        customer_place=places.virtual_places(consignment.market).customer,
    )
    assert used == len(leaving), f"consignment {consignment.id} would leave with {len(leaving) - used} lines unreserved"


def put_back(consignment: Consignment) -> None:
    """Free what the order has reserved for the consignment, in the caller's transaction. Harmless when it is free."""
    lines = [line.line for line in consignment.lines]
    inventory.release(inventory.Owner.ORDER, consignment.order, place=consignment.place, lines=lines)


def free(consignment: Consignment, units: Mapping[int, int]) -> None:
    """Free what the order has reserved for so many units of lines, in the caller's transaction; a kit's whole kits."""
    for promised in inventory.promised(consignment.order):
        if promised.place == consignment.place and promised.line in units:
            inventory.release_part(
                inventory.Owner.ORDER,
                consignment.order,
                promised.line,
                promised.variant,
                units[promised.line] * promised.per,
                place=consignment.place,
            )


def write_off(consignment: Consignment, line: Line, short: int, *, actor: Actor) -> None:
    """Keep reserved what is there of a line, and correct the level by what is missing, in the caller's transaction.

    The missing units are noted as looked for in vain, of a kit each component: the place is trusted less from now on.
    Freed and taken again in one transaction, so that nobody else is promised units that are not on the shelf. Units
    that were promised beyond the shelf and never came are no loss: the level never counted them. Of a kit nobody has
    said which component is missing, so its levels stay until somebody counts them.
    """
    promised = inventory.promised(consignment.order)
    parts = {each.variant: each.per for each in promised if (each.line, each.place) == (line.line, consignment.place)}
    inventory.release(inventory.Owner.ORDER, consignment.order, place=consignment.place, lines=[line.line])
    if line.picked:
        kept = [
            inventory.Demand(line.line, consignment.place, variant, line.picked * per, per=per)
            for variant, per in parts.items()
        ]
        inventory.allocate(consignment.market, kept, order=consignment.order)
    missed = {variant: short * per for variant, per in parts.items()}
    inventory.note_rejection(consignment.market, consignment.place, missed, cause=consignment.id)
    if line.variant not in parts:
        return
    (level,) = inventory.levels(consignment.market, [line.variant], [consignment.place])  # locked by its release
    lost = min(short, level.on_hand - level.reserved)
    if lost > 0:
        inventory.adjust(
            consignment.market,
            consignment.place,
            line.variant,
            -lost,
            reason=inventory.AdjustmentReason.COUNTED,
            actor=actor,
        )
