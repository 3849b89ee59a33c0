"""Judging whether a rule's conditions hold, and what is missing where they do not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from oneshelf.modules.pricing.rules.kernel.book import Rulebook
from oneshelf.modules.pricing.rules.kernel.goods import Goods
from oneshelf.modules.pricing.types.compiled import (
    All,
    Any,
    Applied,
    Channel,
    Condition,
    Facts,
    FirstOrder,
    Gift,
    Holds,
    Hours,
    Match,
    Not,
    Pays,
    Place,
    RoundingMode,
    Rule,
    Segment,
    Worth,
)
from oneshelf.modules.pricing.types.priced import Why


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a condition does not hold: the basket `has` so much of what is wanted, or other rules are in the way."""

    why: Why
    has: int = 0
    wants: int = 0
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    """All that rules are judged by. `applied` are the rules that reduced the basket so far, `mode` is how to round.

    Rows in `without` are there for no condition: no gift counts towards what it is given for.
    """

    book: Rulebook
    facts: Facts
    goods: Goods
    applied: set[str]
    mode: RoundingMode
    without: frozenset[int] = frozenset()

    def matched(self, match: Match) -> frozenset[int]:
        """Return the rows that count towards a condition on `match`."""
        return self.goods.matched(self.book.matcher(match)) - self.without


def missing(rule: Rule, bench: Bench) -> Missing | None:
    """Return why a rule does not hold for a basket; None where it does. What it would reduce is not looked at."""
    at = bench.facts.at
    if at < rule.starts:
        return Missing(Why.NOT_YET)
    if rule.ends is not None and at >= rule.ends:
        return Missing(Why.OVER)
    if rule.not_in_closed:
        return Missing(Why.GROUP_CLOSED)
    left = bench.facts.left.get(rule.id)
    if left is not None and (left.to_unknown or left.uses == 0 or left.off == 0):
        return Missing(Why.WHO_BUYS if left.to_unknown else Why.USED_UP)
    if rule.needs_coupon and not any(each.rule == rule.id for each in bench.facts.coupons):
        return Missing(Why.NEEDS_COUPON)
    if rule.when is None:
        return None
    if isinstance(rule.reward, Gift):
        bench = replace(bench, without=frozenset(bench.goods.by_tag.get(rule.reward.article, ())))
    return _judge(rule.when, bench)


def _judge(condition: Condition, bench: Bench) -> Missing | None:
    match condition:
        case All():
            return next((lack for part in condition.of if (lack := _judge(part, bench))), None)
        case Any():
            lacks = [_judge(part, bench) for part in condition.of]
            return (lacks[0] if lacks else Missing(Why.EXCLUDED)) if all(lacks) else None
        case Not():
            by = (condition.of.rule,) if isinstance(condition.of, Applied) else ()
            return Missing(Why.EXCLUDED, by=by) if _judge(condition.of, bench) is None else None
        case Holds():
            return _enough(_held(condition, bench), condition, Why.TOO_FEW, Why.TOO_MANY)
        case Worth():
            return _enough(_worth(condition, bench), condition, Why.TOO_LITTLE, Why.TOO_MUCH)
        case _:
            return _judge_facts(condition, bench)


def _judge_facts(condition: Condition, bench: Bench) -> Missing | None:
    facts = bench.facts
    match condition:
        case Segment():
            fits = facts.known and not set(condition.any_of).isdisjoint(facts.segments)
            return None if fits else Missing(Why.OTHER_BUYERS)
        case FirstOrder():
            return None if facts.known and facts.first_order else Missing(Why.NOT_FIRST_ORDER)
        case Channel():
            return None if facts.channel in condition.any_of else Missing(Why.OTHER_CHANNEL)
        case Place():
            return None if facts.place in condition.any_of else Missing(Why.OTHER_PLACE)
        case Hours():
            return None if _within(condition, facts) else Missing(Why.OTHER_HOURS)
        case Pays():
            return None if facts.payment in condition.any_of else Missing(Why.OTHER_PAYMENT)
        case Applied():
            return None if condition.rule in bench.applied else Missing(Why.OTHER_RULE, by=(condition.rule,))
        case _:
            raise AssertionError(condition)


def _enough(has: int, wanted: Holds | Worth, too_small: Why, too_big: Why) -> Missing | None:
    if has < wanted.least:
        return Missing(too_small, has, wanted.least)
    if wanted.most is not None and has > wanted.most:
        return Missing(too_big, has, wanted.most)
    return None


def _held(condition: Holds, bench: Bench) -> int:
    rows = [bench.goods.rows[at] for at in bench.matched(condition.match)]
    if condition.measured:
        return sum(row.quantity for row in rows if row.line.scale > 1)
    return sum(row.pieces for row in rows)


def _worth(condition: Worth, bench: Bench) -> int:
    rows = bench.matched(condition.match)
    return bench.goods.left(rows) if condition.reduced else sum(bench.goods.rows[at].base for at in rows)


def _within(hours: Hours, facts: Facts) -> bool:
    if hours.starts < hours.ends:
        return facts.weekday in hours.days and hours.starts <= facts.minute < hours.ends
    yesterday = (facts.weekday - 1) % 7
    return (facts.weekday in hours.days and facts.minute >= hours.starts) or (
        yesterday in hours.days and facts.minute < hours.ends
    )
