"""Gaps for goods: which articles a part of a rule is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import SetId, VariantId
from oneshelf.modules.pricing.public import compiled
from oneshelf.surfaces.backoffice.company_forms import AmountField
from oneshelf.surfaces.backoffice.desk import Desk
from oneshelf.surfaces.backoffice.promoting.fields import CodesField

GOODS = ("categories", "brands", "sets", "skus", "unless")


class KnownGoods:
    """What articles and sets are called, both ways: each is asked for once, however many gaps name it."""

    def __init__(self) -> None:
        self._skus, self._sets = dict[str, str](), dict[str, str]()

    def learn(self, matches: Iterable[compiled.Match]) -> None:
        """Look up all that these name: a statement for articles, and one for sets."""
        named = {tag for match in matches for tag in (*match.any_of, *match.none_of)}
        variants = [VariantId(UUID(tag[2:])) for tag in named if tag[0] == "v"]
        sets = [SetId(UUID(tag[2:])) for tag in named if tag[0] == "s"]
        if variants:
            self._skus |= {each.sku: f"v:{key}" for key, each in catalogue.snapshots(variants).items()}
        if sets:
            self._sets |= {each.code: f"s:{key}" for key, each in catalogue.sets_by_id(sets).items()}

    def articles(self, skus: list[str]) -> dict[str, str]:
        """Return the tags of articles by their SKUs; unknown ones are left out."""
        missing = [each for each in skus if each not in self._skus]
        if missing:
            self._skus |= {sku: f"v:{key}" for sku, key in catalogue.variants_by_sku(missing).items()}
        return {sku: self._skus[sku] for sku in skus if sku in self._skus}

    def sets(self, codes: list[str]) -> dict[str, str]:
        """Return the tags of sets by their codes; unknown ones are left out."""
        missing = [each for each in codes if each not in self._sets]
        if missing:
            self._sets |= {each.code: f"s:{each.id}" for each in catalogue.sets_by_code(missing)}
        return {code: self._sets[code] for code in codes if code in self._sets}

    def filled(self, match: compiled.Match) -> dict[str, Any]:
        """Return what stands in the gaps of goods, as far as they can say which articles a match means."""
        by_tag = {tag: code for codes in (self._skus, self._sets) for code, tag in codes.items()}
        named = {kind: [tag for tag in match.any_of if tag[0] == kind] for kind in "vcsb"}

        def listed(tags: Iterable[str]) -> str:
            return ", ".join(by_tag[tag] for tag in tags if tag in by_tag)

        return {
            "categories": named["c"],
            "brands": ", ".join(tag[2:] for tag in named["b"]),
            "sets": listed(named["s"]),
            "skus": listed(named["v"]),
            "unless": listed(match.none_of),
        }


class GoodsForm(forms.Form):
    """Any of the articles that are named, except some; all articles, when nothing is named."""

    categories = forms.MultipleChoiceField(label=_("Categories"), required=False)
    brands = forms.CharField(label=_("Brands"), required=False, max_length=2_000, help_text=_("With commas between."))
    sets = CodesField(
        _("There is no set of articles “%(code)s”."), label=_("Sets of articles"), help_text=_("Codes, with commas.")
    )
    skus = CodesField(
        _("There is no article with SKU “%(code)s”."), label=_("SKUs"), help_text=_("With commas between.")
    )
    unless = CodesField(_("There is no article with SKU “%(code)s”."), label=_("Except these SKUs"))

    def __init__(self, *given: Any, desk: Desk, goods: KnownGoods, **options: Any) -> None:
        super().__init__(*given, **options)
        self.desk = desk
        for name, find in (("sets", goods.sets), ("skus", goods.articles), ("unless", goods.articles)):
            field = self.fields[name]
            assert isinstance(field, CodesField)
            field.find = find
        self.offer("categories", [(f"c:{each.id}", name) for each, name in desk.named_categories])
        for field in self.fields.values():
            if isinstance(field, AmountField):
                field.currency = desk.market.currency

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Let one of these be chosen."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_brands(self) -> tuple[str, ...]:
        """Return the tags of brands. Raises ValidationError for one that no article has."""
        written = self.cleaned_data["brands"].split(",")
        tags = tuple(dict.fromkeys(catalogue.brand_tag(each) for each in written if each.strip()))
        known = catalogue.known_brands(tags) if tags else frozenset()
        for tag in tags:
            if tag not in known:
                raise forms.ValidationError(_t("No article is of the brand “%(brand)s”.") % {"brand": tag[2:]})
        return tags

    @property
    def names_goods(self) -> bool:
        """Whether anything is written in these gaps."""
        return any(self[name].value() for name in GOODS)


def match_of(given: dict[str, Any]) -> compiled.Match:
    """Return which articles the gaps of goods mean, as far as they could be read."""
    named = (given.get(name, ()) for name in GOODS if name != "unless")
    return compiled.Match(any_of=tuple(tag for tags in named for tag in tags), none_of=tuple(given.get("unless", ())))
