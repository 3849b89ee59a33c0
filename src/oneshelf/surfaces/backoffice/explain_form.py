"""What is filled in to explain a basket."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.errors import Refusal
from oneshelf.modules.carts.public import Cart
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantSnapshot
from oneshelf.modules.checkout.public import Wanted
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.markets.public import Channel, ChannelKind
from oneshelf.modules.orders.public import Contact
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.surfaces.backoffice.choices import offer
from oneshelf.surfaces.backoffice.coupon_forms import customer_of
from oneshelf.surfaces.backoffice.desk import Desk
from oneshelf.surfaces.backoffice.explain_cart import cart_of
from oneshelf.surfaces.backoffice.moments import MomentField, read_on_clocks_of

MOST_LINES = 50
MOST_CODES = 20

_PLAIN = {"autocomplete": "off"}
_COUNTRY = re.compile(r"[A-Z]{2}")
BETWEEN = re.compile(r"[\r\n]|(?<![0-9]),|,(?![0-9]+\s*(?:[,\r\n]|$))")
"""What stands between lines of a basket: a comma within a number, like 1,25, does not."""


class ExplainForm(forms.Form):
    """A basket, and the occasion on which somebody buys it."""

    cart = forms.UUIDField(required=False, widget=forms.HiddenInput)
    lines = forms.CharField(
        label=_("Basket"),
        max_length=4_000,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"} | _PLAIN),
        help_text=_("A line, or with commas between: SKU 2 or SKU*2; a barcode does as well."),
    )
    channel = forms.ChoiceField(label=_("Channel"))
    place = forms.ChoiceField(label=_("Place"), required=False, help_text=_("Where it is bought or collected."))
    country = forms.CharField(
        label=_("Sent to"),
        max_length=2,
        required=False,
        help_text=_("A country, like US."),
        widget=forms.TextInput(_PLAIN),
    )
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False, widget=forms.TextInput(_PLAIN))
    customer = forms.CharField(
        label=_("Customer"),
        required=False,
        max_length=100,
        widget=forms.TextInput(_PLAIN),
        help_text=_("The e-mail or card number, when it is known."),
    )
    codes = forms.CharField(
        label=_("Codes of coupons"),
        required=False,
        max_length=1_000,
        widget=forms.TextInput(_PLAIN),
        help_text=_("With commas between them."),
    )
    at = MomentField(label=_("When"), help_text=_("Empty: now"))

    def __init__(self, given: Mapping[str, Any] | None = None, *, desk: Desk, initial: Any = None) -> None:
        super().__init__(given, initial=initial)
        self._desk = desk
        read_on_clocks_of(desk.zone, self)
        self._channels = {each.code: each for each in desk.channels.values() if each.active}
        kinds = places.VISITED_KINDS
        self._places = {each.code: each for each in places.list_places(desk.market.id, kinds) if not each.archived}
        offer(self, "channel", [(code, each.name) for code, each in self._channels.items()])
        offer(self, "place", [("", _t("Nowhere yet")), *((code, each.name) for code, each in self._places.items())])

    def clean_cart(self) -> Cart | None:
        """Return the basket that was filled in, whose coupons are tried too; None when somebody typed one."""
        cart: UUID | None = self.cleaned_data["cart"]
        return cart_of(self._desk, cart) if cart else None

    def clean_channel(self) -> Channel:
        """Return the channel."""
        return self._channels[self.cleaned_data["channel"]]

    def clean_place(self) -> Place | None:
        """Return the place, None when none was named."""
        return self._places.get(self.cleaned_data["place"])

    def clean_country(self) -> str:
        """Return a country's two letters. Raises ValidationError for anything else."""
        text: str = self.cleaned_data["country"].strip().upper()
        if text and not _COUNTRY.fullmatch(text):
            raise forms.ValidationError(_t("Write two letters, like US."))
        return text

    def clean_customer(self) -> CustomerId | None:
        """Return who it is, None when nothing was said. Raises ValidationError for what is no one customer's."""
        typed = self.cleaned_data["customer"].strip().lower()
        found = customer_of(typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError(_t("Write the e-mail or the card number of one customer."))
        return found

    def clean_codes(self) -> list[str]:
        """Return the codes, each once. Raises ValidationError when there are too many."""
        typed = [each.strip() for each in self.cleaned_data["codes"].split(",")]
        found = list(dict.fromkeys(each for each in typed if each))
        if len(found) > MOST_CODES:
            raise forms.ValidationError(_t("Write at most %(most)s codes.") % {"most": MOST_CODES})
        return found

    def clean_lines(self) -> list[Wanted]:
        """Return the lines. Raises ValidationError for the first that cannot be read."""
        typed = [each.strip() for each in BETWEEN.split(self.cleaned_data["lines"]) if each.strip()]
        if len(typed) > MOST_LINES:
            raise forms.ValidationError(_t("Write at most %(most)s lines.") % {"most": MOST_LINES})
        return [_line(each) for each in typed]

    def clean(self) -> dict[str, Any]:
        """See that the occasion can be: a till is somewhere, and what is sent is not collected."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        place, country = given["place"], given["country"]
        if given["channel"].kind is ChannelKind.TILL and place is None:
            self.add_error("place", _t("Name the store in which it is bought."))
        if place is not None and country:
            self.add_error("country", _t("It is either sent, or bought or collected at a place."))
        given["contact"] = self._contact(country, given["postal_code"]) if country else None
        return given

    def _contact(self, country: str, postal_code: str) -> Contact | None:
        try:
            return Contact(country=country, postal_code=delivery.plain_postcode(postal_code) if postal_code else "")
        except Refusal:
            self.add_error("postal_code", _t("Write it with letters, digits, spaces and hyphens."))
            return None


def _line(text: str) -> Wanted:
    """Read `SKU 2`, `SKU*2` or `SKU`. A SKU may hold spaces and stars itself, so that each way is tried."""
    parted = [text.rpartition(sign) for sign in " *"]
    named = [(code.strip(), many.strip()) for code, _sign, many in parted if code.strip()]
    for each, quantity in [*named, (text, "")]:
        variant = catalogue.find_variant_by_code(each)
        if variant is not None:
            known = catalogue.snapshots([variant])[variant]
            return Wanted(variant, _quantity(known, quantity))
    code = named[0][0] if named else text
    raise forms.ValidationError(_t("There is no article “%(code)s”.") % {"code": code[:60]})


def _quantity(known: VariantSnapshot, text: str) -> int:
    try:
        found = known.unit.parse(text) if text else known.unit.scale
    except ValueError:
        found = 0
    if not found:
        raise forms.ValidationError(_t("Write how many “%(sku)s”: a number like 2 or 1.25.") % {"sku": known.sku})
    return found
