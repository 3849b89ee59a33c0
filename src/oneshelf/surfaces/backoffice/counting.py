"""Counts: planning them, how far they are, their differences, and corrections that wait for approval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.actors import ActorKind, names_of
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.counts import public as counts
from oneshelf.modules.counts.public import Basis, Count, CountId, RecountRule
from oneshelf.modules.places import public as places
from oneshelf.surfaces.backoffice.choices import offer
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.supplying import act

_BASES = {
    Basis.OLDEST: _("Longest not counted first"),
    Basis.FASTEST: _("Fastest selling first"),
    Basis.CATEGORY: _("Of a category, longest not counted first"),
}


class PlanForm(forms.Form):
    """A count to be."""

    title = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput({"autocomplete": "off"}))
    place = forms.ChoiceField(label=_("Place"))
    basis = forms.ChoiceField(label=_("Which articles"), choices=[(key.value, words) for key, words in _BASES.items()])
    category = forms.ChoiceField(label=_("Category"), required=False)
    most = forms.IntegerField(label=_("How many articles"), min_value=1, max_value=counts.MOST_LINES, initial=20)
    due_on = forms.DateField(label=_("Due on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    units = forms.IntegerField(
        label=_("Count again above, units"), min_value=0, max_value=10**9, initial=counts.USUAL_RULE.units
    )
    percent = forms.IntegerField(
        label=_("Count again above, percent"), min_value=0, max_value=100, initial=counts.USUAL_RULE.percent
    )

    def __init__(self, desk: Desk, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        mine = desk.places_for("counts.plan").values()
        offer(self, "place", [(each.code, each.name) for each in mine if each.counted])
        tree = [(each.slug, each.name) for each in catalogue.category_tree()]
        offer(self, "category", [("", "–"), *tree])


@guards.staff_only("counts.view")
@never_cache
@require_safe
def counted(request: HttpRequest) -> HttpResponse:
    """List counts, and the corrections that wait for approval."""
    desk = desk_of(request)
    mine = desk.places_for("counts.view")
    waiting = counts.waiting(desk.market.id, list(mine))
    known = catalogue.snapshots([each.variant for each in waiting])
    people = names_of(ActorKind.STAFF, {each.proposed_by for each in waiting if each.proposed_by})
    found = counts.list_counts(desk.market.id, places=list(mine), limit=100)
    return show(
        request,
        "counts/list",
        rows=[(each, mine[each.place]) for each in found],
        waiting=[
            (each, known.get(each.variant), mine[each.place], people.get(each.proposed_by or each.id, ""))
            for each in waiting
        ],
        may_plan=desk.actor.may_somewhere("counts.plan"),
        may_decide=desk.actor.may_somewhere("counts.approve"),
    )


@guards.staff_only("counts.plan")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a count."""
    desk = desk_of(request)
    form = PlanForm(desk, request.POST or None, initial={"due_on": desk.today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        at = places.place_by_code(desk.market.id, given["place"])
        desk.actor.require("counts.plan", at.id)
        basis = Basis(given["basis"])
        try:
            chosen = counts.articles_to_count(
                desk.market.id, at.id, basis, most=given["most"], category=given["category"]
            )
            rule = RecountRule(given["units"], given["percent"], counts.USUAL_RULE.value)
            made = counts.plan_count(
                at.id, chosen, title=given["title"], due_on=given["due_on"], basis=basis, rule=rule, actor=desk.actor
            )
        except Refusal as refusal:
            form.add_error("category" if basis is Basis.CATEGORY else "place", str(sentences.describe(refusal)))
        else:
            return redirect("backoffice:count", made.id)
    return show(request, "counts/plan", 422 if request.method == "POST" else 200, form=form)


@guards.staff_only("counts.view")
@never_cache
@require_safe
def count(request: HttpRequest, count: UUID) -> HttpResponse:
    """Show how far a count is, and what its articles differ by."""
    desk, found = _at(request, count, "counts.view")
    people = names_of(ActorKind.STAFF, {each.counter for line in found.lines for each in line.rounds})
    return show(
        request,
        "counts/page",
        count=found,
        place=places.get_place(found.place),
        rows=[(line, [(people.get(each.counter, ""), each) for each in line.rounds]) for line in found.lines],
        differing=sum(bool(line.difference) for line in found.lines),
        may_plan=desk.actor.may("counts.plan", found.place) and found.state is counts.CountState.OPEN,
    )


@guards.staff_only("counts.plan")
@require_POST
def change_count(request: HttpRequest, count: UUID) -> HttpResponse:
    """Settle a count, with or without what is not agreed, or call it off."""
    desk, found = _at(request, count, "counts.plan")
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "settle": (lambda: counts.settle_count(found.id, actor=desk.actor), _t("The count is settled.")),
        "settle-agreed": (
            lambda: counts.settle_count(found.id, leave_rest=True, actor=desk.actor),
            _t("What is agreed is settled."),
        ),
        "cancel": (lambda: counts.cancel_count(found.id, actor=desk.actor), _t("The count is called off.")),
    }
    act(request, verbs, request.POST.get("act", ""))
    return redirect("backoffice:count", found.id)


@guards.staff_only("counts.view")
@require_POST
def decide(request: HttpRequest, correction: UUID) -> HttpResponse:
    """Approve a correction that waits, or turn it down; who may is decided by its value."""
    desk = desk_of(request)
    desk.actor.require("counts.view", counts.get_adjustment(correction).place)
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "approve": (lambda: counts.approve(correction, actor=desk.actor), _t("The correction is posted.")),
        "reject": (lambda: counts.reject(correction, actor=desk.actor), _t("The correction is turned down.")),
    }
    act(request, verbs, request.POST.get("act", ""))
    return redirect("backoffice:counts")


def _at(request: HttpRequest, count: UUID, permission: str) -> tuple[Desk, Count]:
    desk, found = desk_of(request), counts.get_count(CountId(count))
    desk.actor.require(permission, found.place)
    return desk, found
