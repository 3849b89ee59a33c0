"""Stacking groups: how promotions go together."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Group
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.promoting.pages import APPROVE, VIEW


class GroupForm(forms.Form):
    """How the promotions of a group go together."""

    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=100)
    order = forms.IntegerField(
        label=_("Order"), min_value=0, max_value=1_000, initial=10, help_text=_("Lower ones are applied first.")
    )
    mode = forms.ChoiceField(
        label=_("How they go together"), choices=[(mode.value, name) for mode, name in promotions.MODE_NAMES.items()]
    )
    choice = forms.ChoiceField(
        label=_("Who wins"), choices=[(choice.value, name) for choice, name in promotions.CHOICE_NAMES.items()]
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


@guards.staff_only(VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest) -> HttpResponse:
    """List the stacking groups in the order in which they are applied; open one, or change one."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    known = promotions.list_groups(desk.market.id)
    chosen = next((each for each in known if str(each.id) == request.GET.get("group", "")), None)
    form = _form(request, chosen)
    refusal = None
    if request.method == "POST":
        desk.actor.require(APPROVE)
        if form.is_valid():
            try:
                _keep(desk, chosen, form)
            except Refusal as wrong:
                refusal = wrong
            else:
                messages.success(request, _t("The group is kept."))
                return redirect("backoffice:promotion_groups")
    return show(
        request,
        "promotions/groups",
        refusal.status if refusal else 422 if request.method == "POST" else 200,
        rows=[(each, promotions.MODE_NAMES[each.mode], promotions.CHOICE_NAMES[each.choice]) for each in known],
        chosen=chosen,
        form=form,
        refused=sentences.describe(refusal) if refusal else None,
        may_approve=desk.actor.may(APPROVE),
    )


def _form(request: HttpRequest, chosen: Group | None) -> GroupForm:
    initial = {name: getattr(chosen, name) for name in GroupForm.base_fields} if chosen else {}
    form = GroupForm(request.POST or None, initial=initial)
    if chosen:
        form.fields["code"].disabled = True
    return form


def _keep(desk: Desk, chosen: Group | None, form: GroupForm) -> None:
    given = form.cleaned_data
    said = {
        "order": given["order"],
        "mode": compiled.Mode(given["mode"]),
        "choice": compiled.Choice(given["choice"]),
        "actor": desk.actor,
    }
    if chosen is None:
        promotions.open_group(desk.market.id, given["code"], given["name"], **said)
    else:
        promotions.change_group(chosen.id, given["name"], version=given["version"] or 0, **said)
