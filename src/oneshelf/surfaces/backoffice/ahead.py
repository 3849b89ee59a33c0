"""What is sold before it is there: pre-orders and back-orders of an article at a place."""

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
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AHEAD_NAMES, AheadId, AheadKind, AheadRule, AheadTerms
from oneshelf.surfaces.backoffice.choices import offer
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.moments import MomentField, read_on_clocks_of
from oneshelf.ui.formats import quantity_text

PERMISSION = "inventory.ahead"


@dataclass(frozen=True, slots=True)
class Row:
    """What is sold ahead as the page shows it; `promised` units of it wait for goods.

    It `sells_nothing` while nobody can say when more would come.
    """

    rule: AheadRule
    kind: Any
    place: str
    code: str
    article: VariantSnapshot
    promised: int
    sells_nothing: bool


class TermsForm(forms.Form):
    """On what terms an article is sold ahead."""

    kind = forms.ChoiceField(
        label=_("How it is sold"), choices=[(key.value, name) for key, name in AHEAD_NAMES.items()]
    )
    amount = forms.CharField(label=_("At most so many beyond the shelf"), max_length=20)
    expected_on = forms.DateField(
        label=_("Expected on"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("A pre-order needs a day; a back-order takes it when no delivery is known."),
    )
    lead_days = forms.IntegerField(
        label=_("Or so many days after it is ordered"),
        required=False,
        min_value=1,
        max_value=365,
        help_text=_("For back-orders that no delivery covers."),
    )
    ends = MomentField(label=_("Until"), help_text=_("Empty: until you end it"))
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def __init__(self, *given: Any, desk: Desk, article: VariantSnapshot | None = None, **more: Any) -> None:
        super().__init__(*given, **more)
        self.article = article
        read_on_clocks_of(desk.zone, self)

    def clean(self) -> dict[str, Any]:
        """Read the units in smallest sale units."""
        given: dict[str, Any] = super().clean() or {}
        if self.article is not None and "amount" in given:
            try:
                given["units"] = self.article.unit.parse(given["amount"].strip())
            except ValueError:
                self.add_error("amount", _t("Write a number like 3."))
        return given

    @property
    def terms(self) -> AheadTerms:
        """What a valid form says."""
        given = self.cleaned_data
        return AheadTerms(AheadKind(given["kind"]), given["units"], given["expected_on"], given["lead_days"])


class AheadForm(TermsForm):
    """An article to be sold ahead at a place."""

    place = forms.ChoiceField(label=_("Where it comes in"))
    sku = forms.CharField(label=_("SKU"), max_length=100)
    begins = MomentField(label=_("From"), help_text=_("Empty: now"))
    field_order = ("place", "sku", "kind", "amount", "expected_on", "lead_days", "begins")

    def __init__(self, *given: Any, desk: Desk) -> None:
        super().__init__(*given, desk=desk)
        self._places = desk.places_for(PERMISSION)
        named = [(each.code, each.name) for each in self._places.values()]
        offer(self, "place", named)

    def clean(self) -> dict[str, Any]:
        """Find the article and the place."""
        sku = self.cleaned_data.get("sku", "").strip()
        variant = catalogue.variants_by_sku([sku]).get(sku) if sku else None
        self.article = catalogue.snapshots([variant])[variant] if variant else None
        if sku and variant is None:
            self.add_error("sku", _t("There is no such article."))
        given = super().clean()
        given["at"] = next((key for key, each in self._places.items() if each.code == given.get("place")), None)
        return given


@guards.staff_only(PERMISSION)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ahead(request: HttpRequest) -> HttpResponse:
    """List what is sold ahead where the actor decides, and sell something else ahead."""
    desk = desk_of(request)
    form = AheadForm(request.POST or None, desk=desk)
    if request.method == "POST" and form.is_valid() and _sell(request, desk, form):
        return HttpResponseRedirect(request.path)
    return show(request, "ahead/list", 422 if request.method == "POST" else 200, rows=_rows(desk), form=form)


@guards.staff_only(PERMISSION)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, rule: UUID) -> HttpResponse:
    """Show on what terms something is sold ahead, and change them."""
    desk, found = _of(request, rule)
    article = catalogue.snapshots([found.variant])[found.variant]
    form = TermsForm(request.POST or None, desk=desk, article=article, initial=_initial(found, article, desk))
    if request.method == "POST" and form.is_valid() and _revise(request, desk, found, form):
        return HttpResponseRedirect(reverse("backoffice:ahead"))
    status = 422 if request.method == "POST" else 200
    place = desk.place(found.place)
    return show(request, "ahead/terms", status, rule=found, article=article, place=place, form=form)


@guards.staff_only(PERMISSION)
@require_POST
def end(request: HttpRequest, rule: UUID) -> HttpResponse:
    """Sell something ahead no more; what was promised stays promised."""
    desk, found = _of(request, rule)
    inventory.end_ahead(found.id, version=_version(request, found), actor=desk.actor)
    messages.success(request, _t("It is sold ahead no more. Who ordered it before still gets it."))
    return HttpResponseRedirect(reverse("backoffice:ahead"))


def _of(request: HttpRequest, rule: UUID) -> tuple[Desk, AheadRule]:
    desk, found = desk_of(request), inventory.get_ahead(AheadId(rule))
    if found.market != desk.market.id or found.place not in desk.own_places:
        raise NotFound(kind="sale ahead", value=str(rule))
    desk.actor.require(PERMISSION, found.place)
    return desk, found


def _version(request: HttpRequest, found: AheadRule) -> int:
    """Return the version that was looked at; one that nobody can have seen when it is no number."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _sell(request: HttpRequest, desk: Desk, form: AheadForm) -> bool:
    given = form.cleaned_data
    desk.actor.require(PERMISSION, given["at"])
    assert form.article is not None, "a valid form names an article"
    variant = VariantId(form.article.variant)
    try:
        inventory.sell_ahead(
            *(desk.market.id, given["at"], variant, form.terms),
            actor=desk.actor,
            begins=given["begins"],
            ends=given["ends"],
            note=given["note"],
        )
    except Refusal as refusal:
        form.add_error(None, str(sentences.describe(refusal)))
        return False
    messages.success(request, _t("It is sold ahead from now on."))
    _warn(request, form.terms)
    return True


def _revise(request: HttpRequest, desk: Desk, found: AheadRule, form: TermsForm) -> bool:
    given, version = form.cleaned_data, _version(request, found)
    try:
        inventory.revise_ahead(
            found.id, form.terms, version=version, actor=desk.actor, ends=given["ends"], note=given["note"]
        )
    except Refusal as refusal:
        form.add_error(None, str(sentences.describe(refusal)))
        return False
    messages.success(request, _t("The terms are changed. Who waits is told when their day moves."))
    _warn(request, form.terms)
    return True


def _warn(request: HttpRequest, terms: AheadTerms) -> None:
    if not terms.is_dated:
        said = _t("It has neither a day nor a number of days: only what a delivery that is on order covers is sold.")
        messages.warning(request, said)


def _initial(found: AheadRule, article: VariantSnapshot, desk: Desk) -> dict[str, Any]:
    return {
        "kind": found.terms.kind.value,
        "amount": quantity_text(found.terms.units, article.unit),
        "expected_on": found.terms.expected_on,
        "lead_days": found.terms.lead_days,
        "ends": found.ends,
        "note": found.note,
    }


def _rows(desk: Desk) -> list[Row]:
    mine = desk.places_for(PERMISSION)
    rules = [each for each in inventory.list_ahead(desk.market.id) if each.place in mine]
    articles = catalogue.snapshots([each.variant for each in rules])
    found = inventory.levels(desk.market.id, [each.variant for each in rules], list({each.place for each in rules}))
    promised = {(each.place, each.variant): each.ahead for each in found}
    undated = {each.variant: 1 for each in rules if not each.terms.is_dated}
    sold = (
        {(each.place, each.variant) for each in inventory.offers_ahead(desk.market.id, undated)} if undated else set()
    )
    return [
        Row(
            each,
            kind=AHEAD_NAMES[each.terms.kind],
            place=mine[each.place].name,
            code=mine[each.place].code,
            article=articles[each.variant],
            promised=promised.get((each.place, each.variant), 0),
            sells_nothing=not each.terms.is_dated and (each.place, each.variant) not in sold,
        )
        for each in rules
    ]
