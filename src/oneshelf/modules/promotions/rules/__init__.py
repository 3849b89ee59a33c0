"""Decisions about promotions: no clock, no database."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import asdict, replace

from oneshelf.kernel.states import StateMachine
from oneshelf.modules.pricing.public import compiled, conditions
from oneshelf.modules.promotions.errors import AppliedTooLate, BadPromotionWindow, CircularRules
from oneshelf.modules.promotions.types import Group, Plan, PromotionId, State, Terms

MACHINE: StateMachine[State] = StateMachine(
    "promotion",
    initial=State.DRAFT,
    follows={
        State.DRAFT: frozenset({State.LIVE, State.ENDED}),
        State.LIVE: frozenset({State.PAUSED, State.ENDED}),
        State.PAUSED: frozenset({State.LIVE, State.ENDED}),
        State.ENDED: frozenset(),
    },
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a promotion is applied among others: by group, then priority. `named` are those it waits for."""

    code: str
    place: tuple[int, str, int]
    named: frozenset[str]


def compile_rule(promotion: PromotionId, number: int, plan: Plan, group: Group, language: str) -> compiled.Rule:
    """Return a plan as a rule of the kernel, under its name in `language`; its window comes with its time in force."""
    return compiled.Rule(
        id=str(promotion), version=number, label=plan.name_in(language), group=group.code, **asdict(plan.terms)
    )


def terms_of(rule: compiled.Rule) -> Terms:
    """Return what was decided about a rule."""
    return Terms(**{name: getattr(rule, name) for name in Terms.__struct_fields__})


def with_window(rule: compiled.Rule, since: datetime, until: datetime | None) -> compiled.Rule:
    """Return a rule with the time for which it is, or was, in force."""
    return replace(rule, starts=int(since.timestamp()), ends=math.ceil(until.timestamp()) if until else None)


def once_each(plan: Plan) -> Plan:
    """Return a plan that is for first orders only with a limit of one for each customer, unless it has one.

    Whoever has not ordered yet may have several checkouts open at once, each of which would be the first order: the
    limit is what lets one of them have it.
    """
    if plan.limits.each is not None or not _asks_first_order(plan.terms.when):
        return plan
    return dataclasses.replace(plan, limits=replace(plan.limits, each=1))


def _asks_first_order(when: compiled.Condition | None) -> bool:
    """Tell whether nothing but a first order meets a condition."""
    if isinstance(when, compiled.All):
        return any(_asks_first_order(each) for each in when.of)
    if isinstance(when, compiled.Any):
        return all(_asks_first_order(each) for each in when.of)
    return isinstance(when, compiled.FirstOrder)


def check_window(starts: datetime | None, ends: datetime | None) -> None:
    """Raise BadPromotionWindow unless the end comes after the beginning."""
    if starts is not None and ends is not None and ends <= starts:
        raise BadPromotionWindow(starts=starts.isoformat(), ends=ends.isoformat())


def check_still_ahead(ends: datetime | None, now: datetime) -> None:
    """Raise BadPromotionWindow when the time of what is to go live is over."""
    if ends is not None and ends <= now:
        raise BadPromotionWindow(starts=now.isoformat(), ends=ends.isoformat())


def standing(code: str, terms: Terms, group: Group) -> Standing:
    """Return where a promotion is applied, and which others (by id) it waits for."""
    named = {each.rule for each in conditions(terms.when) if isinstance(each, compiled.Applied)}
    return Standing(code, (group.order, group.code, terms.priority), frozenset(named))


def check_order(standings: Mapping[str, Standing], changed: str) -> None:
    """Raise CircularRules or AppliedTooLate unless those that `changed` (an id) waits for are applied before it.

    `standings` holds all that are not ended, by id.
    """
    chain = _circle(standings, changed)
    if chain:
        raise CircularRules(promotions=" → ".join(standings[each].code for each in chain))
    own = standings[changed]
    waiting = [each for each in standings.values() if changed in each.named]
    pairs = [(standings[each], own) for each in sorted(own.named) if each in standings]
    for earlier, later in [*pairs, *((own, each) for each in waiting)]:
        if earlier.place >= later.place:
            raise AppliedTooLate(promotion=earlier.code if later is own else later.code)


def _circle(standings: Mapping[str, Standing], start: str) -> Sequence[str]:
    """Return a way from `start` along promotions that wait for each other, back to it; nothing where there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for named in sorted(standings[way[-1]].named & standings.keys(), reverse=True):
            if named == start:
                return (*way, start)
            if named not in seen:
                seen.add(named)
                ways.append((*way, named))
    return ()
