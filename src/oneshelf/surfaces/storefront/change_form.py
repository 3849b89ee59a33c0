"""What shoppers fill in to change their own order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.modules.amendments.public import Addition, Wish
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.orders.public import Contact, Method, Order, OrderLine
from oneshelf.surfaces.storefront.forms import countries
from oneshelf.surfaces.storefront.own_change import Offered
from oneshelf.ui.formats import active_locale, quantity_text

_ADDRESS = {
    "name": (_("Name"), "name", 200),
    "street": (_("Street and number"), "street-address", 200),
    "postal_code": (_("Postal code"), "postal-code", 20),
    "city": (_("City"), "address-level2", 100),
}


class OwnChangeForm(forms.Form):
    """How much of each line is wanted, or of what instead, what is added, and where it goes instead.

    What the shop does not offer is no field of it.
    """

    def __init__(self, data: QueryDict | None, order: Order, offered: Offered) -> None:
        super().__init__(data)
        self.order, self._offered = order, offered
        self._stores = {place.code: place.id for place in offered.stores}
        self.lines = [line for line in order.lines if line.wanted]
        for line in self.lines:
            self.fields[f"keep_{line.line}"] = forms.CharField(
                label=_t("Quantity of %(title)s") % {"title": line.title},
                max_length=20,
                initial=str(line.unit.shown(line.wanted)),
                widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "size": "5"}),
            )
            if line.line in offered.swaps:
                self._add_swap(line)
        if offered.basket:
            self.fields["basket"] = forms.BooleanField(
                label=_t("Add what is in my basket"), required=False, help_text=offered.basket_names
            )
        if order.summary.method is Method.COLLECT and offered.stores:
            choices = [("", _t("As it was")), *((place.code, place.name) for place in offered.stores)]
            self.fields["store"] = forms.ChoiceField(label=_t("Collect it in"), choices=choices, required=False)
        elif order.contact and order.summary.method is Method.SHIP:
            self._add_address(order.contact)

    @property
    def rows(self) -> list[tuple[OrderLine, BoundField, BoundField | None]]:
        """Each line with its fields: how much of it, and what instead."""
        return [
            (line, self[f"keep_{line.line}"], self[f"swap_{line.line}"] if line.line in self._offered.swaps else None)
            for line in self.lines
        ]

    @property
    def address(self) -> list[BoundField]:
        """The fields of where the parcel goes."""
        return [self[name] for name in (*_ADDRESS, "country") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Read the quantities; `nothing` stands for not wanting anything any more."""
        given = super().clean() or self.cleaned_data
        for line in self.lines:
            name = f"keep_{line.line}"
            if name in given:
                self._read(line, name, given)
        return given

    @property
    def wish(self) -> Wish:
        """What is to be different about the order."""
        if "nothing" in self.data:
            return Wish({line.line: line.wanted for line in self.lines})
        given, cancel, add = self.cleaned_data, {}, []
        for line in self.lines:
            units, swap = given[f"keep_{line.line}"], given.get(f"swap_{line.line}")
            if swap:
                cancel[line.line] = line.wanted
                add += [Addition(VariantId(UUID(swap)), units, line.line)] if units else []
            elif units < line.wanted:
                cancel[line.line] = line.wanted - units
            elif units > line.wanted:
                add.append(Addition(line.variant, units - line.wanted))
        basket = self._offered.basket
        if basket and given.get("basket"):
            add += [Addition(variant, units) for variant, units in basket.quantities.items()]
        store = self._stores.get(given.get("store", ""))
        return Wish(cancel, tuple(add), contact=self._contact(), store=store)

    def _contact(self) -> Contact | None:
        known = self.order.contact
        if known is None or not self.address:
            return None
        changed = replace(known, **{field.name: self.cleaned_data[field.name].strip() for field in self.address})
        return changed if changed != known else None

    def _add_swap(self, line: OrderLine) -> None:
        others = [(str(variant), name) for variant, name in self._offered.swaps[line.line]]
        self.fields[f"swap_{line.line}"] = forms.ChoiceField(
            label=_t("Instead of %(title)s") % {"title": line.title},
            choices=[("", _t("As it was")), *others],
            required=False,
        )

    def _add_address(self, known: Contact) -> None:
        for name, (label, complete, most) in _ADDRESS.items():
            self.fields[name] = forms.CharField(
                label=label,
                max_length=most,
                initial=getattr(known, name),
                widget=forms.TextInput({"autocomplete": complete}),
            )
        self.fields["country"] = forms.ChoiceField(
            label=_t("Country"),
            choices=countries(active_locale()),
            initial=known.country,
            widget=forms.Select({"autocomplete": "country"}),
        )

    def _read(self, line: OrderLine, name: str, given: dict[str, Any]) -> None:
        try:
            given[name] = line.unit.parse(given[name])
        except ValueError:
            self.add_error(name, _t("Write a number like 2 or 1.25."))
            return
        if given[name] > line.wanted and not self._offered.may_add:
            most = quantity_text(line.wanted, line.unit)
            self.add_error(name, _t("At most %(most)s: for more, place another order.") % {"most": most})
