"""Send parcels, and learn that they have arrived."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment.actions.move import move
from oneshelf.modules.fulfilment.actions.stock import hand_out
from oneshelf.modules.fulfilment.types import Consignment, ConsignmentId, ConsignmentState


@retried
def ship(consignment: ConsignmentId, *, carrier: str, tracking: str, actor: Actor) -> Consignment:
    """Give a packed parcel to a carrier; the goods leave the stock with it.

    `tracking` is the carrier's own number and may be empty. Raises NotFound, WrongMethod, WrongState.
    """
    at = clock.now()
    shipped = move(
        consignment, ConsignmentState.SHIPPED, actor=actor, at=at, carrier=carrier[:50], tracking=tracking[:100]
    )
    hand_out(shipped, at=at)
    return shipped


@retried
def deliver(consignment: ConsignmentId, *, actor: Actor) -> Consignment:
    """Write that the customer has the parcel. Raises NotFound, WrongMethod, WrongState."""
    return move(consignment, ConsignmentState.DELIVERED, actor=actor, at=clock.now())
