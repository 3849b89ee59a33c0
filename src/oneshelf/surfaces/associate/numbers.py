"""Naming the units on a shelf that came in before anybody asked for their serial numbers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneshelf.kernel import guards
from oneshelf.kernel.errors import NotAllowed, NotFound, Refusal
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate import order
from oneshelf.surfaces.associate.desk import Desk
from oneshelf.surfaces.associate.errors import NotItsNumber
from oneshelf.surfaces.associate.goods import picture_of
from oneshelf.surfaces.associate.incoming import LONGEST_CODE

_GS1 = ("]", "(")
"""How a code begins that says what its parts are: one that cannot be read is no number."""

MOST_SHOWN = 50
"""How many numbers the page lists, the last named first."""


@guards.staff_only("inventory.adjust")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest, place: UUID, variant: UUID) -> HttpResponse:
    """Show how many units of an article have no number here; each scan gives one of them its own."""
    desk = desks.at_place(request, place, "inventory.adjust")
    known = catalogue.snapshots([VariantId(variant)]).get(VariantId(variant))
    if known is None:
        raise NotFound(kind=_("article"), value=str(variant))
    if request.method != "POST":
        return _show(request, desk, known)
    try:
        number = _number(request.POST.get("code", "").strip()[:LONGEST_CODE], known)
        inventory.name_unit(desk.place.market, desk.place.id, known.variant, number, actor=desk.actor)
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _show(request, desk, known, refusal)
    messages.success(request, _("One unit is %(number)s from now on.") % {"number": number})
    return redirect("associate:numbers", desk.place.id, known.variant)


def _number(code: str, known: VariantSnapshot) -> str:
    """Return the serial number in a GS1 code of the article, or what else was scanned or typed.

    Raises NotItsNumber for the article's own barcode, for what is on another article, and for what was misread.
    """
    try:
        said = catalogue.read_scan(code)
    except (catalogue.NotABarcode, catalogue.WrongCheckDigit):
        if code.startswith(_GS1):
            raise NotItsNumber(value=code, title=known.title) from None
        return code
    article = catalogue.find_variant_by_barcode(said.gtin)
    if article is None and not said.serial:
        return code  # a number that only looks like a barcode: nobody has that one
    if article != known.variant or not said.serial:
        raise NotItsNumber(value=code, title=known.title)
    return said.serial


def _show(request: HttpRequest, desk: Desk, known: VariantSnapshot, refusal: Refusal | None = None) -> HttpResponse:
    parts = lots.parts(desk.place.market, [known.variant], [desk.place.id])
    on_hand = sum(each.on_hand for each in inventory.levels(desk.place.market, [known.variant], [desk.place.id]))
    named = sorted((part for part in parts if part.serial), key=lambda part: str(part.lot), reverse=True)
    shown = {
        "desk": desk,
        "known": known,
        "picture": picture_of(known),
        "is_numbered": known.tracks is catalogue.Tracks.SERIALS,
        "on_hand": on_hand,
        "nameless": on_hand - len(named),
        "count": len(named),
        "named": named[:MOST_SHOWN],
    }
    return order.answer(request, "associate/numbers.html", shown, refusal)
