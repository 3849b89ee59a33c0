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

PERMISSION = "inventory.rules"
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


class RuleForm(forms.Form):
    """A rule to be."""

    place = forms.ChoiceField(label=_("Place"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    sku = forms.CharField(label=_("SKU"), required=False, max_length=100, help_text=_("Every article, if left empty."))
    whole = forms.BooleanField(label=_("Every variant of that product"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    amount = forms.IntegerField(label=_("How much to keep back"), min_value=0, max_value=MOST_UNITS)
    measure = forms.ChoiceField(
        label=_("Measured in"), choices=[("units", _("units")), ("percent", _("percent of what is on hand"))]
    )
    hard = forms.BooleanField(
        label=_("Refuse to sell it"), required=False, help_text=_("Otherwise it is only kept out of shoppers' sight.")
    )
    begins = forms.DateTimeField(
        label=_("From"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}),
        help_text=_("Empty: now"),
    )
    ends = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}),
        help_text=_("Empty: until it is ended"),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def __init__(self, *given: Any, desk: Desk) -> None:
        super().__init__(*given)
        mine = desk.places_for(PERMISSION)
        everywhere = [("", _("Every place"))] if desk.actor.may(PERMISSION) else []
        self._places, self._channels, self._zone = mine, desk.channels, desk.zone
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            ("", _("Every category")),
            *((each.path, "– " * each.depth + each.name) for each in desk.categories),
        ]
        self.fields["place"].choices = [*everywhere, *((p.code, p.name) for p in mine.values())]  # type: ignore[attr-defined]
        self.fields["place"].required = not everywhere
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            ("", _("Every channel")),
            *((each.code, each.name) for each in desk.channels.values()),
        ]

    def clean(self) -> dict[str, Any]:
        """Read what the rule names and how much it keeps back."""
        given: dict[str, Any] = super().clean() or {}
        sku = given.get("sku", "").strip()
        variant = catalogue.variants_by_sku([sku]).get(sku) if sku else None
        if sku and variant is None:
            self.add_error("sku", _t("There is no such article."))
        in_percent = given.get("measure") == "percent"
        amount = given.get("amount")
        if in_percent and amount is not None and amount > 100:
            self.add_error("amount", _t("There is no more than 100 percent."))
        place = next((key for key, each in self._places.items() if each.code == given.get("place")), None)
        channel = next((key for key, each in self._channels.items() if each.code == given.get("channel")), None)
        category = given.get("category") or None
        if category and sku:
            self.add_error("category", _t("Name an article or a category, not both."))
        if given.get("whole") and not sku:
            self.add_error("whole", _t("Give the SKU of one of its variants."))
        product = catalogue.snapshots([variant])[variant].product if variant and given.get("whole") else None
        given["scope"] = Scope(channel, place, category, product, None if product else variant)
        for name in ("begins", "ends"):
            if given.get(name) is not None:
                given[name] = given[name].replace(tzinfo=self._zone)
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
    categories = {each.path: each.name for each in desk.categories}
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
