"""Price lists over the base list: for a channel, a place or a group of customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets.public import ChannelId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import ListCode, PriceList, Scope
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show

VIEW, EDIT = "pricing.view", "pricing.edit"


@dataclass(frozen=True, slots=True)
class Row:
    """A list as the page shows it, with the names of what its scope names."""

    known: PriceList
    channel: str
    place: str
    group: str


class ListForm(forms.Form):
    """A list to be."""

    name = forms.CharField(label=_("Name"), max_length=100)
    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("For programs and files, like web-only. It stays.")
    )
    rank = forms.IntegerField(
        label=_("Rank"), min_value=1, max_value=10_000, help_text=_("Of all lists that fit a sale, the highest counts.")
    )
    channel = forms.ChoiceField(label=_("For the channel"), required=False)
    place = forms.ChoiceField(label=_("For sales at"), required=False)
    group = forms.ChoiceField(label=_("For the group"), required=False)

    def __init__(self, *given: Any, desk: Desk) -> None:
        super().__init__(*given)
        self._offer("channel", [(str(key), each.name) for key, each in desk.channels.items()])
        self._offer("place", [(str(key), each.name) for key, each in desk.own_places.items() if each.sells])
        self._offer("group", [(str(each.id), each.name) for each in customers.list_groups()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _t("Any")), *choices]

    @property
    def scope(self) -> Scope:
        """The sales that it is for."""
        given = {name: self.cleaned_data[name] or None for name in ("channel", "place", "group")}
        known = {name: None if text is None else UUID(text) for name, text in given.items()}
        return Scope(
            ChannelId(known["channel"]) if known["channel"] else None,
            PlaceId(known["place"]) if known["place"] else None,
            customers.GroupId(known["group"]) if known["group"] else None,
        )


@guards.staff_only(VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def price_lists(request: HttpRequest) -> HttpResponse:
    """List the market's price lists by rank, and open another."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    form = ListForm(request.POST or None, desk=desk)
    if request.method == "POST":
        desk.actor.require(EDIT)
        if form.is_valid() and _opened(request, desk, form):
            return redirect("backoffice:price_lists")
    return show(
        request,
        "prices/lists",
        422 if request.method == "POST" else 200,
        rows=_rows(desk),
        form=form,
        may_edit=desk.actor.may(EDIT),
    )


@guards.staff_only(EDIT)
@require_POST
def close_list(request: HttpRequest, code: str) -> HttpResponse:
    """Let a list count no more."""
    desk = desk_of(request)
    desk.actor.require(EDIT)
    try:
        pricing.close_price_list(desk.market.id, ListCode(code), actor=desk.actor)
    except pricing.BadPriceList as refusal:
        messages.error(request, str(sentences.describe(refusal)))
    else:
        messages.success(request, _t("The list counts no more."))
    return redirect("backoffice:price_lists")


def _opened(request: HttpRequest, desk: Desk, form: ListForm) -> bool:
    given = form.cleaned_data
    try:
        pricing.open_price_list(
            desk.market.id, given["code"], given["name"], form.scope, given["rank"], actor=desk.actor
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(sentences.describe(refusal)))
        return False
    messages.success(request, _t("The list is open. It has no prices yet."))
    return True


def _rows(desk: Desk) -> list[Row]:
    found = pricing.price_lists(desk.market.id)
    groups = customers.group_names({each.scope.group for each in found if each.scope.group})
    # a place that was archived meanwhile is still what its list is for
    stores = places.places_by_id(each.scope.place for each in found if each.scope.place)
    return [
        Row(
            each,
            channel=desk.channels[each.scope.channel].name if each.scope.channel else "",
            place=stores[each.scope.place].name if each.scope.place else "",
            group=groups[each.scope.group] if each.scope.group else "",
        )
        for each in found
    ]
