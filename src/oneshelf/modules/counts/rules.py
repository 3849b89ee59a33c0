"""Decisions about counts: no clock, no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.states import StateMachine
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.counts.types import CountState, Loss, LossGroup, RecountRule, Tally

NUMBER_CHARACTERS = 5
"""A count is known by five characters and their check character."""

MOST_UNITS = 10**9
"""More smallest sale units than lie anywhere."""

MOST_LINES = 500
"""The most articles of one count."""

USUAL_RULE = RecountRule(units=2, percent=5, value=2000)
"""What is counted a second time unless a count says otherwise: units, percent, minor units of money."""

COUNT_MACHINE: StateMachine[CountState] = StateMachine(
    name="count",
    initial=CountState.OPEN,
    follows={
        CountState.OPEN: frozenset({CountState.SETTLED, CountState.CANCELLED}),
        CountState.SETTLED: frozenset(),
        CountState.CANCELLED: frozenset(),
    },
)


def agreed(tallies: Sequence[Tally], rule: RecountRule, cost: UnitPrice | None) -> bool:
    """Tell whether what was counted of a line stands, or somebody else must count once more.

    One count is enough when it is as the book says, or nearly. Else two counts must find the same difference from
    what the book said at their instants: what was sold in between does not part them. Their order does not matter,
    since a clock that is set back between two rounds changes it.
    """
    if len(tallies) == 1 and is_small(tallies[0], rule, cost):
        return True
    differences = [each.difference for each in tallies]
    return 0 in differences or len(set(differences)) < len(differences)


def is_small(tally: Tally, rule: RecountRule, cost: UnitPrice | None) -> bool:
    """Tell whether a difference is within all that the rule lets pass; an unknown cost passes."""
    units = abs(tally.difference)
    worth = cost.times(units).minor if cost else 0
    return units <= rule.units and units * 100 <= rule.percent * tally.expected and worth <= rule.value


def value_of(change: int, cost: UnitPrice | None) -> Money | None:
    """Return what so many units cost, whether they are lost or found; None when nobody knows."""
    return cost.times(abs(change)) if cost else None


def may_decide(value: Money | None, limit: int | None) -> bool:
    """Tell whether a correction of that value is within a limit (None: none at all).

    What nobody knows the value of is within no limit but that.
    """
    return limit is None or (value is not None and value.minor <= limit)


def grouped(
    losses: Iterable[Loss], key: Callable[[Loss], str], costs: Mapping[VariantId, UnitPrice]
) -> list[LossGroup]:
    """Return losses by `key`, the dearest first. Each sum is that of its rows: no unit is left out or counted twice."""
    found: dict[str, list[Loss]] = {}
    for each in losses:
        found.setdefault(key(each), []).append(each)
    groups = [
        LossGroup(
            key=name,
            lost=sum(-each.units for each in rows if each.units < 0),
            found=sum(each.units for each in rows if each.units > 0),
            cost=sum(_cost(each, costs) for each in rows),
            unvalued=sum(abs(each.units) for each in rows if each.variant not in costs),
        )
        for name, rows in found.items()
    ]
    return sorted(groups, key=lambda group: (-group.cost, -group.lost, group.key))


def _cost(loss: Loss, costs: Mapping[VariantId, UnitPrice]) -> int:
    return costs[loss.variant].times(-loss.units).minor if loss.variant in costs else 0
