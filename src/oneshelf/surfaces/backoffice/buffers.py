"""Buffer rules: how much is kept back where, for whom and until when."""

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
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Amount, BufferRule, RuleId, Scope
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.standing import PERMISSION, StandingForm

MOST_UNITS = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A rule as the page shows it: the names of what it names."""

    rule: BufferRule
    place: str
    channel: str
    goods: str
    may_end: bool

    @property
    def share(self) -> int | None:
        """The whole percent of what is on hand, where the rule is one of those."""
        return None if self.rule.percent is None else self.rule.percent // 100


class RuleForm(StandingForm):
    """A rule to be."""

    whole = forms.BooleanField(label=_("Every variant of that product"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    amount = forms.IntegerField(label=_("How much to keep back"), min_value=0, max_value=MOST_UNITS)
    measure = forms.ChoiceField(
        label=_("Measured in"), choices=[("units", _("units")), ("percent", _("percent of what is on hand"))]
    )
    hard = forms.BooleanField(
        label=_("Refuse to sell it"), required=False, help_text=_("Otherwise it is only kept out of shoppers' sight.")
    )
    field_order = (
        "place",
        "channel",
        "sku",
        "whole",
        "category",
        "amount",
        "measure",
        "hard",
        "begins",
        "ends",
        "note",
    )

    def __init__(self, *given: Any, desk: Desk) -> None:
        super().__init__(*given, desk=desk)
        everywhere = [("", _("Every place"))] if desk.actor.may(PERMISSION) else []
        self.offer("place", [*everywhere, *((each.code, each.name) for each in self.places.values())])
        self.offer("channel", [("", _("Every channel")), *((each.code, each.name) for each in desk.channels.values())])
        paths = ((each.path, name) for each, name in desk.named_categories)
        self.offer("category", [("", _("Every category")), *paths])
        self.fields["place"].required = not everywhere
        self.fields["channel"].required = self.fields["sku"].required = False
        self.fields["sku"].help_text = _("Every article, if left empty.")
        self.fields["ends"].help_text = _("Empty: until it is ended")

    def clean(self) -> dict[str, Any]:
        """Read what the rule names and how much it keeps back."""
        given = super().clean()
        variant, category = given["variant"], given.get("category") or None
        in_percent, amount = given.get("measure") == "percent", given.get("amount")
        if in_percent and amount is not None and amount > 100:
            self.add_error("amount", _t("There is no more than 100 percent."))
        if category and given.get("sku"):
            self.add_error("category", _t("Name an article or a category, not both."))
        if given.get("whole") and not given.get("sku"):
            self.add_error("whole", _t("Give the SKU of one of its variants."))
        product = catalogue.snapshots([variant])[variant].product if variant and given.get("whole") else None
        given["scope"] = Scope(given["by"], given["at"], category, product, None if product else variant)
        hard = bool(given.get("hard"))
        given["kept"] = Amount(percent=100 * (amount or 0), hard=hard) if in_percent else Amount(amount, hard=hard)
        return given


@guards.staff_only(PERMISSION)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def buffers(request: HttpRequest) -> HttpResponse:
    """List the rules of the market, and set another: at the places where the actor decides, or everywhere."""
    desk = desk_of(request)
    form = RuleForm(request.POST or None, desk=desk)
    if request.method == "POST" and form.is_valid() and _set(request, desk, form):
        return HttpResponseRedirect(request.path)
    status = 422 if request.method == "POST" else 200
    return show(request, "buffers/list", status, rows=_rows(desk), form=form)


@guards.staff_only(PERMISSION)
@require_POST
def end(request: HttpRequest, rule: UUID) -> HttpResponse:
    """End a rule now."""
    desk = desk_of(request)
    found = next((each for each in inventory.list_rules(desk.market.id) if each.id == rule), None)
    if found is None:
        raise NotFound(kind=_t("buffer rule"), value=str(rule))
    desk.actor.require(PERMISSION, found.place)
    inventory.end_rule(RuleId(rule), version=found.version, actor=desk.actor)
    messages.success(request, _t("The rule is ended."))
    return HttpResponseRedirect(reverse("backoffice:buffers"))


def _set(request: HttpRequest, desk: Desk, form: RuleForm) -> bool:
    given = form.cleaned_data
    scope: Scope = given["scope"]
    desk.actor.require(PERMISSION, scope.place)
    try:
        inventory.set_rule(
            desk.market.id,
            scope,
            given["kept"],
            actor=desk.actor,
            begins=given["begins"],
            ends=given["ends"],
            note=given["note"],
        )
    except Refusal as refusal:
        form.add_error("amount", str(sentences.describe(refusal)))
        return False
    messages.success(request, _t("The rule holds from now on."))
    return True


def _rows(desk: Desk) -> list[Row]:
    rules = inventory.list_rules(desk.market.id)
    articles = catalogue.snapshots([rule.variant for rule in rules if rule.variant])
    products = catalogue.hits([rule.product for rule in rules if rule.product])
    names = {rule.product: products[rule.product].title for rule in rules if rule.product in products}
    categories = {each.path: name for each, name in desk.named_categories}
    return [
        Row(
            rule,
            place=desk.own_places[rule.place].name if rule.place in desk.own_places else "",
            channel=desk.channels[rule.channel].name if rule.channel in desk.channels else "",
            goods=articles[rule.variant].title
            if rule.variant in articles
            else (names.get(rule.product) if rule.product else None)
            or categories.get(rule.category or "", rule.category or ""),
            may_end=desk.actor.may(PERMISSION, rule.place),
        )
        for rule in rules
    ]
