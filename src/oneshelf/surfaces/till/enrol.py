"""Making a browser a till: a manager's task, once for each device."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.till import device

MANAGE = "tills.manage"


class EnrolForm(forms.Form):
    """Where the till stands and what it is called."""

    place = forms.ChoiceField(label=_("Store"))
    name = forms.CharField(
        label=_("Name of the till"),
        max_length=60,
        help_text=_("It stands on receipts and in the lists of the office, such as “Till 2”."),
        widget=forms.TextInput({"autocomplete": "off", "autofocus": True}),
    )

    def __init__(self, stores: list[places.Place], *args: Any) -> None:
        super().__init__(*args)
        self.stores = {str(store.id): store for store in stores}
        chosen = forms.ChoiceField(label=_("Store"), choices=[(key, store.name) for key, store in self.stores.items()])
        self.fields["place"] = chosen


@never_cache
@guards.staff_only(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Ask where the till stands, enrol it, and end the manager's own session on this device."""
    actor = guards.actor_of(request)
    form = EnrolForm(_stores(actor), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        store = form.stores[form.cleaned_data["place"]]
        try:
            _till, token = tills.enrol_till(store.id, _channel(store), form.cleaned_data["name"], actor=actor)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(sentences.describe(refusal)))
        else:
            logout(request)
            response = redirect("till:unlock")
            device.remember(response, token)
            return response
    status = 422 if form.errors else 200
    return render(request, "till/enrol.html", {"form": form}, status=status)


def _stores(actor: Actor) -> list[places.Place]:
    mine = actor.places_for(MANAGE)
    return sorted(
        (
            place
            for market in markets.list_markets()
            for place in places.list_places(market.id)
            if place.sells and (mine is None or place.id in mine)
        ),
        key=lambda place: place.name,
    )


def _channel(store: places.Place) -> markets.ChannelId:
    """Return the market's channel of tills. Raises UnknownChannel."""
    for channel in markets.list_channels(store.market):
        if channel.kind is markets.ChannelKind.TILL and channel.active:
            return channel.id
    raise markets.UnknownChannel(channel=markets.ChannelKind.TILL.value)
