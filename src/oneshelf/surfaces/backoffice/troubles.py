"""Cases: what went wrong with orders and waits for a person."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import clock, guards
from oneshelf.kernel.actors import ActorKind, names_of
from oneshelf.modules.cases import public as cases
from oneshelf.modules.cases.public import Case, CaseId
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.places import public as places
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.supplying import act


@guards.staff_only("cases.view")
@never_cache
@require_safe
def troubles(request: HttpRequest) -> HttpResponse:
    """List what waits to be settled, the shortest clock first; `?mine=1` and `?kind=` narrow it."""
    desk, now = desk_of(request), clock.now()
    mine, kind = request.GET.get("mine") == "1", request.GET.get("kind", "")
    found = cases.to_settle(
        desk.market.id,
        places=desk.narrowed_to("cases.view"),
        kind=cases.Kind(kind) if kind in set(cases.Kind) else None,
        assigned_to=desk.actor.id if mine else None,
    )
    known = places.places_by_id({each.place for each in found if each.place})
    articles = catalogue.snapshots([each.variant for each in found if each.variant])
    people = names_of(ActorKind.STAFF, {each.assigned_to for each in found if each.assigned_to})
    rows = [
        (
            each,
            cases.KIND_NAMES[each.kind],
            known.get(each.place) if each.place else None,
            articles.get(each.variant) if each.variant else None,
            people.get(each.assigned_to, "") if each.assigned_to else "",
            each.due_at < now,
        )
        for each in found
    ]
    may = desk.actor.may_somewhere("cases.settle")
    return show(request, "cases/list", rows=rows, mine=mine, kind=kind, kinds=cases.KIND_NAMES, may_settle=may)


@guards.staff_only("cases.settle")
@require_POST
def change(request: HttpRequest, case: UUID) -> HttpResponse:
    """Take a case over, settle it, or choose a way out for its customer."""
    desk, found = _seen(request, case)
    wanted = request.POST.get("act", "")
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "mine": (lambda: cases.assign(found.id, desk.actor.id, actor=desk.actor), _t("The case is yours.")),
        "solve": (lambda: cases.settle(found.id, solved=True, actor=desk.actor), _t("The case is solved.")),
        "close": (lambda: cases.settle(found.id, solved=False, actor=desk.actor), _t("The case is closed.")),
    }
    for way in found.alternatives:
        verbs[f"way-{way.number}"] = (_choose(found, way.number, desk), _t("It is done as the customer wants it."))
    act(request, verbs, wanted)
    return redirect("backoffice:cases")


def _choose(found: Case, number: int, desk: Desk) -> Callable[[], object]:
    return lambda: cases.choose(found.id, number, actor=desk.actor)


def _seen(request: HttpRequest, case: UUID) -> tuple[Desk, Case]:
    desk, found = desk_of(request), cases.get_case(CaseId(case))
    desk.actor.require("cases.settle", found.place)
    return desk, found
