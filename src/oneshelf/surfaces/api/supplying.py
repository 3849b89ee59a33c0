"""What orders to suppliers and transfers have in common on the wire: their lines, what arrives, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from oneshelf.kernel.errors import Invalid, NotFound
from oneshelf.kernel.states import WrongState
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Arrived, Batch, Damage
from oneshelf.surfaces.api import cursors, directory
from oneshelf.surfaces.api import supply_shapes as wire
from oneshelf.surfaces.api.calls import Call
from oneshelf.surfaces.api.problems import AtField

ARRIVING = (
    *(WrongState, supply.NotOnList, supply.TooMuchArrived, supply.NothingArrived, supply.ReceivedOtherwise),
    *(lots.LotNeeded, lots.BadLot, lots.LotDiffers, lots.LotNotThere, lots.SerialElsewhere),
)
"""What receiving may be refused with."""


class Line(Protocol):
    """A line of an order or a transfer."""

    @property
    def line(self) -> int:
        """Its number."""

    @property
    def sku(self) -> str:
        """Its article's SKU."""


def seen_at(call: Call, code: str | None, permission: str = "supply.view") -> list[PlaceId] | None:
    """Return the places of which the caller may see goods on their way, or the named one; None for all."""
    if code is not None:
        place = directory.open_place(call.market.id, code).id
        call.actor.require(permission, place)
        return [place]
    seen = call.actor.places_for(permission)
    return [PlaceId(each) for each in seen] if seen is not None else None


def mark_in(cursor: str | None) -> UUID | None:
    """Read the mark of a page. Raises Invalid."""
    try:
        return UUID(cursor) if cursor is not None else None
    except ValueError as error:
        raise cursors.misfit(cursor or "") from error


def variants_of(skus: Iterable[str]) -> list[VariantId]:
    """Return the variant of each line's SKU. Raises NotFound at the first that is nobody's."""
    named = list(skus)
    known = catalogue.variants_by_sku(named)
    for at, sku in enumerate(named):
        if sku not in known:
            raise AtField(NotFound(kind="variant", value=sku), f"lines[{at}].sku", sku)
    return [known[sku] for sku in named]


def arrived(lines: Sequence[Line], told: Sequence[wire.ArrivedLine]) -> list[Arrived]:
    """Return what came of each line. Raises NotOnList at an article that is not on the list."""
    numbers = {each.sku: each.line for each in lines}
    for at, each in enumerate(told):
        if each.sku not in numbers:
            raise AtField(supply.NotOnList(article=each.sku), f"lines[{at}].sku", each.sku)
    return [
        Arrived(
            numbers[each.sku],
            each.good,
            each.damaged,
            Damage(each.damage),
            tuple(Batch(one.code, one.quantity, one.serial, one.expires_on) for one in each.batches),
        )
        for each in told
    ]


def named_once(given: UUID, field: str) -> UUID:
    """Return the id that names an act. Raises Invalid unless it is a UUIDv7."""
    if given.version != 7:
        raise Invalid(name=field, value=str(given), cure=_("Send a UUID of version 7, which carries its instant."))
    return given
