"""One lot or serial number: what became of it, and where its units are now."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import guards
from oneshelf.kernel.errors import NotFound
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.inventory.public import Cause
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import LotId, Step
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderSummary
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place, PlaceId, PlaceKind
from oneshelf.surfaces.backoffice import apart
from oneshelf.surfaces.backoffice.desk import OWN_KINDS, Desk, desk_of, show

STEPS = 200
"""How many steps of a history are shown. A serial number has a handful; a lot that is sold piece by piece has more."""

WORDS: dict[str, str | Promise] = {
    Cause.SALE: _("Sold"),
    Cause.FULFILMENT: _("Handed over or shipped"),
    Cause.RECEIPT: _("Received"),
    Cause.RETURN: _("Returned by a customer"),
    Cause.ADJUSTMENT: _("Corrected by hand"),
    Cause.TRANSFER: _("Moved between places"),
    Cause.CARRY: _("Brought to its customer’s store"),
    Cause.QUARANTINE: _("Kept apart, or let go again"),
    "put_away": _("Laid into a bin"),
    "naming": _("Given its number"),
    "tracking": _("Told apart from here on"),
}
"""What people call what happened, by the kind of its cause."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to the units: `change` is how many a place gained or lost; `order` is the one they went out for."""

    step: Step
    words: str | Promise
    place: Place
    condition: str | Promise
    order: OrderSummary | None
    href: str


@guards.staff_only("inventory.view")
@never_cache
@require_safe
def unit(request: HttpRequest, lot: UUID) -> HttpResponse:
    """Show a lot's or serial number's history and whereabouts, as far as they are of places that the actor sees."""
    desk = desk_of(request)
    found = lots.lots_by_id(desk.market.id, [LotId(lot)]).get(LotId(lot))
    steps = lots.history(found.id, limit=STEPS + 1) if found else []
    seen = _seen(desk, {each.place for each in steps})
    if found is None or not any(place.kind in OWN_KINDS for place in seen.values()):
        raise NotFound(kind=_t("lot or serial number"), value=str(lot))
    parts = [part for part in lots.whereabouts([found.id]) if part.place in seen]
    bins = places.bins_by_id([part.bin for part in parts if part.bin])
    events = _events(desk, steps[:STEPS], seen)
    sold = events[-1] if found.serial and not parts and events[-1].order else None
    return show(
        request,
        "stock/unit",
        here=reverse("backoffice:stock"),
        unit=found,
        article=catalogue.snapshots([found.variant])[found.variant],
        parts=[
            (part, seen[part.place], bins[part.bin].code if part.bin in bins else "", apart.CONDITIONS[part.condition])
            for part in parts
        ],
        events=events,
        sold=sold,
        may_refund=sold is not None and sold.order is not None and desk.actor.may("orders.refund", sold.order.place),
        most=STEPS if len(steps) > STEPS else None,
    )


def _seen(desk: Desk, steps_at: set[PlaceId]) -> dict[PlaceId, Place]:
    """Return the places whose stock the actor sees, and the one for what is between two of them."""
    return {
        key: place
        for key, place in places.places_by_id(steps_at).items()
        if place.kind is PlaceKind.IN_TRANSIT or desk.actor.may("inventory.view", key)
    }


def _events(desk: Desk, steps: list[Step], seen: dict[PlaceId, Place]) -> list[Event]:
    """Return the steps at places that are seen. A return is of the order that the unit went out with, from anywhere."""
    return [
        Event(
            step,
            WORDS.get(step.cause_kind, step.cause_kind),
            seen[step.place],
            apart.CONDITIONS[step.condition],
            order,
            _page_of(desk, order),
        )
        for step, order in zip(steps, orders.sold_in(steps), strict=True)
        if step.place in seen
    ]


def _page_of(desk: Desk, order: OrderSummary | None) -> str:
    seen = order is not None and desk.actor.may("orders.view", order.place)
    return reverse("backoffice:order", args=[order.id]) if order and seen else ""
