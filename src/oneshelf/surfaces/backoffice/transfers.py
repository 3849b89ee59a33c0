"""Transfers: what goes from place to place, how old it is, and settling what did not arrive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import clock, guards, sentences
from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.ids import new_id
from oneshelf.modules.places import public as places
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Outcome, Sent, Transfer, TransferId
from oneshelf.surfaces.backoffice.choices import offer
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.supplying import LinesField, act

PAGE = 100
"""Transfers on the list."""

FORM_FOR_S = 24 * 60 * 60
"""How long a form that was shown can be sent, in seconds."""

_SALT = "oneshelf.backoffice.settlement"


class TransferForm(forms.Form):
    """A transfer."""

    source = forms.ChoiceField(label=_("From"))
    target = forms.ChoiceField(label=_("Where to"))
    lines = LinesField(
        costs=False, label=_("Articles"), help_text=_("One a line: SKU or barcode, quantity. As in: MILK-1 24")
    )

    def __init__(self, desk: Desk, *args: Any) -> None:
        super().__init__(*args)
        mine = [(each.code, each.name) for each in desk.places_for("supply.transfer").values() if each.counted]
        offer(self, "source", mine)
        offer(self, "target", [(p.code, p.name) for p in desk.own_places.values() if p.counted])


@guards.staff_only("supply.view")
@never_cache
@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """List what is on its way or missing, the oldest first, and what went before."""
    desk = desk_of(request)
    mine = desk.places_for("supply.view")
    seen = [each for each in supply.on_the_way(desk.market.id) if each.source in mine or each.target in mine]
    rest = [
        each
        for each in supply.list_transfers(desk.market.id, limit=PAGE)
        if (each.source in mine or each.target in mine) and each.id not in {one.id for one in seen}
    ]
    now = clock.now()
    return show(
        request,
        "transfers/list",
        rows=[
            (each, _end(desk, each.source), _end(desk, each.target), (now - each.sent_at).days if each.sent_at else 0)
            for each in seen
        ],
        rest=[(each, _end(desk, each.source), _end(desk, each.target)) for each in rest],
        may_send=desk.actor.may_somewhere("supply.transfer"),
    )


@guards.staff_only("supply.transfer")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_transfer(request: HttpRequest) -> HttpResponse:
    """Write a transfer."""
    desk = desk_of(request)
    form = TransferForm(desk, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        source, target = (places.place_by_code(desk.market.id, given[end]) for end in ("source", "target"))
        desk.actor.require("supply.transfer", source.id)
        lines = [Sent(known.variant, quantity) for known, quantity, _cost in given["lines"]]
        try:
            made = supply.draft_transfer(source.id, target.id, lines, actor=desk.actor)
        except (supply.SamePlace, supply.NothingOrdered) as refusal:
            form.add_error(
                "target" if isinstance(refusal, supply.SamePlace) else "lines", str(sentences.describe(refusal))
            )
        else:
            return redirect("backoffice:transfer", made.id)
    return show(request, "transfers/new", 422 if request.method == "POST" else 200, form=form)


@guards.staff_only("supply.view")
@never_cache
@require_safe
def transfer(request: HttpRequest, transfer: UUID) -> HttpResponse:
    """Show a transfer and what is missing of it."""
    desk, found = _at(request, transfer, "supply.view")
    return show(
        request,
        "transfers/page",
        transfer=found,
        source=places.get_place(found.source),
        target=places.get_place(found.target),
        settlements=[(each, supply.OUTCOME_NAMES[each.outcome]) for each in supply.settlements_of(found.id)],
        titles={line.line: line for line in found.lines},
        outcomes=[(each.value, words) for each, words in supply.OUTCOME_NAMES.items()],
        settlement=signing.dumps(str(new_id()), salt=_SALT),
        may_send=desk.actor.may("supply.transfer", found.source),
        may_settle=desk.actor.may("supply.settle", found.target),
    )


@guards.staff_only("supply.transfer")
@require_POST
def change_transfer(request: HttpRequest, transfer: UUID) -> HttpResponse:
    """Send a transfer, or call it off."""
    found = supply.get_transfer(TransferId(transfer))
    desk = desk_of(request)
    desk.actor.require("supply.transfer", found.source)
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "send": (lambda: supply.send_transfer(found.id, actor=desk.actor), _t("The goods are on their way.")),
        "cancel": (lambda: supply.cancel_transfer(found.id, actor=desk.actor), _t("The transfer is called off.")),
    }
    act(request, verbs, request.POST.get("act", ""))
    return redirect("backoffice:transfer", found.id)


@guards.staff_only("supply.settle")
@require_POST
def settle(request: HttpRequest, transfer: UUID, line: int) -> HttpResponse:
    """Say what became of units that did not arrive."""
    found = supply.get_transfer(TransferId(transfer))
    desk = desk_of(request)
    desk.actor.require("supply.settle", found.target)
    row = next((each for each in found.lines if each.line == line), None)

    def write() -> None:
        outcome, text = request.POST.get("outcome", ""), request.POST.get("quantity", "")
        if row is None or outcome not in set(Outcome):
            raise Invalid(name=_t("What became of it"), value=outcome[:40], cure=_t("Choose one of the answers."))
        try:
            quantity = row.unit.parse(text)
            named = UUID(signing.loads(request.POST.get("settlement", ""), salt=_SALT, max_age=FORM_FOR_S))
        except (ValueError, signing.BadSignature):
            raise Invalid(
                name=_t("Quantity"), value=text[:40], cure=_t("Write a number, and load the page again.")
            ) from None
        supply.settle_transfer(found.id, line, quantity, Outcome(outcome), settlement=named, actor=desk.actor)

    act(request, {"settle": (write, _t("It is settled."))}, "settle")
    return redirect("backoffice:transfer", found.id)


def _at(request: HttpRequest, transfer: UUID, permission: str) -> tuple[Desk, Transfer]:
    desk, found = desk_of(request), supply.get_transfer(TransferId(transfer))
    if not desk.actor.may(permission, found.source):
        desk.actor.require(permission, found.target)
    return desk, found


def _end(desk: Desk, place: places.PlaceId) -> str:
    known = desk.own_places.get(place)
    return known.name if known else ""
