"""The editor's form: a promotion as a sentence with gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import GroupId, Limits, Plan, Terms
from oneshelf.surfaces.backoffice.company_forms import AmountField
from oneshelf.surfaces.backoffice.desk import Desk
from oneshelf.surfaces.backoffice.moments import MomentField, read_on_clocks_of
from oneshelf.surfaces.backoffice.promoting.bundles import parts_of
from oneshelf.surfaces.backoffice.promoting.conditions import (
    MOST_GROUPS,
    Offered,
    groups_of,
    offered_at,
    read_hours,
)
from oneshelf.surfaces.backoffice.promoting.fields import (
    PercentField,
    StepsField,
    read_amount,
)
from oneshelf.surfaces.backoffice.promoting.goods import GOODS, match_of
from oneshelf.surfaces.backoffice.promoting.occasion import OccasionForm
from oneshelf.surfaces.backoffice.promoting.sections import WHAT, Section, section_of, sections
from oneshelf.surfaces.backoffice.promoting.words import PAYMENTS

REWARDS = {
    "percent": _("A percentage off"),
    "amount_each": _("An amount off each piece"),
    "unit_priced": _("A price for each piece"),
    "amount_off": _("An amount off all together"),
    "buy_get": _("Buy some, get some"),
    "bundle": _("Several together for a price"),
    "tiers": _("More pieces, more off"),
    "tiers_value": _("More value, more off"),
    "markdown": _("Short-dated goods, the shorter the more off"),
    "delivery": _("Cheaper or free delivery"),
    "gift": _("A gift"),
}
"""What a promotion gives, and which gaps each has: see the template's `data-for`."""

MOST_DAYS = 365
"""How long before its last day something may be marked down."""

NOT_THE_RULE = {"code", "name", "group", "starts", "ends"}

_COUNT: dict[str, Any] = {"required": False, "min_value": 1, "max_value": 10**9}


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a promotion no gap can say, and stays as it is: what it gives, and some of its conditions."""

    gives: tuple[compiled.Reward, compiled.Match] | None = None
    when: tuple[compiled.Condition, ...] = ()
    plan_when: compiled.Condition | None = None
    """All conditions as the promotion has them: they stay as they are written, unless others are meant."""


class PromotionForm(OccasionForm):
    """What a promotion gives, of what, when, how often, from when until when, and how it is called."""

    reward = forms.ChoiceField(label=_("What it gives"), choices=list(REWARDS.items()))
    percent = PercentField(label=_("Percent"))
    amount = AmountField(label=_("Amount"), required=False, may_be_nothing=True)
    buy = forms.IntegerField(label=_("Buy"), **_COUNT)
    get = forms.IntegerField(label=_("Get"), **_COUNT)
    pieces = forms.IntegerField(label=_("Pieces"), **_COUNT)
    steps = StepsField(label=_("Steps"), help_text=_("3: 5, 6: 10 is 5 % off from 3 on, and 10 % from 6 on."))
    ladder = StepsField(
        label=_("Days left"), help_text=_("3: 25, 1: 50, 0: 75 is 25 % off from three days before, 75 % on the last.")
    )
    gift = forms.CharField(label=_("SKU of the gift"), required=False, max_length=100)
    least = forms.IntegerField(label=_("At least so many of them"), **_COUNT)
    worth = AmountField(label=_("Basket worth at least"), required=False)
    channels = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label=_("Channels"), required=False)
    stores = forms.CharField(label=_("Places"), required=False, max_length=500, help_text=_("Codes, with commas."))
    days = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label=_("Weekdays"), required=False)
    after = forms.CharField(label=_("From (time)"), required=False, max_length=5)
    before = forms.CharField(label=_("Until (time)"), required=False, max_length=5)
    groups = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, label=_("Groups of customers"), required=False
    )
    payments = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, label=_("Ways to pay"), required=False, choices=list(PAYMENTS.items())
    )
    first_order = forms.BooleanField(label=_("Only on a first order"), required=False)
    needs_coupon = forms.BooleanField(label=_("Only with a coupon"), required=False)
    cap_times = forms.IntegerField(label=_("Times a basket"), **_COUNT)
    cap_pieces = forms.IntegerField(label=_("Pieces a basket"), **_COUNT)
    cap_off = AmountField(label=_("Off a basket at most"), required=False)
    limit_uses = forms.IntegerField(label=_("Orders in all"), **_COUNT)
    limit_a_day = forms.IntegerField(label=_("Orders a day"), **_COUNT)
    limit_each = forms.IntegerField(
        label=_("Orders of each customer"), help_text=_("Who is not known gets nothing then."), **_COUNT
    )
    limit_off = AmountField(label=_("Budget"), required=False)
    starts = MomentField(label=_("From"), help_text=_("Empty: as soon as it goes live."))
    ends = MomentField(label=_("Until"), help_text=_("Empty: until it is ended."))
    group = forms.ChoiceField(label=_("Stacking group"))
    priority = forms.IntegerField(label=_("Priority"), min_value=0, max_value=1_000, initial=100)
    exclusive = forms.BooleanField(label=_("Applies alone"), required=False)
    code = forms.RegexField(
        label=_("Code"),
        regex="^[A-Za-z0-9][A-Za-z0-9_-]*$",
        max_length=40,
        error_messages={"invalid": _("Write letters, digits, hyphens and underscores.")},
    )
    name = forms.CharField(label=_("Name"), max_length=100)

    def __init__(
        self,
        *given: Any,
        desk: Desk,
        offered: Offered | None = None,
        kept: Kept | None = None,
        groups: Sequence[Mapping[str, Any]] = (),
        more: str = "",
        **options: Any,
    ) -> None:
        """Ask about a promotion with these groups of conditions, as `split` gives them; `more` adds one of something.

        What no gap can say, `kept`, stays as it is.
        """
        offered = offered or offered_at(desk)
        super().__init__(*given, desk=desk, goods=offered.goods, **options)
        self.kept, self.grows = kept or Kept(), more == "group" or more.startswith("row-")
        read_on_clocks_of(desk.zone, self)
        self.offer("channels", offered.channels)
        self.offer("days", offered.days)
        self.offer("groups", offered.segments)
        self.stacking = promotions.list_groups(desk.market.id)
        self.offer("group", [(str(each.id), each.name) for each in self.stacking])
        for language in desk.market.languages:
            label = _t("Name for shoppers (%(language)s)") % {
                "language": get_language_info(language)["name_translated"]
            }
            self.fields[f"name_{language}"] = forms.CharField(label=label, required=False, max_length=100)
        for name in (*WHAT, *GOODS) if self.kept.gives else ():
            del self.fields[name]
        data = self.data if self.is_bound else None
        self.together = groups_of(data, groups, desk=desk, offered=offered, more=more)
        others = self.initial.get("parts", ())
        self.parts = [] if self.kept.gives else parts_of(data, others, desk=desk, goods=offered.goods, more=more)

    begun: datetime | None = None
    """When it began, of what has begun: that does not change any more."""

    @property
    def names(self) -> list[forms.BoundField]:
        """The fields of names by language."""
        return [self[f"name_{language}"] for language in self.desk.market.languages]

    def group_name(self, group: GroupId) -> str:
        """Return what a stacking group is called."""
        return next(each.name for each in self.stacking if each.id == group)

    @property
    def is_new(self) -> bool:
        """Whether it is about a promotion that is not there yet."""
        return not self.initial.get("code")

    @property
    def may_grow(self) -> bool:
        """Whether there is room for one more group of conditions."""
        return len(self.together) < MOST_GROUPS

    @property
    def sections(self) -> dict[str, Section]:
        """The parts of the editor."""
        rows = [row for group in self.together for row in group.rows]
        together = section_of(rows, kept=len(self.kept.when), grows=self.grows)
        return sections(self, is_new=self.is_new) | {"together": together}

    @property
    def inner(self) -> list[forms.Form]:
        """The forms of groups of conditions, and of the parts of a bundle."""
        parts = self.parts if self.cleaned_data.get("reward") == "bundle" else []
        return [*(form for group in self.together for form in group.forms), *parts]

    def is_valid(self) -> bool:
        """Tell whether the promotion, its groups of conditions and the parts of its bundle are filled in well."""
        return super().is_valid() and all(form.is_valid() for form in self.inner)

    def as_typed(self) -> PromotionForm:
        """Return it as it was typed so far, with nothing said against it."""
        for form in (self, *self.parts, *(form for group in self.together for form in group.forms)):
            form.errors.clear()
        return self

    def open_gaps(self) -> Iterator[tuple[str, list[str]]]:
        """Go through what is still to be filled in before the rule says something: labels, and words."""
        for form in (self, *self.inner):
            for name, words in form.errors.items():
                if name not in {"code", "name"}:
                    yield str(form[name].label), [str(each) for each in words]

    def clean(self) -> dict[str, Any]:
        """Put the rule together: `terms`, unless a gap is left that it needs."""
        given: dict[str, Any] = super().clean() or {}
        try:
            reward, match = self.kept.gives or self._gives(given)
        except _Gap as gap:
            if gap.field not in self.errors:
                self.add_error(gap.field, gap.words)
            return given
        if not self.errors.keys() - NOT_THE_RULE and all(form.is_valid() for form in self.inner):
            given["terms"] = self._terms(reward, match, given)
        return given

    def _gives(self, given: dict[str, Any]) -> tuple[compiled.Reward, compiled.Match]:
        given["match"] = match_of(given)
        reward = self._reward(given)
        return reward, compiled.EVERYTHING if isinstance(reward, compiled.Bundle) else given["match"]

    def _terms(self, reward: compiled.Reward, match: compiled.Match, given: dict[str, Any]) -> Terms:
        if isinstance(reward, compiled.Bundle) and not self.kept.gives:
            others = (form.cleaned_data["part"] for form in self.parts)
            reward = compiled.Bundle((*reward.parts, *(each for each in others if each is not None)), reward.minor)
        counted = reward.parts[0].match if isinstance(reward, compiled.Bundle) else match
        conditions = tuple(self._conditions(given, counted))
        when = conditions[0] if len(conditions) == 1 else compiled.All(conditions) if conditions else None
        return Terms(
            reward=reward,
            match=match,
            when=self.kept.plan_when if promotions.alike(when, self.kept.plan_when) else when,
            priority=given["priority"],
            exclusive=given["exclusive"],
            needs_coupon=given["needs_coupon"],
            caps=compiled.Caps(given["cap_times"], given["cap_pieces"], _minor(given["cap_off"])),
        )

    def _reward(self, given: dict[str, Any]) -> compiled.Reward:
        match given.get("reward"):
            case "percent":
                return compiled.Percent(_filled(given, "percent"))
            case "amount_each":
                return compiled.AmountEach(_above_nothing(given))
            case "amount_off":
                return compiled.AmountOff(_above_nothing(given))
            case "unit_priced":
                return compiled.UnitPriced(_filled(given, "amount").minor)
            case "buy_get":
                off = given.get("percent") or compiled.WHOLE_BP
                return compiled.BuyGet(_filled(given, "buy"), _filled(given, "get"), off)
            case "bundle":
                part = compiled.Part(given["match"], _filled(given, "pieces"))
                return compiled.Bundle((part,), _filled(given, "amount").minor)
            case "tiers" | "tiers_value":
                return self._tiers(given)
            case "markdown":
                return _ladder(given)
            case "delivery":
                return compiled.DeliveryPriced(given["amount"].minor if given.get("amount") else 0)
            case "gift":
                return compiled.Gift(_gift(given), given.get("pieces") or 1)
            case _:
                raise _Gap("reward", _t("Choose what it gives."))

    def _tiers(self, given: dict[str, Any]) -> compiled.Tiers:
        by = compiled.By.PIECES if given["reward"] == "tiers" else compiled.By.VALUE
        try:
            steps = [
                (int(least) if by is compiled.By.PIECES else read_amount(least, self.desk.market.currency), bp)
                for least, bp in _filled(given, "steps")
            ]
        except (ValueError, forms.ValidationError):
            raise _Gap("steps", _t("Write steps like 3: 5, 6: 10.")) from None
        leasts = [least for least, _bp in steps]
        if leasts != sorted(set(leasts)) or leasts[0] < 1:
            raise _Gap("steps", _t("Write the lowest step first, each above the one before."))
        return compiled.Tiers(by, tuple(compiled.Step(least, compiled.Percent(bp)) for least, bp in steps))

    def _conditions(self, given: dict[str, Any], counted: compiled.Match) -> Iterator[compiled.Condition]:
        if given["least"]:
            yield compiled.Holds(counted, given["least"])
        if given["worth"]:
            yield compiled.Worth(compiled.EVERYTHING, given["worth"].minor)
        if given["channels"]:
            yield compiled.Channel(tuple(given["channels"]))
        if given["stores"]:
            yield compiled.Place(given["stores"])
        if given["days"] or given["after"] is not None or given["before"] is not None:
            yield read_hours(given)
        if given["groups"]:
            yield compiled.Segment(tuple(given["groups"]))
        if given["first_order"]:
            yield compiled.FirstOrder()
        if given["payments"]:
            yield compiled.Pays(tuple(given["payments"]))
        yield from (group.condition for group in self.together if group.condition is not None)
        yield from self.kept.when

    def plan(self, terms: Terms) -> Plan:
        """Return what was filled in, with these terms."""
        given = self.cleaned_data
        names = {code: given[f"name_{code}"] for code in self.desk.market.languages if given[f"name_{code}"]}
        limits = Limits(given["limit_uses"], given["limit_a_day"], given["limit_each"], _minor(given["limit_off"]))
        return Plan(
            code=given.get("code", ""),
            name=given.get("name", "") or _t("This promotion"),
            group=GroupId(next(each.id for each in self.stacking if str(each.id) == given["group"])),
            terms=terms,
            names=names,
            starts=self.begun or given.get("starts"),
            ends=given.get("ends"),
            limits=limits,
        )


def _ladder(given: dict[str, Any]) -> compiled.Markdown:
    try:
        steps = tuple(compiled.MarkdownStep(int(days), bp) for days, bp in _filled(given, "ladder"))
    except ValueError:
        raise _Gap("ladder", _t("Write steps like 3: 25, 1: 50, 0: 75.")) from None
    for one, other in pairwise(steps):
        if not (one.days > other.days and one.bp < other.bp):
            raise _Gap("ladder", _t("Write most days first, and more off in each step.")) from None
    if steps[-1].days < 0 or steps[0].days > MOST_DAYS:
        raise _Gap("ladder", _t("Write from 365 days down to 0."))
    return compiled.Markdown(steps)


class _Gap(Exception):
    """A gap that the rule needs, and what to write into it."""

    def __init__(self, field: str, words: str) -> None:
        self.field, self.words = field, words
        super().__init__(field)


def _filled(given: dict[str, Any], name: str) -> Any:
    """Return what stands in a gap that the reward needs."""
    if given.get(name) in (None, "", []):
        raise _Gap(name, _t("Fill this in."))
    return given[name]


def _above_nothing(given: dict[str, Any]) -> int:
    amount = _filled(given, "amount")
    if not amount.minor:
        raise _Gap("amount", _t("Write an amount above zero."))
    return int(amount.minor)


def _gift(given: dict[str, Any]) -> str:
    sku = _filled(given, "gift").strip()
    known = catalogue.variants_by_sku([sku])
    if sku not in known:
        raise _Gap("gift", _t("There is no such article."))
    return f"v:{known[sku]}"


def _minor(amount: Any) -> int | None:
    return amount.minor if amount else None
