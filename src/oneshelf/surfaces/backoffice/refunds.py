"""Giving money back, with or without goods: first what it comes to, then the act."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.companies import public as companies
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order, OrderLine
from oneshelf.modules.payments.public import RefundState
from oneshelf.modules.places.public import Place, PlaceId
from oneshelf.surfaces.backoffice import amounts
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.order import Whole, seen_order, whole_of
from oneshelf.ui.formats import money_text, quantity_text

FORM_FOR_S = 24 * 60 * 60
"""How long a form that was shown can be sent, in seconds."""

_SALT = "oneshelf.backoffice.refund"


@dataclass(frozen=True, slots=True)
class Plan:
    """A refund that was looked at: how much, what comes back, and where it goes."""

    amount: Money
    goods: dict[int, int]
    serials: dict[int, list[str]]
    place: Place | None


class RefundForm(forms.Form):
    """What is given back. Without an amount, it is what was paid for the goods that come back."""

    amount = forms.CharField(
        label=_("Amount"),
        required=False,
        max_length=20,
        help_text=_("Leave it empty to give back what was paid for the goods that come back."),
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )
    place = forms.ChoiceField(label=_("Goods go back to"), required=False)

    def __init__(
        self,
        data: QueryDict | None,
        whole: Whole,
        places: dict[PlaceId, Place],
        *,
        most: Money,
        returnable: Mapping[int, int],
        out: Mapping[int, Collection[str]],
        cause: UUID | None,
    ) -> None:
        super().__init__(data)
        self._returnable, self._out, self._cause = returnable, out, cause
        self.whole, self._most, self._places = whole, most, {place.code: place for place in places.values()}
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _t("No goods come back")), *((code, each.name) for code, each in self._places.items())]
        for line in whole.order.lines:
            self.fields[goods_field(line)] = forms.CharField(
                label=_t("Units back of %(title)s") % {"title": line.title},
                required=False,
                max_length=20,
                widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "placeholder": "0"}),
            )
            if out.get(line.line):
                self.fields[serials_field(line)] = forms.MultipleChoiceField(
                    label=_t("Which of them"),
                    required=False,
                    choices=[(serial, serial) for serial in sorted(out[line.line])],
                    widget=forms.CheckboxSelectMultiple,
                )

    def clean(self) -> None:
        """Read the goods, then the amount, which may follow from them."""
        goods: dict[int, int] = {}
        serials: dict[int, list[str]] = {}
        for line in self.whole.order.lines:
            units = self._units(line)
            if units:
                goods[line.line] = units
                serials[line.line] = self.cleaned_data.get(serials_field(line), [])
        place = self._places.get(self.cleaned_data.get("place", ""))
        if goods and place is None and "place" not in self.errors:
            self.add_error("place", _t("Say to which place the goods come back."))
        if place is not None and not goods:
            self.add_error("place", _t("Say which goods come back, or choose that none do."))
        amount = self._amount(goods)
        if amount is not None and not self.errors:
            self.cleaned_data["plan"] = Plan(amount, goods, serials, place)

    def _units(self, line: OrderLine) -> int:
        name = goods_field(line)
        text = self.cleaned_data.get(name, "").strip()
        if not text:
            return len(self.cleaned_data.get(serials_field(line), ()))
        try:
            units = line.unit.parse(text)
        except ValueError:
            self.add_error(name, _t("Write a number like 2."))
            return 0
        if not 0 <= units <= self._returnable[line.line]:
            most = quantity_text(self._returnable[line.line], line.unit)
            self.add_error(name, _t("Give 0 to %(most)s: more is not with the customer.") % {"most": most})
        return units

    def _amount(self, goods: dict[int, int]) -> Money | None:
        left, text = self._most, self.cleaned_data.get("amount", "").strip()
        try:
            amount = (
                amounts.read_amount(text, left.currency)
                if text
                else orders.value_back(self.whole.order, goods, cause=self._cause)
            )
        except forms.ValidationError as wrong:
            self.add_error("amount", wrong)
            return None
        may_be_nothing = bool(goods) and not text and not self.whole.account  # they broke a promotion: 3 for 2
        if amount.minor <= 0 and not (may_be_nothing and not amount):
            self.add_error("amount", _t("Give an amount above zero, or goods that come back."))
        elif left < amount:
            most = money_text(left)
            said = _t("Only %(most)s are left of what was invoiced.") if self.whole.account else ""
            self.add_error("amount", (said or _t("Only %(most)s are left of what was paid.")) % {"most": most})
        return amount


def goods_field(line: OrderLine) -> str:
    """Return the name of the field that says how much of a line comes back."""
    return f"goods_{line.line}"


def serials_field(line: OrderLine) -> str:
    """Return the name of the field that says which units of a line come back, where they have serial numbers."""
    return f"serials_{line.line}"


@guards.staff_only("orders.refund")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: HttpRequest, order: UUID) -> HttpResponse:
    """Ask what to give back, show what that comes to, and give it back."""
    desk = desk_of(request)
    whole = whole_of(desk, seen_order(desk, order, "orders.refund"))
    data = request.POST if request.method == "POST" else request.GET
    cause = _cause_of(request, whole)
    form = RefundForm(
        data or None,
        whole,
        desk.places_for("orders.refund"),
        most=whole.refundable + _earlier(whole, cause),
        returnable=orders.returnable_units(whole.order, cause=cause),
        out=_out(whole.order, cause),
        cause=cause,
    )
    plan = form.cleaned_data.get("plan") if form.is_valid() else None
    if request.method == "POST" and plan is not None:
        if cause is None:
            messages.error(request, _t("This form is too old. Look at the order and begin again."))
        elif _give_back(request, desk, whole, plan, cause):
            return HttpResponseRedirect(resolve_url("backoffice:order", whole.order.summary.id))
        plan = None
    return show(
        request,
        "orders/refund",
        422 if request.method == "POST" else 200,
        whole=whole,
        form=form,
        rows=[
            (line, form[goods_field(line)], form[serials_field(line)] if serials_field(line) in form.fields else None)
            for line in whole.order.lines
        ],
        plan=plan,
        back=_back(whole.order, plan) if plan else [],
        cause=signing.dumps([str(whole.order.summary.id), str(new_id())], salt=_SALT),
        sent=[(name, value) for name in data if name in form.fields for value in data.getlist(name)],
    )


def _out(order: Order, cause: UUID | None) -> dict[int, list[str]]:
    """Return the serial numbers of each line that are with the customer; a kit's components are not named."""
    out = orders.units_out(order, cause=cause)
    return {
        line.line: [serial for serial, variant in out.get(line.line, {}).items() if variant == line.variant]
        for line in order.lines
    }


def _cause_of(request: HttpRequest, whole: Whole) -> UUID | None:
    """Return what names the refund that is sent, from the form that was shown; None when that is not of this order."""
    try:
        order, cause = signing.loads(request.POST.get("cause", ""), salt=_SALT, max_age=FORM_FOR_S)
    except signing.BadSignature:
        return None
    return UUID(cause) if order == str(whole.order.summary.id) else None


def _earlier(whole: Whole, cause: UUID | None) -> Money:
    """What was given back because of `cause` already: the same form sent again asks for no more than that."""
    nothing = Money.zero(whole.refundable.currency)
    if whole.account:
        written = companies.notes_for(whole.order.summary.id, cause) if cause else []
        return sum((each.amount for each in written), nothing)
    amounts = (
        amount
        for tender in whole.tenders
        for refund, amount in tender.refunds
        if refund.cause == cause and refund.state is not RefundState.FAILED
    )
    return sum(amounts, nothing)


def _give_back(request: HttpRequest, desk: Desk, whole: Whole, plan: Plan, cause: UUID) -> bool:
    """Give back what was planned, once however often the form is sent; say what was refused."""
    give = companies.credit_order if whole.account else orders.refund_order
    try:
        give(
            whole.order.summary.id,
            plan.amount,
            cause=cause,
            actor=desk.actor,
            goods=plan.goods or None,
            to_place=plan.place.id if plan.place else None,
            serials=plan.serials,
        )
    except Refusal as refusal:
        messages.error(request, str(sentences.describe(refusal)))
        return False
    said = _t("%(amount)s are credited.") if whole.account else _t("%(amount)s are given back.")
    messages.success(request, said % {"amount": money_text(plan.amount)})
    return True


def _back(order: Order, plan: Plan) -> list[tuple[OrderLine, int, Unit, list[str]]]:
    return [
        (line, plan.goods[line.line], line.unit, plan.serials[line.line])
        for line in order.lines
        if line.line in plan.goods
    ]
