"""What staff fill in to change a placed order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, Apart, Wish
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantSnapshot
from oneshelf.modules.orders.public import Contact, Method, Order, OrderLine
from oneshelf.modules.places.public import Place

ADDED_AT_ONCE = 3
"""How many articles one form can add; another change adds more."""

_PLAIN = {"autocomplete": "off"}
_ADDRESS = {
    "name": (_("Name"), 200),
    "email": (_("E-mail"), 254),
    "phone": (_("Telephone"), 32),
    "street": (_("Street and number"), 200),
    "postal_code": (_("Postal code"), 20),
    "city": (_("City"), 100),
    "region": (_("Region"), 100),
    "country": (_("Country"), 2),
}
_OPTIONAL = ("phone", "region")


class ChangeForm(forms.Form):
    """How much of each line is still wanted, what is added, and where it goes instead.

    Each field is filled in as the order is, so that what is left alone changes nothing.
    """

    reason = forms.ChoiceField(label=_("Why"), choices=[(r.value, name) for r, name in amendments.REASON_NAMES.items()])

    def __init__(self, data: QueryDict | None, order: Order, stores: Sequence[Place], senders: Sequence[Place]) -> None:
        super().__init__(data)
        self.order, self._stores = order, {place.code: place.id for place in stores}
        self._senders = {place.code: place.id for place in senders}
        self.lines = [line for line in order.lines if line.wanted]
        self._added: list[tuple[VariantSnapshot, int, int | None]] = []
        for line in self.lines:
            self._add_line(line)
        for row in range(ADDED_AT_ONCE):
            self._add_row(row)
        self._add_going(senders)
        if order.summary.method is Method.COLLECT:
            choices = [("", _t("As it was")), *((place.code, place.name) for place in stores)]
            self.fields["store"] = forms.ChoiceField(label=_("Collected at"), choices=choices, required=False)
        elif order.contact:
            for name, (label, most) in _ADDRESS.items():
                self.fields[name] = forms.CharField(
                    label=label,
                    max_length=most,
                    required=name not in _OPTIONAL,
                    initial=getattr(order.contact, name),
                    widget=forms.TextInput(_PLAIN),
                )

    @property
    def rows(self) -> list[tuple[OrderLine, BoundField, BoundField]]:
        """Each line with its fields."""
        return [(line, self[f"keep_{line.line}"], self[f"apart_{line.line}"]) for line in self.lines]

    @property
    def additions(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        """The fields of each article that can be added."""
        return [(self[f"code_{row}"], self[f"units_{row}"], self[f"instead_{row}"]) for row in range(ADDED_AT_ONCE)]

    @property
    def going(self) -> list[BoundField]:
        """The fields of how a parcel of its own leaves."""
        return [self[name] for name in ("from", "not_before") if name in self.fields]

    @property
    def address(self) -> list[BoundField]:
        """The fields of where a parcel goes."""
        return [self[name] for name in _ADDRESS if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Read the quantities in the units of their articles."""
        given = super().clean() or self.cleaned_data
        for line in self.lines:
            self._read_units(f"keep_{line.line}", line, given)
            self._read_units(f"apart_{line.line}", line, given)
        for row in range(ADDED_AT_ONCE):
            self._read_row(row, given)
        return given

    @property
    def wish(self) -> Wish:
        """What is to be different about the order."""
        given = self.cleaned_data
        replaced = {instead for _article, _units, instead in self._added if instead is not None}
        cancel, more = {}, []
        for line in self.lines:
            kept = 0 if line.line in replaced else given[f"keep_{line.line}"]
            if kept < line.wanted:
                cancel[line.line] = line.wanted - kept
            elif kept > line.wanted:
                more.append(Addition(line.variant, kept - line.wanted))
        more += [Addition(article.variant, units, instead) for article, units, instead in self._added]
        place, on = self._senders.get(given.get("from", "")), given["not_before"]
        apart = tuple(
            Apart(line.line, units, place, on) for line in self.lines if (units := given[f"apart_{line.line}"])
        )
        return Wish(cancel, tuple(more), apart, self._contact(), self._stores.get(given.get("store", "")))

    def _contact(self) -> Contact | None:
        if not self.address:
            return None
        given = {name: self.cleaned_data.get(name, "").strip() for name in asdict(Contact())}
        contact = Contact(**(given | {"vat_id": self.order.vat_id}))
        return contact if contact != self.order.contact else None

    def _add_line(self, line: OrderLine) -> None:
        self.fields[f"keep_{line.line}"] = forms.CharField(
            label=_t("Quantity of %(title)s") % {"title": line.title},
            max_length=20,
            initial=str(line.unit.shown(line.wanted)),
            widget=forms.TextInput(_PLAIN | {"inputmode": "decimal", "size": "6"}),
        )
        self.fields[f"apart_{line.line}"] = forms.CharField(
            label=_t("How much of %(title)s leaves in a parcel of its own") % {"title": line.title},
            required=False,
            max_length=20,
            widget=forms.TextInput(_PLAIN | {"inputmode": "decimal", "size": "6", "placeholder": "0"}),
        )

    def _add_going(self, senders: Sequence[Place]) -> None:
        if senders:
            choices = [("", _t("Where it lies")), *((place.code, place.name) for place in senders)]
            self.fields["from"] = forms.ChoiceField(
                label=_t("The parcel of its own comes from"), choices=choices, required=False
            )
        self.fields["not_before"] = forms.DateField(
            label=_t("And leaves not before"),
            required=False,
            widget=forms.DateInput({"type": "date"}),
            help_text=_t("Empty: as soon as it can"),
        )

    def _add_row(self, row: int) -> None:
        lines = [("", _t("nothing")), *((str(line.line), line.title) for line in self.lines)]
        number = {"number": row + 1}
        self.fields[f"code_{row}"] = forms.CharField(
            label=_t("Article %(number)s") % number,
            required=False,
            max_length=100,
            widget=forms.TextInput(_PLAIN | {"placeholder": _t("SKU, barcode or name")}),
        )
        self.fields[f"units_{row}"] = forms.CharField(
            label=_t("Quantity %(number)s") % number,
            required=False,
            max_length=20,
            widget=forms.TextInput(_PLAIN | {"inputmode": "decimal", "size": "6", "placeholder": "1"}),
        )
        self.fields[f"instead_{row}"] = forms.ChoiceField(
            label=_t("Instead of %(number)s") % number, choices=lines, required=False
        )

    def _read_units(self, name: str, line: OrderLine, given: dict[str, Any]) -> None:
        """Read a quantity in the units of its line; nothing stands for none."""
        if name not in given:
            return
        try:
            given[name] = line.unit.parse(given[name]) if given[name].strip() else 0
        except ValueError:
            self.add_error(name, _t("Write a number like 2 or 1.25."))

    def _read_row(self, row: int, given: dict[str, Any]) -> None:
        code, units = given.get(f"code_{row}", "").strip(), given.get(f"units_{row}", "").strip()
        if not code:
            return
        article = _article(code)
        if article is None:
            self.add_error(f"code_{row}", _t("No article is called %(code)s.") % {"code": code[:40]})
            return
        try:
            quantity = article.unit.parse(units) if units else article.unit.scale
        except ValueError:
            self.add_error(f"units_{row}", _t("Write a number like 2 or 1.25."))
            return
        instead = given.get(f"instead_{row}") or None
        self._added.append((article, quantity, int(instead) if instead else None))


def _article(text: str) -> VariantSnapshot | None:
    """Return the article that a code or some words name."""
    variant = catalogue.find_variant_by_code(text)
    if variant is None:
        hits = catalogue.quick_search(text, catalogue.SearchFilters(), limit=1).hits
        variant = next((each for hit in hits for each in hit.variants), None)
    return catalogue.snapshots([variant]).get(variant) if variant else None
