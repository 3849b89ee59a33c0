"""What lay at a place at some moment."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.kernel import clock
from oneshelf.kernel.errors import NotFound
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places import public as places
from oneshelf.surfaces.api import cursors, directory, shapes
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation

Instant = Annotated[datetime, Meta(tz=True, description="RFC 3339, with its offset from UTC; now, if left out.")]


class StockQuery(shapes.Given, frozen=True):
    """What is asked about."""

    place: Annotated[shapes.Code, Meta(description="A place's code.")]
    at: Instant | None = None
    sku: Annotated[shapes.Code | None, Meta(description="One variant only.")] = None
    cursor: shapes.Cursor | None = None
    limit: shapes.Limit = 50


class Stock(msgspec.Struct, frozen=True):
    """What lay at a place, in smallest sale units of the variant."""

    sku: str
    on_hand: int


class StockPage(msgspec.Struct, frozen=True):
    """What a place had on hand at one moment: a page, by variant."""

    place: str
    at: datetime
    items: list[Stock]
    next: str | None


@operation(
    "GET",
    "/stock",
    summary="Tell what lay at a place at a moment",
    tag="catalogue",
    needs="inventory.view",
    gives=StockPage,
    refuses=(NotFound, places.UnknownPlace, places.PlaceClosed),
)
def list_stock(call: Call, query: StockQuery) -> Reply:
    """Return what a place had on hand at any moment of the past, told by the ledger: a page by variant.

    A movement counts from its cause's instant on: a sale that is written later changes what its moment says.
    """
    place = directory.open_place(call.market.id, query.place).id
    call.actor.require("inventory.view", place)
    at = query.at or clock.now()
    if query.sku is not None:
        variant = catalogue.variants_by_sku([query.sku]).get(query.sku)
        if variant is None:
            raise NotFound(kind="variant", value=query.sku)
        found, more = inventory.on_hand_as_of(call.market.id, place, [variant], at), False
    else:
        after = _after(query.cursor)
        found = inventory.stock_as_of(call.market.id, place, at, after=after, limit=query.limit + 1)
        found, more = found[: query.limit], len(found) > query.limit
    known = catalogue.snapshots([each.variant for each in found])
    items = [Stock(known[each.variant].sku, each.on_hand) for each in found if each.variant in known]
    return Reply(StockPage(query.place, at, items, str(found[-1].variant) if more else None))


def _after(cursor: str | None) -> VariantId | None:
    try:
        return VariantId(UUID(cursor)) if cursor is not None else None
    except ValueError as error:
        raise cursors.misfit(cursor or "") from error
