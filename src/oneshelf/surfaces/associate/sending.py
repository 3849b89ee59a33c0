"""Sending goods to another place: put together by scanner, then on their way."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import guards
from oneshelf.kernel.errors import NotAllowed, NotFound, Refusal
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId, PlaceKind
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Transfer, TransferId
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate import order
from oneshelf.surfaces.associate.desk import Desk
from oneshelf.surfaces.associate.goods import parse_quantity, picture_of
from oneshelf.surfaces.associate.incoming import scanned

_ENDS = frozenset({PlaceKind.STORE, PlaceKind.WAREHOUSE})


@guards.staff_only("supply.transfer")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin_transfer(request: HttpRequest, place: UUID) -> HttpResponse:
    """Ask where goods are to go, and begin a transfer to there."""
    desk = desks.at_place(request, place, "supply.transfer")
    others = [each for each in places.list_places(desk.place.market, _ENDS) if each.id != desk.place.id]
    shown = {"desk": desk, "targets": [(str(each.id), each.name) for each in others]}
    if request.method != "POST":
        return order.answer(request, "associate/send.html", shown)
    try:
        target = next((each.id for each in others if str(each.id) == request.POST.get("to", "")), None)
        if target is None:
            raise supply.SamePlace()
        begun = supply.draft_transfer(desk.place.id, target, actor=desk.actor)
    except supply.SamePlace as refusal:
        return order.answer(request, "associate/send.html", shown, refusal)
    return redirect("associate:sending", begun.id)


@guards.staff_only("supply.view")
@never_cache
@require_safe
def sending(request: HttpRequest, transfer: UUID) -> HttpResponse:
    """Show what is in a transfer that leaves here."""
    desk, found = _at(request, transfer, "supply.view")
    return _show(request, desk, found)


@guards.staff_only("supply.transfer")
@require_POST
def sending_scan(request: HttpRequest, transfer: UUID) -> HttpResponse:
    """Put one more of what was scanned in; of what is weighed, one whole unit, to be corrected."""
    desk, found = _at(request, transfer, "supply.transfer")

    def put() -> None:
        variant = scanned(request)
        known = catalogue.snapshots([variant])[variant]
        supply.put_in(found.id, variant, 1 if known.unit is Unit.EACH else known.unit.scale)

    return _act(request, desk, found, put)


@guards.staff_only("supply.transfer")
@require_POST
def sending_line(request: HttpRequest, transfer: UUID, line: int) -> HttpResponse:
    """Write how much of a line is in; nothing takes it out."""
    desk, found = _at(request, transfer, "supply.transfer")

    def write() -> None:
        row = next((each for each in found.lines if each.line == line), None)
        if row is None:
            raise supply.NotOnList(article=str(line))
        supply.correct_line(found.id, line, parse_quantity(request.POST.get("quantity", ""), row.unit, name=row.title))

    return _act(request, desk, found, write)


@guards.staff_only("supply.transfer")
@require_POST
def send(request: HttpRequest, transfer: UUID) -> HttpResponse:
    """Let it leave."""
    desk, found = _at(request, transfer, "supply.transfer")

    def leave() -> None:
        supply.send_transfer(found.id, actor=desk.actor)
        messages.success(request, _("%(number)s is on its way.") % {"number": found.number})

    return _act(request, desk, found, leave, then="associate:goods")


@guards.staff_only("supply.transfer")
@require_POST
def call_off(request: HttpRequest, transfer: UUID) -> HttpResponse:
    """Call a transfer off that has not left."""
    desk, found = _at(request, transfer, "supply.transfer")

    def end() -> None:
        supply.cancel_transfer(found.id, actor=desk.actor)

    return _act(request, desk, found, end, then="associate:goods")


def _at(request: HttpRequest, transfer: UUID, permission: str) -> tuple[Desk, Transfer]:
    found = supply.get_transfer(TransferId(transfer))
    return desks.at_place(request, PlaceId(found.source), permission), found


def _act(
    request: HttpRequest, desk: Desk, found: Transfer, verb: Callable[[], None], then: str = "associate:sending"
) -> HttpResponse:
    try:
        verb()
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _show(request, desk, supply.get_transfer(found.id), refusal)
    return redirect(then, found.id if then == "associate:sending" else desk.place.id)


def _show(request: HttpRequest, desk: Desk, found: Transfer, refusal: Refusal | None = None) -> HttpResponse:
    known = catalogue.snapshots([line.variant for line in found.lines])
    shown = {
        "desk": desk,
        "transfer": found,
        "target": places.get_place(found.target),
        "rows": [(each, picture_of(known.get(each.variant), 240)) for each in found.lines],
        "open": found.state is supply.TransferState.DRAFT,
    }
    return order.answer(request, "associate/sending.html", shown, refusal)
