"""What shoppers fill in to change their own order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.modules.amendments.public import Wish
from oneshelf.modules.orders.public import Contact, Method, Order, OrderLine
from oneshelf.modules.places.public import Place
from oneshelf.surfaces.storefront.forms import countries
from oneshelf.ui.formats import active_locale, quantity_text

_ADDRESS = {
    "name": (_("Name"), "name", 200),
    "street": (_("Street and number"), "street-address", 200),
    "postal_code": (_("Postal code"), "postal-code", 20),
    "city": (_("City"), "address-level2", 100),
}


class OwnChangeForm(forms.Form):
    """How much of each line is still wanted, and where it goes instead. Nothing can be added: that is another order."""

    def __init__(self, data: QueryDict | None, order: Order, stores: Sequence[Place]) -> None:
        super().__init__(data)
        self.order, self._stores = order, {place.code: place.id for place in stores}
        self.lines = [line for line in order.lines if line.wanted]
        for line in self.lines:
            self.fields[f"keep_{line.line}"] = forms.CharField(
                label=_t("Quantity of %(title)s") % {"title": line.title},
                max_length=20,
                initial=str(line.unit.shown(line.wanted)),
                widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "size": "5"}),
            )
        if order.summary.method is Method.COLLECT and stores:
            choices = [("", _t("As it was")), *((place.code, place.name) for place in stores)]
            self.fields["store"] = forms.ChoiceField(label=_t("Collect it in"), choices=choices, required=False)
        elif order.contact and order.summary.method is Method.SHIP:
            self._add_address(order.contact)

    @property
    def rows(self) -> list[tuple[OrderLine, BoundField]]:
        """Each line with its field."""
        return [(line, self[f"keep_{line.line}"]) for line in self.lines]

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
        given = self.cleaned_data
        kept = {line.line: 0 if "nothing" in self.data else given[f"keep_{line.line}"] for line in self.lines}
        cancel = {line.line: line.wanted - kept[line.line] for line in self.lines if kept[line.line] < line.wanted}
        if "nothing" in self.data:
            return Wish(cancel)
        return Wish(cancel, contact=self._contact(), store=self._stores.get(given.get("store", "")))

    def _contact(self) -> Contact | None:
        known = self.order.contact
        if known is None or not self.address:
            return None
        changed = replace(known, **{field.name: self.cleaned_data[field.name].strip() for field in self.address})
        return changed if changed != known else None

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
        if given[name] > line.wanted:
            most = quantity_text(line.wanted, line.unit)
            self.add_error(name, _t("At most %(most)s: for more, place another order.") % {"most": most})
