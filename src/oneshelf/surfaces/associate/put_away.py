"""Putting away what came in: which goods lie in no bin yet, and into which bin they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneshelf.kernel import clock, guards
from oneshelf.kernel.errors import NotAllowed, NotFound, Refusal
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import LotId
from oneshelf.modules.places import public as places
from oneshelf.modules.supply import public as supply
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate import order
from oneshelf.surfaces.associate.desk import Desk
from oneshelf.surfaces.associate.errors import LessLoose
from oneshelf.surfaces.associate.goods import MOST, parse_quantity, picture_of
from oneshelf.surfaces.associate.incoming import LONGEST_CODE, once, scanned, ticket
from oneshelf.ui import formats

LATELY = timedelta(days=7)
"""For how long goods that came in are listed until they lie in a bin. Older ones are found by scanning them."""

MOST_BINS = 24
"""How many bins are shown to be tapped; any other is scanned or typed."""


@dataclass(frozen=True, slots=True)
class Loose:
    """An article of which `units` lie in no bin, and the bin in which it is found, if it has one."""

    known: VariantSnapshot
    picture: str | None
    units: int
    home: str


@guards.staff_only("supply.receive")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def put_away(request: HttpRequest, place: UUID) -> HttpResponse:
    """List what came in lately and lies in no bin; a scan leads to its article."""
    desk = desks.at_place(request, place, "supply.receive")
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            return redirect("associate:put_away_article", desk.place.id, scanned(request))
        except Refusal as refused:
            refusal = refused
    shown = {"desk": desk, "rows": _came_lately(desk), "has_bins": bool(places.list_bins(desk.place.id))}
    return order.answer(request, "associate/put_away.html", shown, refusal)


@guards.staff_only("supply.receive")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def put_away_article(request: HttpRequest, place: UUID, variant: UUID) -> HttpResponse:
    """Put units of an article that lie in no bin into one that is scanned, typed or tapped, or only say its home."""
    desk = desks.at_place(request, place, "supply.receive")
    known = catalogue.snapshots([VariantId(variant)]).get(VariantId(variant))
    if known is None:
        raise NotFound(kind=_("article"), value=str(variant))
    if request.method != "POST":
        return _show(request, desk, known)
    try:
        if request.POST.get("act") == "home":
            lots.set_home(desk.place.id, known.variant, _code(request), actor=desk.actor)
            messages.success(request, _("Where pickers find it is kept."))
            return redirect("associate:put_away_article", desk.place.id, known.variant)
        units, code = _put(request, desk, known)
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _show(request, desk, known, refusal)
    said = {"title": known.title, "units": formats.quantity_text(units, known.unit), "bin": code}
    messages.success(request, _("%(title)s: %(units)s are in %(bin)s.") % said)
    return redirect("associate:put_away", desk.place.id)


@retried
def _put(request: HttpRequest, desk: Desk, known: VariantSnapshot) -> tuple[int, str]:
    """Put away what the form says, once however often it is sent, and make the bin its home when that is asked."""
    units = parse_quantity(request.POST.get("quantity", ""), known.unit, name=_("How many"), least=1, most=MOST)
    code, named = _code(request), request.POST.get("lot", "")[:LONGEST_CODE]
    try:
        inventory.put_away(
            *(desk.place.market, desk.place.id, known.variant, units, code),
            from_bin=lots.NO_BIN,
            lot=_chosen(desk, known, named) if named else None,
            cause=once(request),
            actor=desk.actor,
        )
    except lots.LotNotThere as refusal:
        left = formats.quantity_text(int(refusal.available), known.unit)
        raise LessLoose(title=f"{known.title} {named}".rstrip(), left=left) from refusal
    if request.POST.get("home"):
        lots.set_home(desk.place.id, known.variant, code, actor=desk.actor)
    return units, code


def _code(request: HttpRequest) -> str:
    return request.POST.get("code", "").strip()[:LONGEST_CODE]


def _chosen(desk: Desk, known: VariantSnapshot, named: str) -> LotId:
    """Return the lot that was chosen, wherever it lies by now: no other goes in its stead. Raises LotNotThere."""
    found = lots.find_lots(desk.place.market, [known.variant], named)
    if not found:
        raise lots.LotNotThere(lot=named, wanted=1, available=0)
    return found[0].id


def _show(request: HttpRequest, desk: Desk, known: VariantSnapshot, refusal: Refusal | None = None) -> HttpResponse:
    bins = {each.id: each for each in places.list_bins(desk.place.id)}
    parts = lots.parts(desk.place.market, [known.variant], [desk.place.id])
    home = lots.homes(desk.place.id, [known.variant]).get(known.variant)
    used = {part.bin for part in parts if part.bin}
    first = [each for each in bins.values() if each.id in used or (home and each.id == home.bin)]
    rest = [each for each in bins.values() if each not in first] if len(bins) <= MOST_BINS else []
    loose = _loose(desk, [known])
    shown: dict[str, Any] = {
        "desk": desk,
        "known": known,
        "picture": picture_of(known),
        "units": loose[0].units if loose else 0,
        "home": home,
        "kept": [(part, bins[part.bin].code) for part in parts if part.bin in bins],
        "lots": [("", _("whichever")), *((part.code, part.code) for part in parts if not part.bin and part.code)],
        "bins": sorted(first, key=lambda each: not (home and each.id == home.bin)) + rest,
        "has_bins": bool(bins),
        "once": ticket(),
    }
    return order.answer(request, "associate/put_away_article.html", shown, refusal)


def _loose(desk: Desk, articles: Sequence[VariantSnapshot]) -> list[Loose]:
    """Return those of some articles of which units lie in no bin. Three statements.

    Units that nobody has told apart yet lie in none, so that it is what is on hand without what is in bins.
    """
    variants = [each.variant for each in articles]
    units = {level.variant: level.on_hand for level in inventory.levels(desk.place.market, variants, [desk.place.id])}
    for part in lots.parts(desk.place.market, variants, [desk.place.id]):
        if part.bin:
            units[part.variant] -= part.quantity
    homes = lots.homes(desk.place.id, variants)
    return [
        Loose(
            each,
            picture_of(each, 240),
            units[each.variant],
            homes[each.variant].code if each.variant in homes else "",
        )
        for each in articles
        if units.get(each.variant, 0) > 0
    ]


def _came_lately(desk: Desk) -> list[Loose]:
    came = supply.came_lately(desk.place.id, clock.now() - LATELY)
    known = catalogue.snapshots(came)
    return _loose(desk, [known[each] for each in came if each in known])
