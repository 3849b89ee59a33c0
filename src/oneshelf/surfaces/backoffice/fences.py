"""Fences: units of an article at a place that are set apart for one channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.errors import NotFound, Refusal
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantSnapshot
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import FenceId, StandingFence
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.standing import PERMISSION, StandingForm

PAGE = 100
"""Fences on a page."""


@dataclass(frozen=True, slots=True)
class Row:
    """A fence as the page shows it: the names of what it names."""

    fence: StandingFence
    place: str
    code: str
    channel: str
    article: VariantSnapshot


class FenceForm(StandingForm):
    """A fence to be."""

    amount = forms.CharField(label=_("How much to set apart"), max_length=20)
    field_order = ("place", "sku", "channel", "amount")

    def __init__(self, *given: Any, desk: Desk) -> None:
        super().__init__(*given, desk=desk)
        self.fields["channel"].label = _("For the channel")
        self.fields["ends"].help_text = _("Empty: until it is lifted")

    def clean(self) -> dict[str, Any]:
        """Read how much is set apart, in smallest sale units."""
        given = super().clean()
        if given["variant"] is not None and "amount" in given:
            try:
                given["units"] = catalogue.snapshots([given["variant"]])[given["variant"]].unit.parse(
                    given["amount"].strip()
                )
            except ValueError:
                self.add_error("amount", _t("Write a number like 3."))
        return given


@guards.staff_only(PERMISSION)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fences(request: HttpRequest) -> HttpResponse:
    """List the fences at the places where the actor decides, and set another."""
    desk = desk_of(request)
    form = FenceForm(request.POST or None, desk=desk)
    if request.method == "POST" and form.is_valid() and _set(request, desk, form):
        return HttpResponseRedirect(request.path)
    status = 422 if request.method == "POST" else 200
    rows = _rows(desk, request.GET.get("after", ""))
    following = f"?after={rows[PAGE - 1].fence.id}" if len(rows) > PAGE else ""
    return show(
        request,
        "buffers/fences",
        status,
        rows=rows[:PAGE],
        next=following,
        is_first="after" not in request.GET,
        form=form,
    )


@guards.staff_only(PERMISSION)
@require_POST
def lift(request: HttpRequest, fence: UUID) -> HttpResponse:
    """End a fence now, and give what lies in it to everybody."""
    desk = desk_of(request)
    found = inventory.find_fence(desk.market.id, FenceId(fence))
    if found is None:
        raise NotFound(kind=_t("fence"), value=str(fence))
    desk.actor.require(PERMISSION, found.place)
    inventory.lift_fence(FenceId(fence), actor=desk.actor)
    messages.success(request, _t("The fence is lifted."))
    return HttpResponseRedirect(reverse("backoffice:fences"))


def _set(request: HttpRequest, desk: Desk, form: FenceForm) -> bool:
    given = form.cleaned_data
    desk.actor.require(PERMISSION, given["at"])
    try:
        inventory.set_fence(
            desk.market.id,
            given["at"],
            given["variant"],
            given["by"],
            given["units"],
            actor=desk.actor,
            begins=given["begins"],
            ends=given["ends"],
            note=given["note"],
        )
    except Refusal as refusal:
        form.add_error("amount", str(sentences.describe(refusal)))
        return False
    messages.success(request, _t("The fence is set; what nobody was promised goes into it."))
    return True


def _rows(desk: Desk, after: str) -> list[Row]:
    """Return a page of fences, and one more when there are more; what is no fence's mark leads to the first page."""
    mine = desk.places_for(PERMISSION)
    try:
        mark = FenceId(UUID(after)) if after else None
    except ValueError:
        mark = None
    found = inventory.list_fences(desk.market.id, list(mine), after=mark, most=PAGE + 1)
    articles = catalogue.snapshots([each.variant for each in found])
    return [
        Row(
            each,
            place=mine[each.place].name,
            code=mine[each.place].code,
            channel=desk.channels[each.channel].name if each.channel in desk.channels else "",
            article=articles[each.variant],
        )
        for each in found
    ]
