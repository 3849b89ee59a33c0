"""What is sold before it is there: pre-orders and back-orders of articles at places, with their days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.kernel.errors import NotFound
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AheadId, AheadKind, AheadRule, AheadTerms
from oneshelf.modules.places import public as places
from oneshelf.surfaces.api import directory, shapes
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.problems import AtField

PERMISSION = "inventory.ahead"

Version = Annotated[int, Meta(ge=1, description="The version that was read: another one is refused.")]
Note = Annotated[str, Meta(max_length=200)]
Instant = Annotated[datetime, Meta(tz=True, description="RFC 3339, with its offset from UTC.")]


class AheadQuery(shapes.Given, frozen=True):
    """Which sales ahead are asked for; all that the caller decides about, when nothing is named."""

    place: shapes.Code | None = None
    sku: shapes.Code | None = None


class SaleAheadTerms(shapes.Given, frozen=True):
    """At most `quantity` smallest sale units are promised beyond the shelf. A pre-order comes on `expected_on`; a
    back-order with the deliveries that are expected, and where those are not enough `lead_days` days after it is
    ordered, or on `expected_on`.
    """

    kind: Literal["preorder", "backorder"]
    quantity: shapes.Quantity
    expected_on: date | None = None
    lead_days: Annotated[int, Meta(ge=1, le=365)] | None = None
    ends: Instant | None = None
    note: Note = ""


class NewSaleAhead(SaleAheadTerms, frozen=True, kw_only=True):
    """An article to be sold ahead at a place, from `begins` (now, when absent)."""

    place: shapes.Code
    sku: shapes.Code
    begins: Instant | None = None


class ChangedSaleAhead(SaleAheadTerms, frozen=True, kw_only=True):
    """Other terms from now on; what was promised stays promised."""

    version: Version


class Ended(shapes.Given, frozen=True):
    """The end of a sale ahead."""

    version: Version


class SaleAhead(msgspec.Struct, frozen=True):
    """An article that is sold ahead. `promised` units of it wait for goods at the place now.

    `dated` says whether anybody could be told a day: a back-order with neither day nor lead sells only what a delivery
    that is expected covers.
    """

    id: UUID
    place: str
    sku: str
    kind: str
    quantity: int
    promised: int
    expected_on: date | None
    lead_days: int | None
    begins: datetime
    ends: datetime | None
    note: str
    version: int
    dated: bool


class SalesAhead(msgspec.Struct, frozen=True):
    """What is sold ahead now or later, the first to begin first; 200 at most."""

    items: list[SaleAhead]


@operation(
    "GET",
    "/ahead",
    summary="List what is sold ahead",
    tag="catalogue",
    needs=PERMISSION,
    gives=SalesAhead,
    refuses=(places.UnknownPlace, places.PlaceClosed, NotFound),
)
def list_ahead(call: Call, query: AheadQuery) -> Reply:
    """Return the pre-orders and back-orders that the caller decides about, now or later."""
    place = _place(call, query.place).id if query.place else None
    variant = _variant(query.sku) if query.sku else None
    found = inventory.list_ahead(call.market.id, place, variant)
    return Reply(SalesAhead(_shown(call, [each for each in found if call.actor.may(PERMISSION, each.place)])))


@operation(
    "POST",
    "/ahead",
    summary="Sell an article ahead",
    tag="catalogue",
    needs=PERMISSION,
    gives=SaleAhead,
    status=201,
    refuses=(
        *(places.UnknownPlace, places.PlaceClosed, NotFound),
        *(inventory.BadAheadTerms, inventory.SoldAheadAlready),
    ),
)
def sell_ahead(call: Call, body: NewSaleAhead) -> Reply:
    """Let an article be promised at a place before it is there, as a pre-order or a back-order."""
    place, variant = _place(call, body.place), _variant(body.sku)

    def work() -> Reply:
        made = inventory.sell_ahead(
            *(call.market.id, place.id, variant, _terms(body)),
            actor=call.actor,
            begins=body.begins,
            ends=body.ends,
            note=body.note,
        )
        return Reply(_shown(call, [inventory.get_ahead(made)])[0], 201)

    return call.once(work)


@operation(
    "PUT",
    "/ahead/{sale}",
    summary="Change how an article is sold ahead",
    tag="catalogue",
    needs=PERMISSION,
    gives=SaleAhead,
    refuses=(NotFound, inventory.BadAheadTerms, inventory.SoldAheadAlready, inventory.RuleChanged),
)
def revise_ahead(call: Call, sale: str, body: ChangedSaleAhead) -> Reply:
    """Sell on other terms from now on. Another day moves the promises that wait for it, and tells their customers."""
    found = _own(call, sale)

    def work() -> Reply:
        inventory.revise_ahead(
            found.id, _terms(body), version=body.version, actor=call.actor, ends=body.ends, note=body.note
        )
        return Reply(_shown(call, [inventory.get_ahead(found.id)])[0])

    return call.once(work)


@operation(
    "POST",
    "/ahead/{sale}/end",
    summary="Sell an article ahead no more",
    tag="catalogue",
    needs=PERMISSION,
    gives=SalesAhead,
    refuses=(NotFound, inventory.RuleChanged),
)
def end_ahead(call: Call, sale: str, body: Ended) -> Reply:
    """End a sale ahead; who was promised goods still gets them. Returns what is sold ahead there of the article yet."""
    found = _own(call, sale)

    def work() -> Reply:
        inventory.end_ahead(found.id, version=body.version, actor=call.actor)
        return Reply(SalesAhead(_shown(call, inventory.list_ahead(found.market, found.place, found.variant))))

    return call.once(work)


def _terms(body: SaleAheadTerms) -> AheadTerms:
    return AheadTerms(AheadKind(body.kind), body.quantity, body.expected_on, body.lead_days)


def _place(call: Call, code: str) -> places.Place:
    place = directory.open_place(call.market.id, code)
    call.actor.require(PERMISSION, place.id)
    return place


def _variant(sku: str) -> catalogue.VariantId:
    found = catalogue.variants_by_sku([sku]).get(sku)
    if found is None:
        raise AtField(NotFound(kind="variant", value=sku), "sku", sku)
    return found


def _own(call: Call, sale: str) -> AheadRule:
    """Return a sale ahead that the caller decides about. Raises NotFound."""
    try:
        found = inventory.get_ahead(AheadId(UUID(sale)))
    except ValueError:
        raise NotFound(kind="sale ahead", value=sale[:40]) from None
    if found.market != call.market.id or not call.actor.may(PERMISSION, found.place):
        raise NotFound(kind="sale ahead", value=sale[:40])
    return found


def _shown(call: Call, rules: list[AheadRule]) -> list[SaleAhead]:
    articles = catalogue.snapshots([each.variant for each in rules])
    codes = directory.place_codes({each.place for each in rules})
    found = inventory.levels(call.market.id, [each.variant for each in rules], sorted({each.place for each in rules}))
    promised = {(each.place, each.variant): each.ahead for each in found}
    return [
        SaleAhead(
            id=each.id,
            place=codes[each.place],
            sku=articles[each.variant].sku,
            kind=each.terms.kind.value,
            quantity=each.terms.units,
            promised=promised.get((each.place, each.variant), 0),
            expected_on=each.terms.expected_on,
            lead_days=each.terms.lead_days,
            begins=each.begins,
            ends=each.ends,
            note=each.note,
            version=each.version,
            dated=each.terms.is_dated,
        )
        for each in rules
    ]
