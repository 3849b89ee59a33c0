"""What is filled in about sets of articles: which articles, and how a new set is called."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import SetId, VariantId
from oneshelf.surfaces.backoffice.choices import offer
from oneshelf.surfaces.backoffice.desk import Desk

MOST_AT_ONCE = 20_000
"""The most articles that one form puts into a set, or takes out of it."""

_PLAIN = {"autocomplete": "off"}
SUGGESTED = _PLAIN | {
    "list": "sets-suggested",
    "hx-get": reverse_lazy("backoffice:suggest_sets"),
    "hx-trigger": "focus once, input changed delay:200ms",
    "hx-target": "#sets-suggested",
    "hx-sync": "this:replace",
}
"""What a field has in which the code of a set is typed: sets are offered from `sets/suggested.html`, however many."""

_BETWEEN = re.compile(r"[,;\n]")


def read_set(text: str) -> SetId | None:
    """Return the set that a code names, None for none. Raises ValidationError for a code that stands for nothing."""
    code = text.strip()
    found = catalogue.sets_by_code([code]) if code else []
    if code and not found:
        raise forms.ValidationError(_t("There is no set of articles “%(code)s”.") % {"code": code})
    return found[0].id if found else None


class GoodsForm(forms.Form):
    """Articles: all in a category, of a brand and in a set, as far as each is named, and single ones by SKU."""

    category = forms.ChoiceField(label=_("Category"), required=False, help_text=_("It and all below it."))
    brand = forms.CharField(label=_("Brand"), max_length=200, required=False, widget=forms.TextInput(_PLAIN))
    other = forms.CharField(
        label=_("In the set"),
        max_length=200,
        required=False,
        widget=forms.TextInput(SUGGESTED),
        help_text=_("The code of a set: its articles as they are now."),
    )
    skus = forms.CharField(
        label=_("Single articles"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(_PLAIN | {"rows": 3}),
        help_text=_("SKUs, a line for each, or with commas between. They come on top."),
    )

    def __init__(self, *given: Any, desk: Desk) -> None:
        super().__init__(*given)
        categories = [("", _t("Any")), *((each.slug, name) for each, name in desk.named_categories)]
        offer(self, "category", categories)

    def clean_other(self) -> SetId | None:
        """Return the set that is named, None for none. Raises ValidationError for a code that stands for nothing."""
        return read_set(self.cleaned_data["other"])

    def clean_skus(self) -> list[VariantId]:
        """Return the articles that are named. Raises ValidationError for the first SKU that is nobody's."""
        written = list(
            dict.fromkeys(each.strip() for each in _BETWEEN.split(self.cleaned_data["skus"]) if each.strip())
        )
        known = catalogue.variants_by_sku(written) if written else {}
        for sku in written:
            if sku not in known:
                raise forms.ValidationError(_t("There is no article with SKU “%(code)s”.") % {"code": sku})
        return list(known.values())

    def clean(self) -> dict[str, Any]:
        """Find the articles. All of them are never meant: with nothing named, none is chosen."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        named = {"category": given["category"], "brand": given["brand"].strip(), "product_set": given["other"]}
        found = catalogue.choose(**named, limit=MOST_AT_ONCE + 1) if any(named.values()) else []
        given["articles"] = list(dict.fromkeys([*given["skus"], *found]))
        if len(given["articles"]) > MOST_AT_ONCE:
            self.add_error(None, _t("These are more than 20,000 articles. Name fewer at once, a category or a brand."))
        return given

    def wants_some(self) -> bool:
        """Tell whether it names articles, and say so at the form where it names none."""
        if self.is_valid() and not self.cleaned_data["articles"]:
            self.add_error(None, _t("No article is like that. Name a category, a brand, a set or SKUs."))
        return self.is_valid()


class SetForm(GoodsForm):
    """A set to be, and what it holds at first; nothing, when nothing is named."""

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(
        label=_("Code"), max_length=200, help_text=_("For promotions, files and programs, like easter-2026. It stays.")
    )
    field_order = ("name", "code", "category", "brand", "other", "skus")
