"""Groups of conditions: all of these, any of these, none of these, each condition with gaps of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from babel.dates import get_day_names
from django import forms
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.modules.customers import public as customers
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.surfaces.backoffice.company_forms import AmountField
from oneshelf.surfaces.backoffice.desk import Desk
from oneshelf.surfaces.backoffice.promoting.goods import GOODS, KnownGoods, match_of
from oneshelf.surfaces.backoffice.promoting.occasion import OccasionForm
from oneshelf.surfaces.backoffice.promoting.words import PAYMENTS

MOST_GROUPS, MOST_IN_GROUP = 6, 8
"""How many groups a promotion has in the editor, and conditions a group; what has more is kept as it is."""

NEW_ROWS = 2
"""Conditions of a group that somebody adds: with fewer it says nothing that the gaps above do not."""

WEEKDAYS = tuple(str(day) for day in range(7))

HOWS = {
    "any": _("Any of these"),
    "all": _("All of these"),
    "none": _("None of these"),
}

KINDS = {
    "": _("Left out"),
    "holds": _("The basket holds so many pieces"),
    "worth": _("Goods come to an amount"),
    "channel": _("It is bought in a channel"),
    "place": _("It is bought at a place"),
    "hours": _("It is a day and an hour"),
    "segment": _("It is a customer of a group"),
    "first_order": _("It is a customer’s first order"),
    "pays": _("It is paid in a way"),
    "applied": _("Another promotion is applied"),
}
"""What a condition may be about, and which gaps each has: see the template's `data-for`."""

_COUNT: dict[str, Any] = {"required": False, "min_value": 1, "max_value": 10**9}
_ROW = re.compile(r"c(\d)-(\d)-kind")


@dataclass(frozen=True, slots=True)
class Offered:
    """What is there to choose from, asked for once: pairs of a code and a name; and the goods that gaps name."""

    channels: list[tuple[str, str]]
    days: list[tuple[str, str]]
    segments: list[tuple[str, str]]
    goods: KnownGoods


def offered_at(desk: Desk) -> Offered:
    """Return what there is to choose from in a market."""
    named = get_day_names("wide", locale=to_locale(get_language() or "en"))
    return Offered(
        channels=[(each.code, each.name) for each in desk.channels.values()],
        days=[(day, named[int(day)].capitalize()) for day in WEEKDAYS],
        segments=[(each.code, each.name) for each in customers.list_groups()],
        goods=KnownGoods(),
    )


class ConditionForm(OccasionForm):
    """One condition. Its kind says which gaps count; without a kind it is left out."""

    kind = forms.ChoiceField(label=_("Condition"), required=False, choices=list(KINDS.items()))
    least = forms.IntegerField(label=_("At least so many pieces"), **_COUNT)
    most = forms.IntegerField(label=_("At most so many pieces"), **_COUNT)
    worth = AmountField(label=_("Worth at least"), required=False)
    worth_most = AmountField(label=_("Worth at most"), required=False)
    reduced = forms.BooleanField(label=_("After what was taken off before"), required=False)
    channels = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label=_("Channels"), required=False)
    stores = forms.CharField(label=_("Places"), required=False, max_length=500, help_text=_("Codes, with commas."))
    days = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label=_("Weekdays"), required=False)
    after = forms.CharField(label=_("From (time)"), required=False, max_length=5)
    before = forms.CharField(label=_("Until (time)"), required=False, max_length=5)
    segments = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, label=_("Groups of customers"), required=False
    )
    payments = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, label=_("Ways to pay"), required=False, choices=list(PAYMENTS.items())
    )
    applied = forms.CharField(label=_("Code of the promotion"), required=False, max_length=40)

    def __init__(self, *given: Any, desk: Desk, offered: Offered, **options: Any) -> None:
        super().__init__(*given, desk=desk, goods=offered.goods, **options)
        self.offer("channels", offered.channels)
        self.offer("days", offered.days)
        self.offer("segments", offered.segments)

    def clean(self) -> dict[str, Any]:
        """Put the condition together: None for one that is left out."""
        given: dict[str, Any] = super().clean() or {}
        read: dict[str, Callable[[dict[str, Any]], compiled.Condition | None]] = {
            "": lambda given: None,
            "holds": self._holds,
            "worth": self._worth,
            "channel": self._channel,
            "place": self._place,
            "hours": read_hours,
            "segment": self._segment,
            "first_order": lambda given: compiled.FirstOrder(),
            "pays": self._pays,
            "applied": self._applied,
        }
        if not self.errors:
            given["condition"] = read[given["kind"]](given)
        return given

    def _needed(self, given: dict[str, Any], name: str) -> Any:
        if given.get(name) in (None, "", [], ()):
            self.add_error(name, _t("Fill this in."))
            return None
        return given[name]

    def _holds(self, given: dict[str, Any]) -> compiled.Condition | None:
        least, most = self._needed(given, "least"), given["most"]
        if least and most and most < least:
            self.add_error("most", _t("Write as many as the least, or more."))
        return compiled.Holds(match_of(given), least, most) if least else None

    def _worth(self, given: dict[str, Any]) -> compiled.Condition | None:
        least, most = self._needed(given, "worth"), given["worth_most"]
        if least and most and most.minor < least.minor:
            self.add_error("worth_most", _t("Write as much as the least, or more."))
        if not least:
            return None
        return compiled.Worth(match_of(given), least.minor, most.minor if most else None, given["reduced"])

    def _channel(self, given: dict[str, Any]) -> compiled.Condition | None:
        codes = self._needed(given, "channels")
        return compiled.Channel(tuple(codes)) if codes else None

    def _place(self, given: dict[str, Any]) -> compiled.Condition | None:
        codes = self._needed(given, "stores")
        return compiled.Place(codes) if codes else None

    def _segment(self, given: dict[str, Any]) -> compiled.Condition | None:
        codes = self._needed(given, "segments")
        return compiled.Segment(tuple(codes)) if codes else None

    def _pays(self, given: dict[str, Any]) -> compiled.Condition | None:
        ways = self._needed(given, "payments")
        return compiled.Pays(tuple(ways)) if ways else None

    def _applied(self, given: dict[str, Any]) -> compiled.Condition | None:
        code = self._needed(given, "applied")
        found = promotions.find_promotion(self.desk.market.id, code.strip()) if code else None
        if code and found is None:
            self.add_error("applied", _t("There is no promotion “%(code)s”.") % {"code": code})
        return compiled.Applied(str(found.id)) if found else None

    @property
    def names_more(self) -> bool:
        """Whether the goods of the condition are named, or refused: then they are shown."""
        return self.names_goods or any(self[name].errors for name in GOODS)


class HowForm(forms.Form):
    """How the conditions of a group go together."""

    how = forms.ChoiceField(label=_("The promotion holds with"), choices=list(HOWS.items()), initial="any")


@dataclass(frozen=True, slots=True)
class ConditionGroup:
    """A group in the editor: how its conditions go together, and these."""

    head: HowForm
    rows: list[ConditionForm]

    @property
    def condition(self) -> compiled.Condition | None:
        """What the group says; None when all of it is left out."""
        rows: list[compiled.Condition | None] = [each.cleaned_data["condition"] for each in self.rows]
        said = tuple(each for each in rows if each is not None)
        if not said:
            return None
        match self.head.cleaned_data["how"]:
            case "none":
                return compiled.Not(said[0] if len(said) == 1 else compiled.Any(said))
            case "any" if len(said) > 1:
                return compiled.Any(said)
            case "all" if len(said) > 1:
                return compiled.All(said)
            case _:
                return said[0]

    @property
    def forms(self) -> list[forms.Form]:
        """All of its forms."""
        return [self.head, *self.rows]

    @property
    def may_grow(self) -> bool:
        """Whether there is room for one more condition."""
        return len(self.rows) < MOST_IN_GROUP


def groups_of(
    data: Mapping[str, Any] | None, said: Iterable[Mapping[str, Any]], *, desk: Desk, offered: Offered, more: str
) -> list[ConditionGroup]:
    """Return the groups as they were sent, or as they are; with one more (`more` is "group"), or one more condition.

    `said` are groups as `split` gives them.
    """
    known = list(said)
    sizes = _sent(data) if data is not None else [len(each["rows"]) for each in known]
    added = len(sizes) if more == "group" and len(sizes) < MOST_GROUPS else None
    if added is not None:
        sizes.append(NEW_ROWS)
    groups = []
    for at, size in enumerate(sizes):
        grows = more == f"row-{at}" and size < MOST_IN_GROUP
        told = known[at] if data is None and at < len(known) else {"how": "any", "rows": ()}
        given = None if at == added else data
        head = HowForm(given, prefix=f"c{at}", initial={"how": told["how"]})
        rows = [
            ConditionForm(
                given,
                prefix=f"c{at}-{row}",
                desk=desk,
                offered=offered,
                initial=told["rows"][row] if row < len(told["rows"]) else {},
            )
            for row in range(size + grows)
        ]
        groups.append(ConditionGroup(head, rows))
        if grows or at == added:
            rows[-1 if grows else 0].fields["kind"].widget.attrs["autofocus"] = True
    return groups


def _sent(data: Mapping[str, Any]) -> list[int]:
    """Return how many conditions each group has that was sent."""
    found = [each for each in map(_ROW.fullmatch, data) if each]
    sizes = [0] * min(max((int(each[1]) + 1 for each in found), default=0), MOST_GROUPS)
    for each in found:
        at, row = int(each[1]), int(each[2])
        if at < len(sizes):
            sizes[at] = max(sizes[at], min(row + 1, MOST_IN_GROUP))
    return sizes


def read_hours(given: Mapping[str, Any]) -> compiled.Hours:
    """Return the hours that weekdays and times say; every day, and all day, where nothing is said."""
    days = tuple(int(day) for day in given["days"] or WEEKDAYS)
    return compiled.Hours(days, given["after"] or 0, 24 * 60 if given["before"] is None else given["before"])
