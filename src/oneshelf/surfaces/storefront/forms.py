"""What shoppers fill in."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.companies.public import LONGEST_REFERENCE
from oneshelf.modules.orders.public import Contact, Method, Terms
from oneshelf.modules.tax import public as tax
from oneshelf.ui.formats import active_locale

CARDS = [
    ("tok_approve", _("Test card that pays"), _("The bank holds the money at once.")),
    ("tok_decline", _("Test card that is declined"), _("The bank says no; nothing is ordered.")),
    ("tok_delay", _("Test card of a slow bank"), _("The bank takes a moment to answer.")),
]
"""The cards of the built-in test gateway: token, name, what it does. No other token is taken."""

AT_COLLECTION = Terms.AT_COLLECTION.value
"""What stands in place of a card for an order that is paid when it is collected."""

ON_ACCOUNT = Terms.ON_ACCOUNT.value
"""What stands in place of a card for an order on a company's account."""

_ADDRESS = ("street", "postal_code", "city", "country", "vat_id")


class CheckoutForm(forms.Form):
    """All of the checkout's one page."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "email"}))
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=32,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    method = forms.ChoiceField(choices=[(Method.COLLECT.value, _("Collect")), (Method.SHIP.value, _("Delivery"))])
    store = forms.CharField(required=False, max_length=40)
    service = forms.CharField(required=False, max_length=64)
    seen_way = forms.CharField(required=False, max_length=20)
    street = forms.CharField(
        label=_("Street and number"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    postal_code = forms.CharField(
        label=_("Postal code"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "postal-code"}),
    )
    city = forms.CharField(label=_("City"), max_length=100, widget=forms.TextInput({"autocomplete": "address-level2"}))
    country = forms.ChoiceField(label=_("Country"), widget=forms.Select({"autocomplete": "country"}))
    vat_id = forms.CharField(
        label=_("VAT number"),
        max_length=20,
        required=False,
        help_text=_("If you buy for a business. In another country of the EU it accounts for the tax itself."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    card = forms.ChoiceField(
        choices=[
            *((token, name) for token, name, _does in CARDS),
            *((each, each) for each in (AT_COLLECTION, ON_ACCOUNT)),
        ]
    )
    reference = forms.CharField(
        label=_("Your own order number"),
        max_length=LONGEST_REFERENCE,
        required=False,
        help_text=_("It stands on the invoice."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, takes_vat_id: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not takes_vat_id:
            del self.fields["vat_id"]
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [("", ""), *countries(active_locale())]

    def clean_vat_id(self) -> str:
        """Return the VAT number as it is kept."""
        try:
            return tax.read_vat_id(self.cleaned_data["vat_id"])
        except tax.BadVatId as refusal:
            raise forms.ValidationError(str(sentences.describe(refusal))) from None

    def clean(self) -> dict[str, Any]:
        """Ask for a store to collect in, or for an address to send to, but not for both."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("method") == Method.SHIP.value:
            if given.get("card") == AT_COLLECTION:
                self.add_error("card", _("What is sent to you is paid now."))
            return given
        for name in _ADDRESS:
            self.errors.pop(name, None)
        if given.get("method") == Method.COLLECT.value and not given.get("store"):
            self.add_error("store", _("Choose the store in which you want to collect."))
        return given

    @property
    def contact(self) -> Contact:
        """Whom to reach, and where to send it; a collected order keeps no address."""
        given = {name: self.cleaned_data.get(name, "") for name in asdict(Contact())}
        if self.cleaned_data["method"] == Method.COLLECT.value:
            given |= dict.fromkeys(_ADDRESS, "")
        return Contact(**given)


class ProfileForm(forms.Form):
    """How a customer is called and reached."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("For receipts and news about orders. You sign in with the one under Security."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=32,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )


def countries(locale: Locale) -> list[tuple[str, str]]:
    """Return every country with its name in the reader's language, by name."""
    named = [
        (code, str(name)) for code, name in locale.territories.items() if len(code) == 2 and code not in _NO_COUNTRIES
    ]
    return sorted(named, key=lambda each: each[1])


_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
"""Two-letter codes of Babel's that are unions, outlying oceans, or made up for tests."""
