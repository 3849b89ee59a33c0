"""What lies on the shelves, here and nearby, what moved last, and corrections by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import guards
from oneshelf.kernel.errors import Invalid, NotAllowed, NotFound, Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.counts import public as counts
from oneshelf.modules.counts.public import AdjustmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AdjustmentReason, Cause, Level, Movement
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Part
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate import order
from oneshelf.surfaces.associate.desk import Desk
from oneshelf.surfaces.associate.goods import MOST, parse_quantity, picture_of
from oneshelf.ui.ways import ShownWay, shown_way

HITS = 12
MOVEMENTS = 12
NEARBY = 6
"""How many articles, movements and other stores a page shows."""

FORM_FOR_S = 24 * 60 * 60
"""How long a form that was shown can be sent, in seconds."""

_SALT = "oneshelf.associate.correction"
_GAINS = frozenset({AdjustmentReason.FOUND})


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a list, with what this place has of it."""

    known: VariantSnapshot
    picture: str | None
    level: Level | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another store, how far it is in metres, and what it has of an article."""

    place: Place
    distance_m: int
    available: int


@dataclass(frozen=True, slots=True)
class Move:
    """A movement as seen from this place: what it was, what came (or went, below zero), and the other side."""

    what: str
    change: int
    other: str
    movement: Movement


@guards.staff_only("inventory.view")
@require_safe
def search(request: HttpRequest, place: UUID) -> HttpResponse:
    """Find articles by name, SKU or barcode, with what this place has of each."""
    desk = desks.at_place(request, place, "inventory.view")
    text = request.GET.get("q", "").strip()[:100]
    variant = catalogue.find_variant_by_code(text) if text else None
    if variant is not None:
        return redirect("associate:stock_of", desk.place.id, variant)
    found = catalogue.quick_search(text, limit=HITS).hits if text else ()
    shown = {"desk": desk, "text": text, "articles": _articles(desk, [each for hit in found for each in hit.variants])}
    return order.answer(request, "associate/stock.html", shown)


@guards.staff_only("inventory.view")
@never_cache
@require_safe
def stock_of(request: HttpRequest, place: UUID, variant: UUID) -> HttpResponse:
    """Show what this place and those nearby have of an article, and what moved last."""
    desk = desks.at_place(request, place, "inventory.view")
    return _show(request, desk, _known(variant))


@guards.staff_only("inventory.adjust")
@require_POST
def adjust(request: HttpRequest, place: UUID, variant: UUID) -> HttpResponse:
    """Correct what this place has of an article, with a reason."""
    desk = desks.at_place(request, place, "inventory.adjust")
    known = _known(variant)
    try:
        reason, change = _correction(request, known.unit)
        made = counts.correct(
            desk.place.market,
            desk.place.id,
            known.variant,
            change,
            reason=reason,
            actor=desk.actor,
            adjustment=_correction_named(request),
        )
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _show(request, desk, known, refusal)
    if made.state is AdjustmentState.PROPOSED:
        messages.info(request, _("The correction waits for a manager."))
    else:
        messages.success(request, _("The stock is corrected."))
    return redirect("associate:stock_of", desk.place.id, known.variant)


def _show(request: HttpRequest, desk: Desk, known: VariantSnapshot, refusal: Refusal | None = None) -> HttpResponse:
    near = _near(desk.place)
    at = [desk.place.id, *(each.place.id for each in near)]
    levels = {level.place: level for level in inventory.levels(desk.place.market, [known.variant], at)}
    moved = inventory.movements(desk.place.market, desk.place.id, known.variant, limit=MOVEMENTS)
    parts = lots.parts(desk.place.market, [known.variant], [desk.place.id])
    bins = places.bins_by_id([part.bin for part in parts if part.bin]) if parts else {}
    shown: dict[str, Any] = {
        "desk": desk,
        "known": known,
        "home": lots.homes(desk.place.id, [known.variant]).get(known.variant),
        "nameless": desk.adjusts and _has_nameless(known, levels.get(desk.place.id), parts),
        "parts": [(part, bins[part.bin].code if part.bin in bins else "") for part in parts],
        "barcode": catalogue.as_printed(known.gtin) if known.gtin else "",
        "picture": picture_of(known),
        "level": levels.get(desk.place.id) or Level(desk.place.id, known.variant, 0, 0, 0),
        "neighbours": [
            Neighbour(each.place, each.distance_m, getattr(levels.get(each.place.id), "available", 0)) for each in near
        ],
        "ways": [] if _is_here(levels.get(desk.place.id), known) else _ways(desk.place, known),
        "moves": _moves(desk.place, moved),
        "correction": signing.dumps(str(new_id()), salt=_SALT),
        "reasons": [(reason.value, words) for reason, words in _reasons()],
    }
    return order.answer(request, "associate/article.html", shown, refusal)


def _has_nameless(known: VariantSnapshot, level: Level | None, parts: Sequence[Part]) -> bool:
    """Tell whether units lie here whose serial numbers nobody knows, though they should have one."""
    on_hand = level.on_hand if level else 0
    return known.tracks is catalogue.Tracks.SERIALS and on_hand > sum(part.serial for part in parts)


def _ways(here: Place, known: VariantSnapshot) -> list[ShownWay]:
    """Return how one unit of it is had that is not here; what a parcel costs hangs on what else is bought."""
    found = sourcing.ways_elsewhere(here, None, [(known, known.unit.scale)])
    named = places.places_by_id({way.place for way in found if way.place})
    doubts = sourcing.doubts_about(here, found)
    shown = [shown_way(way, named, here.time_zone, doubt) for way, doubt in zip(found, doubts, strict=True)]
    return [replace(each, cost=None) for each in shown]


def _is_here(level: Level | None, known: VariantSnapshot) -> bool:
    return level is not None and level.available >= known.unit.scale


def _near(place: Place) -> list[places.NearbyPlace]:
    if place.position is None:
        return []
    found = places.nearest_places(place.market, place.position, most=NEARBY + 1)
    return [each for each in found if each.place.id != place.id][:NEARBY]


def _articles(desk: Desk, variants: list[VariantId]) -> list[Article]:
    shown = variants[: 2 * HITS]
    known = catalogue.snapshots(shown)
    levels = {level.variant: level for level in inventory.levels(desk.place.market, shown, [desk.place.id])}
    return [Article(known[each], picture_of(known[each], 240), levels.get(each)) for each in shown if each in known]


def _known(variant: UUID) -> VariantSnapshot:
    found = catalogue.snapshots([VariantId(variant)]).get(VariantId(variant))
    if found is None:
        raise NotFound(kind=_("article"), value=str(variant))
    return found


def _correction(request: HttpRequest, unit: Unit) -> tuple[AdjustmentReason, int]:
    """Read why and by how much: a count against what was shown, or so much lost or found. Raises Invalid."""
    named = request.POST.get("reason", "")
    if named not in set(AdjustmentReason):
        raise Invalid(name=_("Reason"), value=named[:40], cure=_("Choose one of the reasons."))
    reason = AdjustmentReason(named)
    given = request.POST.get("quantity", "")
    if reason is AdjustmentReason.COUNTED:
        before = parse_quantity(request.POST.get("before", ""), unit, name=_("Before"))
        change = parse_quantity(given, unit, name=_("Counted")) - before
        if not change:
            raise Invalid(name=_("Counted"), value=given[:40], cure=_("That is what the shelf has already."))
        return reason, change
    quantity = parse_quantity(given, unit, name=_("How many"), least=1, most=MOST)
    return reason, quantity if reason in _GAINS else -quantity


def _correction_named(request: HttpRequest) -> UUID:
    """Read which showing of the forms this is, so that sending one twice corrects once. Raises Invalid."""
    try:
        return UUID(signing.loads(request.POST.get("correction", ""), salt=_SALT, max_age=FORM_FOR_S))
    except signing.BadSignature:
        raise Invalid(name=_("This page"), value="", cure=_("It is too old. Load it again.")) from None


def _moves(place: Place, moved: list[Movement]) -> list[Move]:
    others = {each.to_place if each.from_place == place.id else each.from_place for each in moved}
    known = places.places_by_id(others)
    shown = []
    for each in moved:
        out = each.from_place == place.id
        other = known[each.to_place if out else each.from_place]
        shown.append(Move(_cause(each.cause_kind), -each.quantity if out else each.quantity, other.name, each))
    return shown


def _cause(kind: str) -> str:
    words = {
        Cause.SALE: _("Sold"),
        Cause.FULFILMENT: _("Handed over or sent"),
        Cause.RECEIPT: _("Received"),
        Cause.RETURN: _("Came back"),
        Cause.ADJUSTMENT: _("Corrected"),
        Cause.TRANSFER: _("Moved"),
        Cause.QUARANTINE: _("Kept apart"),
        Cause.CARRY: _("Carried for an order"),
    }
    return words[Cause(kind)]


def _reasons() -> list[tuple[AdjustmentReason, str]]:
    """Why goods are fewer or more than they were, besides that somebody counted them."""
    return [
        (AdjustmentReason.DAMAGED, _("Damaged")),
        (AdjustmentReason.EXPIRED, _("Past its date")),
        (AdjustmentReason.STOLEN, _("Stolen")),
        (AdjustmentReason.FOUND, _("Found")),
    ]
