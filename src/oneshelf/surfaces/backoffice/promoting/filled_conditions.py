"""The conditions of a promotion as the editor shows them: in its own gaps, in groups, and what it keeps as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from oneshelf.kernel.money import Money
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import PromotionId, Terms
from oneshelf.surfaces.backoffice.desk import Desk
from oneshelf.surfaces.backoffice.promoting.conditions import MOST_GROUPS, MOST_IN_GROUP, ConditionForm, Offered
from oneshelf.surfaces.backoffice.promoting.goods import KnownGoods
from oneshelf.surfaces.backoffice.promoting.words import clock_text


@dataclass(slots=True)
class Split:
    """Where each condition of a promotion stands: `flat` gaps, `groups` (how, and gaps of each row), or `kept`."""

    flat: dict[str, Any] = field(default_factory=dict)
    groups: list[dict[str, Any]] = field(default_factory=list)
    kept: tuple[compiled.Condition, ...] = ()


def split(terms: Terms, match: compiled.Match, *, desk: Desk, offered: Offered) -> Split:
    """Return where the conditions of `terms` stand, whose goods are `match`: none is lost, and none said otherwise."""
    found, currency = Split(), desk.market.currency
    alone: dict[str, list[dict[str, Any]]] = {"all": [], "none": []}

    def said(part: compiled.Condition) -> dict[str, Any] | None:
        gaps = _said(part, currency, offered.goods)
        return gaps if gaps is not None and _says(gaps, part, desk, offered) else None

    for part in _parts(terms.when):
        gaps = _flat(part, match, currency)
        if gaps and not gaps.keys() & found.flat.keys() and said(part) is not None:
            found.flat |= gaps
            continue
        how, inner = _group(part)
        rows = [each for each in map(said, inner) if each is not None]
        if len(rows) < len(inner) or len(rows) > MOST_IN_GROUP:
            found.kept += (part,)
        elif len(inner) == 1 and len(alone.get(how, [])) < MOST_IN_GROUP:
            alone[how] += rows
        else:
            found.groups.append({"how": how, "rows": rows})
    found.groups += [{"how": how, "rows": rows} for how, rows in alone.items() if rows]
    if len(found.groups) > MOST_GROUPS:
        return Split(kept=tuple(_parts(terms.when)))
    return found


def _parts(when: compiled.Condition | None) -> tuple[compiled.Condition, ...]:
    """Return the conditions that all hold."""
    return when.of if isinstance(when, compiled.All) else (when,) if when is not None else ()


def _group(part: compiled.Condition) -> tuple[str, tuple[compiled.Condition, ...]]:
    """Return a condition as a group: how its parts go together, and these. One alone is a group of all."""
    match part:
        case compiled.Any(of):
            return "any", of
        case compiled.All(of):
            return "all", of
        case compiled.Not(compiled.Any(of)):
            return "none", of
        case compiled.Not(of):
            return "none", (of,)
        case _:
            return "all", (part,)


def _flat(when: compiled.Condition, match: compiled.Match, currency: str) -> dict[str, Any]:
    """Return a condition as the editor's own gaps say it; nothing where they cannot."""
    match when:
        case compiled.Holds(most=None, measured=False) if when.match == match:
            return {"least": when.least}
        case compiled.Worth(most=None, reduced=False) if when.match == compiled.EVERYTHING:
            return {"worth": amount_text(when.least, currency)}
        case compiled.Channel():
            return {"channels": list(when.any_of)}
        case compiled.Place():
            return {"stores": ", ".join(when.any_of)}
        case compiled.Hours():
            return _hours(when)
        case compiled.Segment():
            return {"groups": list(when.any_of)}
        case compiled.FirstOrder():
            return {"first_order": True}
        case compiled.Pays():
            return {"payments": list(when.any_of)}
        case _:
            return {}


def _said(when: compiled.Condition, currency: str, goods: KnownGoods) -> dict[str, Any] | None:
    """Return a condition as the gaps of a row say it; None for one that has parts, or that no gap says."""
    match when:
        case compiled.Holds():
            return {"kind": "holds", "least": when.least, "most": when.most} | goods.filled(when.match)
        case compiled.Worth():
            amounts = {"worth": amount_text(when.least, currency), "worth_most": amount_text(when.most, currency)}
            return {"kind": "worth", **amounts, "reduced": when.reduced} | goods.filled(when.match)
        case compiled.Channel():
            return {"kind": "channel", "channels": list(when.any_of)}
        case compiled.Place():
            return {"kind": "place", "stores": ", ".join(when.any_of)}
        case compiled.Hours():
            return {"kind": "hours"} | _hours(when)
        case compiled.Segment():
            return {"kind": "segment", "segments": list(when.any_of)}
        case compiled.FirstOrder():
            return {"kind": "first_order"}
        case compiled.Pays():
            return {"kind": "pays", "payments": list(when.any_of)}
        case compiled.Applied():
            known = promotions.promotions_by_id([PromotionId(UUID(when.rule))])
            return {"kind": "applied", "applied": "".join(each.plan.code for each in known.values())}
        case _:
            return None


def _says(gaps: Mapping[str, Any], part: compiled.Condition, desk: Desk, offered: Offered) -> bool:
    """Tell whether these gaps, sent as they are, say exactly this condition."""
    form = ConditionForm(as_sent(gaps), desk=desk, offered=offered)
    return form.is_valid() and form.cleaned_data["condition"] == part


def as_sent(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a browser would send of what stands in gaps."""
    return {name: value for name, value in said.items() if value not in (None, False)}


def _hours(when: compiled.Hours) -> dict[str, Any]:
    ends = None if when.ends == 24 * 60 else clock_text(when.ends)
    return {"days": [str(day) for day in when.days], "after": clock_text(when.starts), "before": ends}


def amount_text(minor: int | None, currency: str) -> str | None:
    """Return an amount as it is typed."""
    return None if minor is None else str(Money(minor, currency).decimal)
