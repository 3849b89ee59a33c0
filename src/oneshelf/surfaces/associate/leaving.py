"""Parcels: their papers, and the carrier who takes them."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import guards
from oneshelf.kernel.errors import Invalid
from oneshelf.modules.customers import public as customers
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment
from oneshelf.modules.markets import public as markets
from oneshelf.modules.offers import public as offers
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate import order
from oneshelf.ui import paper

LONGEST_CARRIER = 50
LONGEST_TRACKING = 100
"""In characters."""

_STYLE = Path(__file__).parent / "static" / "associate" / "paper.css"


@guards.staff_only("fulfilment.view")
@require_safe
def slip(request: HttpRequest, consignment: UUID) -> HttpResponse:
    """Return the packing slip as PDF, in the customer's language."""
    return _paper(request, consignment, "slip")


@guards.staff_only("fulfilment.view")
@require_safe
def label(request: HttpRequest, consignment: UUID) -> HttpResponse:
    """Return the label for the parcel or the bag as PDF, in the customer's language."""
    return _paper(request, consignment, "label")


@guards.staff_only("fulfilment.ship")
@require_POST
def ship(request: HttpRequest, consignment: UUID) -> HttpResponse:
    """Give a packed parcel to its carrier."""
    desk, found = desks.at_consignment(request, consignment, "fulfilment.ship")

    def send() -> Consignment:
        carrier = _text(request.POST.get("carrier", ""), name=_("Carrier"), least=1, most=LONGEST_CARRIER)
        tracking = _text(request.POST.get("tracking", ""), name=_("Tracking number"), least=0, most=LONGEST_TRACKING)
        return fulfilment.ship(found.id, carrier=carrier, tracking=tracking, actor=desk.actor)

    return order.act(request, desk, found, send)


def _paper(request: HttpRequest, consignment: UUID, kind: str) -> HttpResponse:
    desk, found = desks.at_consignment(request, consignment, "fulfilment.view")
    shown = order.seen(desk, found) | {"market": markets.get_market(found.market)}
    language = customers.language_for(shown["customer"], found.market)
    if kind == "slip":
        shown["coupons"] = offers.slips(offers.earned_by_parcel(found, shown["whole"]), language)
    with override(language):
        return paper.answer(f"{kind}-{found.order_number}", f"associate/paper/{kind}.html", shown, _STYLE)


def _text(text: str, *, name: str, least: int, most: int) -> str:
    """Read a line of text. Raises Invalid when it is too short or long, or holds what cannot be printed."""
    line = text.strip()
    if not least <= len(line) <= most or (line and not line.isprintable()):
        cure = _("Write one line of at most %(most)s characters.") % {"most": most}
        raise Invalid(name=name, value=line[:40], cure=cure)
    return line
