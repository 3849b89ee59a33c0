"""Giving back a part of what is reserved: of a variant, or of an order's lines at a place."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory.actions.announce import announce
from oneshelf.modules.inventory.actions.reserve import ReservedKey
from oneshelf.modules.inventory.errors import BadQuantity
from oneshelf.modules.inventory.rules import MOST_UNITS
from oneshelf.modules.inventory.types import Owner
from oneshelf.modules.places.public import PlaceId

_KEYS = sql.statement(__name__, "reserved_keys_of", row=ReservedKey)
_RELEASE_PART = sql.statement(__name__, "release_part", row=int)
_RELEASE_UNITS = sql.statement(__name__, "release_units", row=int)


@retried
def release_part(
    owner: Owner, owner_id: UUID, line: int, variant: VariantId, quantity: int, *, place: PlaceId | None = None
) -> int:
    """Give back `quantity` units of a variant that an owner has reserved on a line (at `place` only, if given).

    Returns how many those were: fewer when it has fewer, 0 when it has none: the rest stays promised. What was drawn
    from a fence is given back last. Raises BadQuantity.
    """
    if not 1 <= quantity <= MOST_UNITS:
        raise BadQuantity(value=quantity)
    keys = [key for key in _KEYS.all(owner=owner_id) if key.variant == variant]
    freed = _RELEASE_PART.one(
        owner_kind=owner.value, owner=owner_id, line=line, variant=variant, quantity=quantity, place=place
    )
    if freed:
        announce(keys[0].market, [(key.place, variant) for key in keys], cause=owner_id, at=clock.now())
    return freed


@retried
def release_units(order: UUID, place: PlaceId, units: Mapping[int, int], *, ahead: bool = False) -> int:
    """Give back `units` (line -> how many) that an order has reserved at a place; return how many keys, at most.

    Of what waits for goods (`ahead`), or of what does not; of a kit all its components. The rest of a line stays
    promised, and what was drawn from a fence is given back last. Of more than is reserved, what there is.
    """
    keys = [key for key in _KEYS.all(owner=order) if key.place == place]
    freed = _RELEASE_UNITS.one(order=order, place=place, lines=list(units), units=list(units.values()), ahead=ahead)
    if freed:
        announce(keys[0].market, [(key.place, key.variant) for key in keys], cause=order, at=clock.now())
    return freed
