"""Lots and serial numbers of what comes in: read from GS1 codes, or typed from the box."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oneshelf.kernel import guards
from oneshelf.kernel.errors import Invalid
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Tracks
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Batch, Purchase, PurchaseLine, TransferLine
from oneshelf.surfaces.associate import door_scans, incoming
from oneshelf.surfaces.associate.goods import parse_quantity

LONGEST_LOT = 48
"""Characters of a lot's code or a serial number."""


@guards.staff_only("supply.receive")
@require_POST
def arrival_batch(request: HttpRequest, kind: str, document: UUID, line: int) -> HttpResponse:
    """Count units of a lot or with a serial number, as they were typed; with `drop`, take one back."""
    desk, found = incoming.at(request, kind, document, "supply.receive")

    def count() -> int:
        row = next((each for each in found.lines if each.line == line), None)
        if row is None:
            raise supply.NotOnList(article=str(line))
        dropped = request.POST.get("drop", "")[:LONGEST_LOT]
        if not dropped:
            door_scans.add(found, row, _typed(request, row))
        elif isinstance(found, Purchase):
            supply.drop_delivered(found.id, line, dropped)
        else:
            supply.drop_transferred(found.id, line, dropped)
        return line

    return incoming.act(request, desk, kind, found, count)


def _typed(request: HttpRequest, row: PurchaseLine | TransferLine) -> Batch:
    known = catalogue.tracking([row.variant]).get(row.variant)
    serial = known is not None and known.tracks is Tracks.SERIALS
    code, day = request.POST.get("lot", "").strip()[: LONGEST_LOT + 1], request.POST.get("expires_on", "").strip()
    try:
        expires_on = date.fromisoformat(day) if day else None
    except ValueError:
        cure = _("Write a day like 2026-12-31, or leave it empty.")
        raise Invalid(name=_("Expires"), value=day[:20], cure=cure) from None
    if serial:
        return Batch(code, 1, True, expires_on)
    quantity = parse_quantity(request.POST.get("quantity", ""), row.unit, name=_("How many"), least=1)
    return Batch(code, quantity, False, expires_on)
