"""What is filled in about a change of many prices."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.errors import Refusal
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import SetId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import BASE, By, Ending, How, Wanted
from oneshelf.surfaces.backoffice import amounts, price_rows
from oneshelf.surfaces.backoffice.choices import offer
from oneshelf.surfaces.backoffice.desk import Desk
from oneshelf.surfaces.backoffice.moments import MomentField, read_on_clocks_of
from oneshelf.surfaces.backoffice.price_rows import Fault
from oneshelf.surfaces.backoffice.set_forms import SUGGESTED, read_set

MOST_ARTICLES = 200_000
"""The most articles of one change."""

FAULTS_SHOWN = 20

WAYS = {
    By.PERCENT: _("by a percentage"),
    By.AMOUNT: _("by an amount"),
    By.FIXED: _("to one price"),
    By.GIVEN: _("to the prices of the file"),
}

ENDINGS = {
    Ending.ANY: _("as it comes out"),
    Ending.NINETY_NINE: _("ending in .99"),
    Ending.WHOLE: _("without cents"),
    Ending.FIVE: _("with a last digit of 5"),
    Ending.NINE: _("with a last digit of 9"),
}

_PLAIN = {"autocomplete": "off"}
_PERCENT = re.compile(r"([+-]?)([0-9]{1,7})(?:[.,]([0-9]{1,2}))? ?%?")


def _points(text: str) -> int:
    """Read a percentage as hundredths of a percent. Raises ValidationError when it is none, or finer."""
    found = _PERCENT.fullmatch(text)
    if found is None:
        raise forms.ValidationError(_t("Write a percentage like -10 or 2.5, with two decimals at most."))
    sign, whole, part = found.groups(default="")
    return int(f"{sign}{whole}{part:0<2}")


class ChangeForm(forms.Form):
    """Which articles change, how, in which list, from when until when."""

    name = forms.CharField(label=_("What it is called"), max_length=100, widget=forms.TextInput(_PLAIN))
    category = forms.ChoiceField(label=_("Category"), required=False)
    brand = forms.CharField(label=_("Brand"), max_length=200, required=False, widget=forms.TextInput(_PLAIN))
    product_set = forms.CharField(
        label=_("Set of articles"),
        max_length=200,
        required=False,
        widget=forms.TextInput(SUGGESTED),
        help_text=_("Its code. Type a part of it, or of its name."),
    )
    file = forms.FileField(
        label=_("File of articles"),
        required=False,
        help_text=_("CSV: a SKU a line, and its price where each article has its own. Instead of the choice above."),
    )
    by = forms.ChoiceField(label=_("Prices change"), choices=[(each.value, words) for each, words in WAYS.items()])
    value = forms.CharField(
        label=_("By, or to"),
        max_length=20,
        required=False,
        help_text=_("-10 with a percentage is 10 % less."),
        widget=forms.TextInput(_PLAIN | {"inputmode": "text"}),
    )
    ending = forms.ChoiceField(label=_("New prices"), choices=[(each.value, words) for each, words in ENDINGS.items()])
    price_list = forms.ChoiceField(label=_("Price list"))
    starts = MomentField(label=_("From"), help_text=_("Leave it empty to change them when you apply it."))
    ends = MomentField(label=_("Until"), help_text=_("Leave it empty for until further notice."))

    def __init__(self, *given: Any, desk: Desk) -> None:
        super().__init__(*given)
        read_on_clocks_of(desk.zone, self)
        self._currency, self.faults = desk.market.currency, list[Fault]()
        lists = [(each.code, each.name) for each in pricing.price_lists(desk.market.id) if each.code != BASE]
        offer(self, "price_list", [(BASE, _t("Base list")), *lists])
        offer(self, "category", [("", _t("Any")), *((each.slug, name) for each, name in desk.named_categories)])

    def clean_product_set(self) -> SetId | None:
        """Return the set that is named, None for none. Raises ValidationError for a code that stands for nothing."""
        return read_set(self.cleaned_data["product_set"])

    def clean(self) -> dict[str, Any]:
        """Read how prices change, and for which articles."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            how = self._how(By(given["by"]), given["value"].strip(), Ending(given["ending"]))
            if how is not None:
                given["how"], given["articles"] = how, self._articles(given, priced=how.by is By.GIVEN)
        return given

    def _how(self, by: By, text: str, ending: Ending) -> How | None:
        if by is By.GIVEN:
            return How(by, 0, ending)
        try:
            much = _points(text) if by is By.PERCENT else amounts.read_amount(text, self._currency).minor
        except forms.ValidationError as wrong:
            self.add_error("value", wrong)
            return None
        return How(by, much, ending)

    def _articles(self, given: dict[str, Any], *, priced: bool) -> list[Wanted]:
        file = given.get("file")
        if file is not None:
            return self._in_file(file, priced=priced)
        if priced:
            self.add_error("file", _t("Choose a file with a SKU and a price a line."))
            return []
        named = {"category": given["category"], "brand": given["brand"].strip(), "product_set": given["product_set"]}
        try:
            found = catalogue.choose(**named, limit=MOST_ARTICLES)
        except Refusal:
            found = []
        return [Wanted(each) for each in found]

    def _in_file(self, file: Any, *, priced: bool) -> list[Wanted]:
        try:
            if (file.size or 0) > price_rows.LARGEST_FILE:
                raise ValueError("too large")
            text = file.read().decode("utf-8-sig").replace("\0", "")
        except ValueError:
            self.add_error("file", _t("Choose a text file in UTF-8 of 16 MB at most."))
            return []
        articles, faults = price_rows.read(text, self._currency, priced=priced)
        self.faults = faults[:FAULTS_SHOWN]
        if faults:
            self.add_error(
                "file",
                _t("%(many)s lines cannot be read. Correct them and choose the file again.") % {"many": len(faults)},
            )
        return articles
