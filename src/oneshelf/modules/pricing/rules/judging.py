"""Telling what became of rules, by their names."""

from __future__ import annotations

from collections.abc import Iterable

from oneshelf.modules.pricing.types.compiled import Rule
from oneshelf.modules.pricing.types.judged import Judged
from oneshelf.modules.pricing.types.priced import PricedBasket, Verdict


def judged(told: PricedBasket, rules: Iterable[Rule]) -> tuple[Judged, ...]:
    """Return what became of each rule that a basket was told of: those applied first, by what they took off."""
    known = {each.id: each for each in rules}
    found = [_judged(each, known) for each in told.verdicts]
    return tuple(sorted(found, key=lambda each: (not each.applied, -each.verdict.off, each.label, each.rule)))


def _judged(verdict: Verdict, known: dict[str, Rule]) -> Judged:
    rule = known.get(verdict.rule)
    by = tuple(known[each].label for each in verdict.by if each in known)
    return Judged(verdict.rule, rule.version if rule else None, rule.label if rule else "", verdict, by)
