"""Writes the receipts that fill shelves before the first day."""

from __future__ import annotations

from collections.abc import Iterator

from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Cause, LoadedMovement
from oneshelf.modules.places.public import PlaceId
from oneshelf.surfaces.console.load.journey.ids import Ids
from oneshelf.surfaces.console.load.journey.stock import Filling


def load_filling(filling: Filling, positions: range, ids: Ids, supplier: PlaceId) -> None:
    """Write the movements with these positions in `filling`, in the caller's transaction."""
    inventory.bulk_load_movements(ids.market, list(_movements(filling, positions, ids, supplier)))


def _movements(filling: Filling, positions: range, ids: Ids, supplier: PlaceId) -> Iterator[LoadedMovement]:
    chosen = slice(positions.start, positions.stop)
    columns = (filling.store[chosen], filling.product[chosen], filling.quantity[chosen])
    for store, product, quantity in zip(*(column.tolist() for column in columns), strict=True):
        receipt = ids.filling(store)
        yield LoadedMovement(
            id=ids.delivered(store, 0, product, ids.opened_at),
            variant=ids.variant(product),
            from_place=supplier,
            to_place=ids.store(store),
            quantity=quantity,
            cause_kind=Cause.RECEIPT.value,
            cause=receipt,
            cause_line=product,  # unique on the receipt in whichever slice, as a running number would not be
            occurred_at=ids.opened_at,
        )
