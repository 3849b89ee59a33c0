"""How a golden vector is told: a basket, rules, and what the lines come to when a person works it out on paper."""

from __future__ import annotations

from typing import Any as Anything

from msgspec import Struct

from oneshelf.modules.pricing.types.compiled import (
    UNTAXED,
    Basket,
    Charge,
    Facts,
    Group,
    Line,
    Match,
    Reward,
    Rounding,
    Rule,
    Taxes,
)
from tests.pricing.drawn import Case

NOON = 1_772_366_400
"""Sunday, 1 March 2026, 12:00 UTC."""

ONE_EACH = (Group("sale", 1),)
"""One group, in which a piece is reduced by the best of its rules."""


class ByHand(Struct, frozen=True, omit_defaults=True):
    """What was worked out on paper, in minor units: each line's amount by article, delivery, tax and the total."""

    amounts: tuple[int, ...]
    total: int
    delivery: int | None = None
    tax: int = 0


class Story(Struct, frozen=True):
    """A vector before any kernel has priced it. Without `by_hand` it is one that must be refused."""

    name: str
    why: str
    case: Case
    by_hand: ByHand | None


def line(article: str, price: int, quantity: int = 1, **more: Anything) -> Line:
    """Return a line of an article, whose tags are its own and `all`."""
    more.setdefault("tags", (article, "all"))
    return Line(key=more.pop("key", article), article=article, quantity=quantity, price=price, **more)


def grams(article: str, price: int, quantity: int, **more: Anything) -> Line:
    """Return a line of what costs so much for each kilogram."""
    return line(article, price, quantity, per=1000, scale=1000, **more)


def rule(own: str, reward: Reward, *tags: str, **more: Anything) -> Rule:
    """Return a rule of the group `sale` on what has one of these tags; on everything without any."""
    more.setdefault("match", Match(any_of=tags))
    return Rule(id=own, version=1, label=own, reward=reward, group=more.pop("group", "sale"), **more)


def told(
    name: str,
    why: str,
    lines: tuple[Line, ...],
    rules: tuple[Rule, ...] = (),
    *,
    groups: tuple[Group, ...] = ONE_EACH,
    amounts: tuple[int, ...] | None,
    total: int | None = None,
    tax: int = 0,
    delivery: tuple[int, int] | None = None,
    charge: Charge | None = None,
    taxes: Taxes = UNTAXED,
    rounding: Rounding | None = None,
    currency: str = "EUR",
    **facts: Anything,
) -> Story:
    """Return a story. `delivery` is what it is listed at, and comes to; the total is the sum unless it is told."""
    at = {"at": NOON, "weekday": 6, "minute": 720} | facts
    charge = Charge(delivery[0]) if delivery and not charge else charge
    basket = Basket(currency, lines, Facts(**at), charge, taxes, **({"rounding": rounding} if rounding else {}))
    case = Case(basket, rules, groups if rules else (), tuple(each.id for each in rules))
    if amounts is None:
        return Story(name, why, case, None)
    summed = sum(amounts) + (delivery[1] if delivery else 0)
    by_hand = ByHand(amounts, summed if total is None else total, delivery[1] if delivery else None, tax)
    return Story(name, why, case, by_hand)
