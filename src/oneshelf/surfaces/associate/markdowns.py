"""What is to be marked down today, and the stickers for it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import clock, guards
from oneshelf.kernel.errors import Invalid, NotFound
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Tracks
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import MarkedDown
from oneshelf.modules.lots import public as lots
from oneshelf.modules.markets import public as markets
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate import order
from oneshelf.surfaces.associate.desk import Desk
from oneshelf.ui import paper

SOON = timedelta(days=7)
"""How long before its last day of sale a lot is listed; one that a ladder has reached is listed from then on."""

LONGEST_LADDER = timedelta(days=366)
"""How far ahead ladders look."""

MOST_STICKERS = 100
"""How many stickers are printed at once."""

_LOT_ON_A_STICKER = re.compile(r"[A-Za-z0-9._/-]{1,20}")
_STYLE = Path(__file__).parent / "static" / "associate" / "paper.css"


@guards.staff_only("inventory.view")
@never_cache
@require_safe
def expiring(request: HttpRequest, place: UUID) -> HttpResponse:
    """List the lots of this place that are sold for the last time soon, with what ladders take off them today."""
    desk, now = desks.at_place(request, place, "inventory.view"), clock.now()
    rows = [
        (each, each.lot.sell_until <= now)
        for each in _marked_down(desk)
        if each.lot.sell_until <= now + SOON or each.ladder
    ]
    return order.answer(request, "associate/expiring.html", {"desk": desk, "rows": rows})


@guards.staff_only("inventory.view")
@never_cache
@require_safe
def stickers(request: HttpRequest, place: UUID, lot: UUID) -> HttpResponse:
    """Return stickers for units of a lot as PDF: `units` of them, or as many as lie here.

    What the barcode says is the article, its last day and the lot: what it costs, the till works out on its day. Raises
    NotFound for a lot that does not lie here, or is not marked down today.
    """
    desk = desks.at_place(request, place, "inventory.view")
    found = next((each for each in _marked_down(desk) if each.lot.lot == lot), None)
    if found is None or not found.ladder or not found.snapshot.gtin or found.snapshot.tracks is not Tracks.LOTS:
        raise NotFound(kind="barcode", value=str(lot))
    market = markets.get_market(desk.place.market)
    shown = {
        "marked": found,
        "code": _code(found),
        "gtin": catalogue.as_printed(found.snapshot.gtin),
        "units": range(_units(request, found)),
    }
    with override(market.default_language):
        return paper.answer(f"stickers-{found.snapshot.sku}", "associate/paper/stickers.html", shown, _STYLE)


def _marked_down(desk: Desk) -> list[MarkedDown]:
    found = lots.expiring(desk.place.market, [desk.place.id], until=clock.now() + LONGEST_LADDER)
    return checkout.marked_down(desk.place, found)


def _code(found: MarkedDown) -> str:
    """Return what a sticker says to a scanner, as people read it; a lot that GS1 codes cannot hold is left out."""
    lot = f"(10){found.lot.code}" if _LOT_ON_A_STICKER.fullmatch(found.lot.code) else ""
    return f"(01){found.snapshot.gtin}(17){found.lot.expires_on:%y%m%d}{lot}"


def _units(request: HttpRequest, found: MarkedDown) -> int:
    here = -(-found.lot.quantity // found.snapshot.unit.scale)
    text = request.GET.get("units", "").strip()
    if not text:
        return min(here, MOST_STICKERS)
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= MOST_STICKERS):
        cure = _("Print from 1 to %(most)s at once.") % {"most": MOST_STICKERS}
        raise Invalid(name=_("Stickers"), value=text[:40], cure=cure)
    return int(text)
