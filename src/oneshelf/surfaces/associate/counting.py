"""Counting blind: each scan is one more, and nobody is told what the book says."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import guards
from oneshelf.kernel.errors import NotAllowed, NotFound, Refusal
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.counts import public as counts
from oneshelf.modules.counts.public import BlindLine, Count, CountId, LineState
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate import order
from oneshelf.surfaces.associate.desk import Desk
from oneshelf.surfaces.associate.goods import parse_quantity, picture_of
from oneshelf.surfaces.associate.incoming import once, scanned, ticket


@guards.staff_only("counts.count")
@never_cache
@require_safe
def counting(request: HttpRequest, count: UUID) -> HttpResponse:
    """Show what is to be counted, and what the person has counted so far."""
    desk, found = _at(request, count)
    return _show(request, desk, found)


@guards.staff_only("counts.count")
@require_POST
def count_scan(request: HttpRequest, count: UUID) -> HttpResponse:
    """Count one more of what was scanned; what is weighed is shown large, to be typed."""
    desk, found = _at(request, count)

    def add() -> int:
        variant = scanned(request)
        line = next((each for each in found.lines if each.variant == variant), None)
        known = catalogue.snapshots([variant]).get(variant)
        if line is None:
            raise counts.NotInCount(article=known.title if known else str(variant))
        if line.unit is Unit.EACH:
            counts.scan(found.id, variant, scan=once(request), actor=desk.actor)
        return line.line

    return _act(request, desk, found, add)


@guards.staff_only("counts.count")
@require_POST
def count_line(request: HttpRequest, count: UUID, line: int) -> HttpResponse:
    """Write how much there is of a line; with `done`, say that this is all of it."""
    desk, found = _at(request, count)

    def write() -> int | None:
        row = next((each for each in found.lines if each.line == line), None)
        if row is None:
            raise counts.NotInCount(article=str(line))
        quantity = parse_quantity(request.POST.get("quantity", ""), row.unit, name=row.title)
        counts.type_quantity(found.id, line, quantity, actor=desk.actor)
        if not request.POST.get("done"):
            return line
        if counts.finish_line(found.id, line, actor=desk.actor) is LineState.AGREED:
            messages.success(request, _("“%(title)s” is counted.") % {"title": row.title})
        else:
            messages.info(request, _("“%(title)s”: a colleague counts it once more.") % {"title": row.title})
        return None

    return _act(request, desk, found, write)


def _at(request: HttpRequest, count: UUID) -> tuple[Desk, Count]:
    found = counts.get_count(CountId(count))
    return desks.at_place(request, found.place, "counts.count"), found


def _act(request: HttpRequest, desk: Desk, found: Count, verb: Callable[[], int | None]) -> HttpResponse:
    try:
        line = verb()
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _show(request, desk, counts.get_count(found.id), refusal)
    there = redirect("associate:counting", found.id)
    if line is not None:
        there["Location"] += f"?line={line}"
    return there


def _show(request: HttpRequest, desk: Desk, found: Count, refusal: Refusal | None = None) -> HttpResponse:
    known = catalogue.snapshots([line.variant for line in found.lines])
    assert desk.actor.id is not None, "staff has an id"
    lines = counts.blind_lines(found, desk.actor.id)
    asked = request.GET.get("line", "")
    chosen = [each for each in lines if str(each.line) == asked and each.open_to_me]
    current: BlindLine | None = next(iter(chosen or [each for each in lines if each.open_to_me]), None)
    shown = {
        "desk": desk,
        "count": found,
        "rows": [(each, picture_of(known.get(each.variant), 240)) for each in lines],
        "current": current,
        "picture": picture_of(known.get(current.variant)) if current else None,
        "agreed": found.agreed,
        "open": found.state is counts.CountState.OPEN,
        "once": ticket(),
    }
    return order.answer(request, "associate/counting.html", shown, refusal)
