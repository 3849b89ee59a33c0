"""Purchase orders: written, sent to the supplier, received, closed short, printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.actors import ActorKind, names_of
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantSnapshot
from oneshelf.modules.places import public as places
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Purchase, PurchaseId, PurchaseState, Wanted
from oneshelf.surfaces.backoffice.choices import offer
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.ui import paper
from oneshelf.ui.formats import typed_amount_text
from oneshelf.ui.states import look_of

PAGE = 50
"""Purchase orders on a page."""

MOST_LINES = 200
"""The most lines that a form takes."""

_STYLE = Path(__file__).parent / "static" / "backoffice" / "paper.css"


class LinesField(forms.CharField):
    """Articles, one a line: SKU or barcode, quantity, and with `costs` what a unit costs."""

    def __init__(self, *, costs: bool, **options: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 8, "autocomplete": "off"}), max_length=20_000, **options)
        self.costs = costs

    def clean(self, value: object) -> list[tuple[VariantSnapshot, int, str]]:
        """Read each line; the first that cannot be read is named."""
        rows = [line for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(rows) > MOST_LINES:
            raise forms.ValidationError(_t("These are more than %(most)s lines.") % {"most": MOST_LINES})
        return [self._read(row) for row in rows]

    def _read(self, row: str) -> tuple[VariantSnapshot, int, str]:
        words = row.replace(";", " ").replace("\t", " ").split()
        wrong = forms.ValidationError(_t("This line cannot be read: %(line)s") % {"line": row[:80]})
        if len(words) != (3 if self.costs else 2):
            raise wrong
        variant = catalogue.find_variant_by_code(words[0])
        known = catalogue.snapshots([variant]).get(variant) if variant else None
        if known is None:
            raise forms.ValidationError(_t("No article is called %(code)s.") % {"code": words[0][:40]})
        try:
            return known, known.unit.parse(words[1]), words[2] if self.costs else ""
        except ValueError:
            raise wrong from None


class PurchaseForm(forms.Form):
    """A purchase order."""

    supplier = forms.ChoiceField(label=_("Supplier"))
    place = forms.ChoiceField(label=_("For"))
    expected_on = forms.DateField(
        label=_("Expected on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty to count the supplier's lead time from today."),
    )
    lines = LinesField(
        costs=True,
        label=_("Articles"),
        help_text=_("One a line: SKU or barcode, quantity, cost of one. As in: MILK-1 24 0.85"),
    )

    def __init__(self, desk: Desk, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        mine = desk.places_for("supply.order").values()
        self.currency = desk.market.currency
        offer(self, "supplier", [(each.code, each.name) for each in supply.list_suppliers(desk.market.id)])
        offer(self, "place", [(each.code, each.name) for each in mine if each.counted])

    def clean_lines(self) -> list[Wanted]:
        """Read what each article costs."""
        found = []
        for known, quantity, cost in self.cleaned_data["lines"]:
            try:
                money = Money.parse(cost.replace(",", "."), self.currency)
            except ValueError:
                said = {"cost": cost[:40], "example": typed_amount_text(self.currency)}
                sentence = _t("This is no cost: %(cost)s. Write an amount like %(example)s.")
                raise forms.ValidationError(sentence % said) from None
            found.append(Wanted(known.variant, quantity, UnitPrice(money.minor, self.currency, known.unit.scale)))
        return found


@guards.staff_only("supply.view")
@never_cache
@require_safe
def purchases(request: HttpRequest) -> HttpResponse:
    """List purchase orders, the latest first."""
    desk = desk_of(request)
    mine = desk.places_for("supply.view")
    state, place = request.GET.get("state", ""), request.GET.get("place", "")
    at = next((each.id for each in mine.values() if each.code == place), None)
    found = supply.list_purchases(
        desk.market.id,
        places=[at] if at else list(mine),
        states=[PurchaseState(state)] if state in set(PurchaseState) else None,
        before=_mark(request),
        limit=PAGE + 1,
    )
    return show(
        request,
        "supply/list",
        rows=[(each, mine[each.place]) for each in found[:PAGE]],
        next=f"?before={found[PAGE - 1].id}&state={state}&place={place}" if len(found) > PAGE else "",
        state=state,
        place=place,
        states=[("", _t("All"))] + [(each.value, look_of(each.value).label) for each in PurchaseState],
        places=[("", _t("All"))] + [(each.code, each.name) for each in mine.values()],
        may_order=desk.actor.may_somewhere("supply.order"),
    )


@guards.staff_only("supply.order")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_purchase(request: HttpRequest) -> HttpResponse:
    """Write a purchase order."""
    desk = desk_of(request)
    form = PurchaseForm(desk, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        at = places.place_by_code(desk.market.id, given["place"])
        desk.actor.require("supply.order", at.id)
        supplier = supply.supplier_by_code(desk.market.id, given["supplier"])
        try:
            made = supply.draft_purchase(
                supplier.id, at.id, given["lines"], expected_on=given["expected_on"], actor=desk.actor
            )
        except supply.NothingOrdered as refusal:
            form.add_error("lines", str(sentences.describe(refusal)))
        else:
            return redirect("backoffice:purchase", made.id)
    return show(request, "supply/new", 422 if request.method == "POST" else 200, form=form)


@guards.staff_only("supply.view")
@never_cache
@require_safe
def purchase(request: HttpRequest, purchase: UUID) -> HttpResponse:
    """Show a purchase order, what came of it and when."""
    desk, found = _at(request, purchase, "supply.view")
    receipts = supply.receipts_of(found.id)
    people = names_of(ActorKind.STAFF, {each.actor for each in receipts if each.actor})
    titles = {line.line: line for line in found.lines}
    return show(
        request,
        "supply/page",
        purchase=found,
        place=places.get_place(found.place),
        receipts=[
            (each, people.get(each.actor or each.id, ""), [(line, titles[line.line]) for line in each.lines])
            for each in receipts
        ],
        open=any(line.open for line in found.lines),
        may_order=desk.actor.may("supply.order", found.place),
    )


@guards.staff_only("supply.order")
@require_POST
def change_purchase(request: HttpRequest, purchase: UUID) -> HttpResponse:
    """Send a purchase order, cancel it, or close it short."""
    desk, found = _at(request, purchase, "supply.order")
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "send": (
            lambda: supply.send_purchase(found.id, actor=desk.actor),
            _t("The order is sent; its goods are expected."),
        ),
        "cancel": (lambda: supply.cancel_purchase(found.id, actor=desk.actor), _t("The order is cancelled.")),
        "close": (
            lambda: supply.close_short(found.id, actor=desk.actor),
            _t("What has not come is not expected any more."),
        ),
    }
    act(request, verbs, request.POST.get("act", ""))
    return redirect("backoffice:purchase", found.id)


@guards.staff_only("supply.view")
@require_safe
def print_purchase(request: HttpRequest, purchase: UUID) -> HttpResponse:
    """Print a purchase order for its supplier."""
    desk, found = _at(request, purchase, "supply.view")
    shown = {"purchase": found, "place": places.get_place(found.place), "market": desk.market}
    return paper.answer(found.number, "backoffice/paper/purchase.html", shown, _STYLE)


def act(request: HttpRequest, verbs: dict[str, tuple[Callable[[], object], str]], named: str) -> None:
    """Do the verb of that name and say so, or say what it refused; an unknown name does nothing."""
    if named not in verbs:
        messages.error(request, _t("Nothing was chosen."))
        return
    verb, said = verbs[named]
    try:
        verb()
    except Refusal as refusal:
        messages.error(request, str(sentences.describe(refusal)))
    else:
        messages.success(request, said)


def _at(request: HttpRequest, purchase: UUID, permission: str) -> tuple[Desk, Purchase]:
    desk, found = desk_of(request), supply.get_purchase(PurchaseId(purchase))
    desk.actor.require(permission, found.place)
    return desk, found


def _mark(request: HttpRequest) -> PurchaseId | None:
    try:
        return PurchaseId(UUID(request.GET["before"])) if request.GET.get("before") else None
    except ValueError:
        return None
