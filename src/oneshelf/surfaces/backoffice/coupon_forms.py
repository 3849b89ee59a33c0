"""What is filled in about coupons."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import Batch, Kind, Limits, Terms
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Promotion, PromotionId, State
from oneshelf.surfaces.backoffice.choices import offer
from oneshelf.surfaces.backoffice.desk import Desk
from oneshelf.surfaces.backoffice.moments import MomentField, read_on_clocks_of

MOST_GIVEN = 50
"""How many customers are given a code by one form."""

MOST_FOUND = 20
"""How many customers are looked at for the one who has exactly that e-mail or card."""

A_PAGE = 100
"""Promotions that are read at once."""

LIVING = (State.DRAFT, State.LIVE, State.PAUSED)


LIMITS = ("in_all", "a_customer", "a_day", "a_basket")
"""The limits that people set; how often each code works is a matter of its kind."""

_PLAIN = {"autocomplete": "off"}


def _limit(label: Promise, hint: Promise | str = "") -> forms.IntegerField:
    """A number of uses; without one they are not limited."""
    return forms.IntegerField(
        label=label,  # type: ignore[arg-type]  # lazily translated, which Django takes
        help_text=hint,  # type: ignore[arg-type]  # the same
        min_value=1,
        max_value=coupons.MOST_USES,
        required=False,
    )


class BatchForm(forms.Form):
    """A new batch of coupons. `request` names the form, however often it is sent."""

    label = forms.CharField(label=_("What you call it"), max_length=coupons.LONGEST_LABEL)
    promotion = forms.ChoiceField(label=_("Promotion"), help_text=_("Of those that work with a coupon only."))
    kind = forms.ChoiceField(
        label=_("Codes"), choices=[(kind.value, name) for kind, name in coupons.KIND_NAMES.items()]
    )
    code = forms.CharField(
        label=_("The one code"),
        required=False,
        max_length=40,
        widget=forms.TextInput(_PLAIN),
        help_text=_("For one code for everybody: letters and digits, such as SUMMER26."),
    )
    size = forms.IntegerField(
        label=_("How many codes"),
        required=False,
        min_value=0,
        max_value=coupons.MOST_CODES,
        help_text=_("For codes that are used once. Personal ones are made as customers get them."),
    )
    in_all = _limit(_("Uses in all"), _("Empty: as many as there are."))
    a_customer = _limit(_("Uses of a customer"), _("With it, only customers who are known use them."))
    a_day = _limit(_("Uses of a day"))
    a_basket = _limit(_("Codes in one basket"))
    begins = MomentField(label=_("From"), help_text=_("Empty: now"))
    ends = MomentField(label=_("Until"), help_text=_("Empty: until you end it"))
    returns = forms.BooleanField(label=_("An order that is cancelled gives its use back"), required=False, initial=True)
    request = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    def __init__(self, *given: Any, desk: Desk) -> None:
        super().__init__(*given)
        read_on_clocks_of(desk.zone, self)
        offered = [(str(each.id), f"{each.plan.name} ({each.plan.code})") for each in with_coupons(desk.market.id)]
        offer(self, "promotion", offered)

    def clean(self) -> dict[str, Any]:
        """Ask for what the kind of codes needs."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") == Kind.SHARED and not given.get("code"):
            self.add_error("code", _t("Choose the code that everybody uses."))
        if given.get("kind") == Kind.SINGLE and given.get("size") is None and "size" not in self.errors:
            self.add_error("size", _t("Say how many codes there are to be; 0 to give them out one by one."))
        return given

    @property
    def terms(self) -> Terms:
        """What a valid form says."""
        given = self.cleaned_data
        return Terms(
            label=given["label"],
            promotion=PromotionId(UUID(given["promotion"])),
            limits=Limits(**{name: given[name] for name in LIMITS}),
            begins_at=given["begins"] or clock.now(),
            ends_at=given["ends"],
            returns=given["returns"],
        )


def with_coupons(market: MarketId) -> list[Promotion]:
    """Return all promotions of a market that work with a coupon only and have not ended, by name.

    They are read a page at a time, as far as there are any: one that the list left out could get no codes.
    """
    found, after, full = list[Promotion](), "", True
    while full:
        page = promotions.list_promotions(market, states=LIVING, after=after, limit=A_PAGE)
        found += [each for each in page if each.plan.terms.needs_coupon]
        full, after = len(page) == A_PAGE, page[-1].plan.code if page else ""
    return sorted(found, key=lambda each: (each.plan.name.casefold(), each.plan.code))


class TermsForm(forms.Form):
    """How often, and until when, the codes of a batch work from now on. `seen` is the version that was shown."""

    in_all = _limit(_("Uses in all"), _("Empty: as many as there are."))
    a_customer = _limit(_("Uses of a customer"), _("With it, only customers who are known use them."))
    a_day = _limit(_("Uses of a day"))
    a_basket = _limit(_("Codes in one basket"))
    ends = MomentField(label=_("Until"), help_text=_("Empty: until you end it"))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, desk: Desk, batch: Batch) -> None:
        shown = {"ends": batch.terms.ends_at, "seen": batch.version}
        super().__init__(data, initial=shown | {name: getattr(batch.terms.limits, name) for name in LIMITS})
        read_on_clocks_of(desk.zone, self)

    @property
    def limits(self) -> Limits:
        """The limits that a valid form says."""
        return Limits(**{name: self.cleaned_data[name] for name in LIMITS})


class GiveForm(forms.Form):
    """Customers who get a code of a personal batch."""

    customers = forms.CharField(
        label=_("Customers"),
        max_length=5_000,
        widget=forms.Textarea(_PLAIN | {"rows": 4}),
        help_text=_("The e-mail or card number of each, a line for each; 50 at most."),
    )

    def clean_customers(self) -> list[CustomerId]:
        """Return who they are. Raises ValidationError for a line that is nobody's, or not one customer's alone."""
        lines = [line.strip().lower() for line in self.cleaned_data["customers"].splitlines() if line.strip()]
        if len(lines) > MOST_GIVEN:
            raise forms.ValidationError(_t("Give codes to 50 customers at once at most."))
        found = {line: customer_of(line) for line in lines}
        nobody = [line for line, customer in found.items() if customer is None]
        if nobody:
            raise forms.ValidationError(_t("No one customer is known by: %(lines)s") % {"lines": ", ".join(nobody)})
        return [customer for customer in found.values() if customer]


class LookUpForm(forms.Form):
    """A code that somebody holds in their hands, and who they are."""

    code = forms.CharField(label=_("Code"), max_length=60, widget=forms.TextInput(_PLAIN))
    customer = forms.CharField(
        label=_("Customer"),
        required=False,
        max_length=100,
        widget=forms.TextInput(_PLAIN),
        help_text=_("The e-mail or card number, when it is known."),
    )

    def clean_customer(self) -> CustomerId | None:
        """Return who it is, None when nothing was said. Raises ValidationError for what is no one customer's."""
        typed = self.cleaned_data["customer"].strip().lower()
        found = customer_of(typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError(_t("Write the e-mail or the card number of one customer."))
        return found


def customer_of(typed: str) -> CustomerId | None:
    """Return the customer with an e-mail address or card number; None where it is not exactly one."""
    found = [each for each in customers.search(typed, most=MOST_FOUND) if typed in (each.customer.email, each.card)]
    return found[0].customer.id if len(found) == 1 else None
