"""Sealing a price, and working it out again from its seal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from oneshelf.kernel.money import round_half_away
from oneshelf.modules.pricing.rules.kernel.book import Rulebook
from oneshelf.modules.pricing.rules.kernel.evaluate import price
from oneshelf.modules.pricing.rules.kernel.proof import KERNEL, canonical, proof
from oneshelf.modules.pricing.rules.reading import conditions
from oneshelf.modules.pricing.types.compiled import Any, Basket, Rule, Worth
from oneshelf.modules.pricing.types.priced import PricedBasket, Verdict, Why
from oneshelf.modules.pricing.types.sealed import Sealed

MAY_COUNT = frozenset(
    {Why.APPLIED, Why.BEATEN, Why.ALONE, Why.NO_GAIN, Why.EXCLUDED, Why.OTHER_RULE, Why.TOO_MANY, Why.TOO_MUCH}
)
"""Why a rule was applied, or might be for fewer of the goods: all others will not hold, whatever is given back."""

NEVER_COUNTS = frozenset(
    {
        *(Why.NOT_IN_FORCE, Why.NOT_YET, Why.OVER, Why.GROUP_CLOSED, Why.WHO_BUYS, Why.USED_UP, Why.NEEDS_COUPON),
        Why.NOTHING_MATCHES,
    }
)
"""Why a rule does not hold whatever its conditions say."""


def sealed(basket: Basket, book: Rulebook, told: PricedBasket) -> Sealed:
    """Return a priced basket with all that is needed to price it, or less of it, again.

    What became of rules that cannot count any more is left out of it.
    """
    verdicts = tuple(each for each in told.verdicts if _may_count(each, book))
    entries = [book.by_id[each.rule] for each in verdicts if each.rule in book.by_id]
    kept = replace(told, verdicts=verdicts)
    groups = {entry.group.code: entry.group for entry in entries}
    return Sealed(
        kernel=KERNEL,
        basket=canonical(basket),
        rules=tuple(entry.rule for entry in entries),
        groups=tuple(groups[code] for code in sorted(groups)),
        priced=kept,
        proof=proof(basket, kept),
    )


def _may_count(verdict: Verdict, book: Rulebook) -> bool:
    """Tell whether a rule may hold for what is left of the goods.

    Of alternatives a verdict names what the first one lacks, and another one may come to hold; and what is worth too
    little as reduced is worth more when what reduced it does not hold any more.
    """
    if verdict.why in MAY_COUNT:
        return True
    entry = book.by_id.get(verdict.rule)
    return entry is not None and verdict.why not in NEVER_COUNTS and _may_turn(entry.rule)


def _may_turn(rule: Rule) -> bool:
    parts = conditions(rule.when)
    return any(isinstance(each, Any) or (isinstance(each, Worth) and each.reduced) for each in parts)


def is_intact(found: Sealed) -> bool:
    """Tell whether nothing of a sealed price was changed since it was sealed."""
    return proof(found.basket, found.priced, kernel=found.kernel) == found.proof


def price_of_kept(found: Sealed, kept: Mapping[str, int]) -> int:
    """Return what the goods come to, in minor units and with tax, if only so much of each line is `kept` (by its key).

    Under the rules of then, for the same buyer. Delivery is left out of it: what it costs is another matter than what
    the goods do. A labelled portion is kept whole or not at all.
    """
    lines = tuple(replace(line, quantity=kept[line.key]) for line in found.basket.lines if kept.get(line.key))
    if not lines:
        return 0
    told = price(replace(found.basket, lines=lines), Rulebook(found.rules, found.groups))
    return goods_total(told, inclusive=found.basket.taxes.inclusive)


def goods_total(told: PricedBasket, *, inclusive: bool) -> int:
    """Return what the goods of a priced basket come to, in minor units, with the tax that is added to their prices."""
    return told.items + (0 if inclusive else sum(line.tax for line in told.lines))


def given_back(found: Sealed, received: Mapping[str, int], steps: Sequence[Mapping[str, int]]) -> list[int]:
    """Return what goes back, in minor units, for goods that come back step by step: each names units of lines by key.

    After each step the buyer has paid what the goods cost that they keep, under the rules of then, and never less: so a
    step that makes the rest dearer than it is worth itself gives nothing, and the next one makes up for it. `received`
    are the units that ever reached the buyer; what did not was settled otherwise, and breaks no promotion: it counts as
    kept, unless the buyer would then pay more for what they keep than that costs by itself. When all of it has come
    back, all that was paid for it has gone back, in whatever steps.
    """
    quantities = {line.key: line.quantity for line in found.basket.lines}
    costs = amounts(found)
    paid = sum(round_half_away(costs[key] * received.get(key, 0), quantity) for key, quantity in quantities.items())
    back, given, told = dict.fromkeys(quantities, 0), 0, []

    def cost_of(had: Mapping[str, int]) -> int:
        return price_of_kept(found, {key: max(0, had.get(key, 0) - gone) for key, gone in back.items()})

    for step in steps:
        for key, units in step.items():
            back[key] += units
        if all(back[key] >= received.get(key, 0) for key in quantities):
            worth = paid
        else:
            worth = min(paid, max(sum(costs.values()) - cost_of(quantities), paid - cost_of(received)))
        told.append(max(0, worth - given))
        given = max(given, worth)
    return told


def amounts(found: Sealed) -> dict[str, int]:
    """Return what each line of a sealed price comes to, in minor units with its tax, by its key."""
    added = 0 if found.basket.taxes.inclusive else 1
    return {key: line.amount + added * line.tax for line in found.priced.lines for key in line.keys}
