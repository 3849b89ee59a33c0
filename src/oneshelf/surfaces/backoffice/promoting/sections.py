"""The parts of the editor: each folds, and says how much of it is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms

from oneshelf.surfaces.backoffice.promoting.conditions import ConditionForm
from oneshelf.surfaces.backoffice.promoting.goods import GOODS

WHAT = ("reward", "percent", "amount", "buy", "get", "pieces", "steps", "ladder", "gift")
"""The gaps of what it gives."""

PARTS = {
    "goods": GOODS,
    "when": (
        *("least", "worth", "stores", "after", "before", "days", "channels", "groups", "payments"),
        *("first_order", "needs_coupon"),
    ),
    "often": ("cap_times", "cap_pieces", "cap_off", "limit_uses", "limit_a_day", "limit_each", "limit_off"),
    "time": ("starts", "ends"),
    "others": ("group", "priority", "exclusive"),
    "called": ("code", "name"),
}
"""The parts that fold: what it gives is always open."""

OPEN_AT_FIRST = {"goods", "called"}
"""What whoever writes a new promotion fills in next."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the editor: how many of its gaps are filled, and whether it stands open."""

    filled: int
    is_open: bool


def sections(form: forms.Form, *, is_new: bool) -> dict[str, Section]:
    """Return the parts of a form by name. One with an error stands open; so do the first ones of a new promotion."""
    found = {}
    for name, fields in PARTS.items():
        bound = [form[each] for each in fields if each in form.fields]
        filled = sum(each.value() not in (None, "", [], False) for each in bound)
        wanted = is_new and name in OPEN_AT_FIRST
        found[name] = Section(filled, wanted or any(each.errors for each in bound))
    return found


def section_of(rows: Sequence[ConditionForm], *, kept: int, grows: bool) -> Section:
    """Return the part of the groups of conditions: open while somebody adds to it, and with an error."""
    wrong = any(row.errors for row in rows if row.is_bound)
    return Section(sum(bool(row["kind"].value()) for row in rows) + kept, wrong or grows)
