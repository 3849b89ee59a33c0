"""What is filled in about companies that buy on account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.companies.public import Company, Document, Profile
from oneshelf.modules.customers.public import CustomerId
from oneshelf.surfaces.backoffice import amounts
from oneshelf.surfaces.backoffice.finding import find_customer

MOST_DAYS = 365
MOST_MINOR = 10**15
_PLAIN = {"autocomplete": "off"}
_DECIMAL = _PLAIN | {"inputmode": "decimal"}


class AmountField(forms.CharField):
    """An amount of the market's currency, above nothing unless `may_be_nothing`; None when it is left out."""

    def __init__(self, *, may_be_nothing: bool = False, **options: Any) -> None:
        self.currency, self._least = "", 0 if may_be_nothing else 1
        super().__init__(max_length=20, widget=forms.TextInput(_DECIMAL), **options)

    def clean(self, value: Any) -> Money | None:
        """Return what was typed. Raises ValidationError for what is no such amount."""
        text = super().clean(value).strip()
        if not text:
            return None
        amount = amounts.read_amount(text, self.currency)
        if not self._least <= amount.minor < MOST_MINOR:
            raise amounts.no_amount(self.currency)
        return amount


class _InCurrency(forms.Form):
    """A form whose amounts are of one currency."""

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, AmountField):
                field.currency = currency


class ProfileForm(_InCurrency):
    """Who a company is, and on which terms it buys."""

    name = forms.CharField(label=_("Name"), max_length=200)
    limit = AmountField(label=_("Credit limit"), may_be_nothing=True)
    minimum = AmountField(label=_("Least of an order"), required=False, may_be_nothing=True)
    net_days = forms.IntegerField(label=_("Days until an invoice is due"), min_value=0, max_value=MOST_DAYS, initial=30)
    grace_days = forms.IntegerField(
        label=_("Days of grace after that"),
        min_value=0,
        max_value=MOST_DAYS,
        initial=7,
        help_text=_("Later than that, nothing more is sold on account until it is paid."),
    )
    tax_number = forms.CharField(label=_("Tax number"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail for invoices"), max_length=254, required=False)
    street = forms.CharField(label=_("Street and number"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    country = forms.RegexField(label=_("Country, two letters"), regex="^[A-Z]{2}$", required=False)

    @property
    def profile(self) -> Profile:
        """What was filled in."""
        given = {name: self.cleaned_data[name] for name in ProfileForm.base_fields}
        limit, minimum = given.pop("limit"), given.pop("minimum")
        return Profile(**given, limit=limit.minor, minimum=minimum.minor if minimum else 0)


class OpeningForm(ProfileForm):
    """A new company. `request` names the form, however often it is sent."""

    request = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)


class MemberForm(_InCurrency):
    """Who may order for a company, and up to how much at once."""

    customer = forms.CharField(
        label=_("Customer"),
        max_length=100,
        help_text=_("The e-mail or card number of one customer."),
        widget=forms.TextInput(_PLAIN),
    )
    most = AmountField(label=_("Most of an order"), required=False, help_text=_("Leave it empty for no bound."))

    def clean_customer(self) -> CustomerId:
        """Return who it is. Raises ValidationError unless one customer has exactly that e-mail or card."""
        found = find_customer(self.cleaned_data["customer"])
        if found is None:
            raise forms.ValidationError(_t("Write the e-mail or the card number of one customer."))
        return found


class MoneyForm(_InCurrency):
    """Money that came for an invoice, or went back, and what the bank says of it."""

    amount = AmountField(label=_("Amount"))
    reference = forms.CharField(
        label=_("Reference of the bank"), max_length=100, required=False, widget=forms.TextInput(_PLAIN)
    )


def profile_form(company: Company) -> ProfileForm:
    """Return the form that shows a company as it is."""
    profile = company.profile
    said = {name: getattr(profile, name) for name in ProfileForm.base_fields}
    said |= {name: Money(said[name], company.currency).decimal for name in ("limit", "minimum")}
    return ProfileForm(initial=said, currency=company.currency)


def money_form(invoice: Document) -> MoneyForm:
    """Return the form that offers to note all that is open of an invoice, or has to go back."""
    open_ = abs(invoice.open.minor)
    offered = Money(open_, invoice.amount.currency).decimal if open_ else ""
    return MoneyForm(initial={"amount": offered}, currency=invoice.amount.currency)
