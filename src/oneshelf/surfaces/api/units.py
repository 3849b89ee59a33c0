"""Lots and serial numbers: where their units are, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.kernel.errors import NotFound
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Part, Step
from oneshelf.modules.orders import public as orders
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Bin, BinId, PlaceId
from oneshelf.surfaces.api import directory, shapes
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.problems import AtField

MOST_FOUND = 20
"""Lots of different articles that are called alike."""

MOST_STEPS = 200
"""Steps of one history."""


class UnitsQuery(shapes.Given, frozen=True):
    """What is asked about."""

    code: Annotated[str, Meta(min_length=1, max_length=48, description="A serial number or a lot's code.")]


class Whereabouts(msgspec.Struct, frozen=True):
    """Units that lie at a place, in smallest sale units."""

    place: str
    bin: str | None
    condition: str
    quantity: int


class UnitStep(msgspec.Struct, frozen=True):
    """What happened: `change` is what the place gained or lost; `order` is the one that the units went out for."""

    at: datetime
    kind: str
    cause: UUID
    place: str
    condition: str
    change: int
    order: str | None


class Units(msgspec.Struct, frozen=True):
    """A lot, or the unit with a serial number. `history` has its first 200 steps, at places that the caller sees."""

    sku: str
    code: str
    serial: bool
    expires_on: date | None
    now: list[Whereabouts]
    history: list[UnitStep]


class UnitsFound(msgspec.Struct, frozen=True):
    """All that are called so, whatever the article."""

    items: list[Units]


class NewNumbers(shapes.Given, frozen=True):
    """The serial numbers of units that lie at a place and had none."""

    place: Annotated[shapes.Code, Meta(description="A place's code.")]
    sku: shapes.Code
    numbers: Annotated[list[Annotated[str, Meta(min_length=1, max_length=48)]], Meta(min_length=1, max_length=500)]


class UnitsNamed(msgspec.Struct, frozen=True):
    """How many units of an article at a place have their number now, and how many have none."""

    place: str
    sku: str
    named: int
    nameless: int


@operation(
    "GET",
    "/units",
    summary="Tell what became of a serial number or a lot",
    tag="catalogue",
    needs="inventory.view",
    gives=UnitsFound,
)
def list_units(call: Call, query: UnitsQuery) -> Reply:
    """Return where the units with a serial number, or of a lot, are and have been, with the orders they went out for.

    A key of one place sees what happened there; what is unknown there is not in the answer.
    """
    found = lots.lots_called(call.market.id, query.code, limit=MOST_FOUND)
    steps = {each.id: lots.history(each.id, limit=MOST_STEPS) for each in found}
    at = places.places_by_id(step.place for each in steps.values() for step in each)
    seen = {key: each.code for key, each in at.items() if call.actor.may("inventory.view", key)}
    lying = [part for part in lots.whereabouts(list(steps)) if part.place in seen] if found else []
    bins = places.bins_by_id([part.bin for part in lying if part.bin]) if lying else {}
    known = catalogue.snapshots([each.variant for each in found])
    items = [
        Units(
            known[each.variant].sku,
            each.code,
            each.serial,
            each.expires_on,
            [_lies(part, seen, bins) for part in lying if part.lot == each.id],
            _history(steps[each.id], seen),
        )
        for each in found
    ]
    return Reply(UnitsFound([each for each in items if each.history]))


@operation(
    "POST",
    "/units",
    summary="Name units on a shelf",
    tag="catalogue",
    needs="inventory.adjust",
    gives=UnitsNamed,
    key_needed=True,
    refuses=(
        *(NotFound, places.UnknownPlace, places.PlaceClosed, inventory.NumbersNotAsked, inventory.AllUnitsNamed),
        *(lots.BadLot, lots.SerialElsewhere),
    ),
)
def name_units(call: Call, body: NewNumbers) -> Reply:
    """Give units that came in before anybody asked for serial numbers their own: all of them, or none.

    What is on hand stays as it is. A number that lies at the place already was said before, and changes nothing.
    """
    place = directory.open_place(call.market.id, body.place).id
    call.actor.require("inventory.adjust", place)
    variant = catalogue.variants_by_sku([body.sku]).get(body.sku)
    if variant is None:
        raise AtField(NotFound(kind="variant", value=body.sku), "sku", body.sku)
    call.required_claim()

    def work() -> Reply:
        for at, number in enumerate(body.numbers):
            try:
                inventory.name_unit(call.market.id, place, variant, number, actor=call.actor)
            except (lots.BadLot, lots.SerialElsewhere, inventory.AllUnitsNamed) as refusal:
                raise AtField(refusal, f"numbers[{at}]", number) from refusal
        (level,) = inventory.levels(call.market.id, [variant], [place])
        named = sum(part.serial for part in lots.parts(call.market.id, [variant], [place]))
        return Reply(UnitsNamed(body.place, body.sku, named, level.on_hand - named))

    return call.once(work)


def _lies(part: Part, seen: Mapping[PlaceId, str], bins: Mapping[BinId, Bin]) -> Whereabouts:
    bin = bins.get(part.bin) if part.bin else None
    return Whereabouts(seen[part.place], bin.code if bin else None, part.condition.value, part.quantity)


def _history(steps: Sequence[Step], seen: Mapping[PlaceId, str]) -> list[UnitStep]:
    """Return the steps at places that are seen. A return is of the order that the unit went out with, from anywhere."""
    return [
        UnitStep(
            step.occurred_at,
            step.cause_kind,
            step.cause,
            seen[step.place],
            step.condition.value,
            step.change,
            order.number if order else None,
        )
        for step, order in zip(steps, orders.sold_in(steps), strict=True)
        if step.place in seen
    ]
