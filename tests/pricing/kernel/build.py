"""Builders of baskets and rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from oneshelf.modules.pricing.public import Rulebook, compiled, price, priced

UNIT = compiled.Group("unit", 10)
BASKET = compiled.Group("basket", 20, compiled.Mode.BASKET)
STACK = compiled.Group("stack", 30, compiled.Mode.STACK)
TURNS = compiled.Group("turns", 40, compiled.Mode.UNIT, compiled.Choice.PRIORITY)
GROUPS = (UNIT, BASKET, STACK, TURNS)
FRIDAY_TEN = compiled.Facts(at=1_000_000, weekday=4, minute=600)


def line(article: str, quantity: int = 1, price: int = 100, *categories: str, **more: Any) -> compiled.Line:
    """Return a line; its key is its article, unless it has another."""
    tags = (f"v:{article}", *(f"c:{category}" for category in categories))
    return compiled.Line(
        **{"key": article, "article": article, "quantity": quantity, "price": price, "tags": tags, **more}
    )


def basket(*lines: compiled.Line, facts: compiled.Facts = FRIDAY_TEN, **more: Any) -> compiled.Basket:
    """Return a basket of dollars."""
    return compiled.Basket(**{"currency": "USD", "lines": lines, "facts": facts, **more})


def rule(id: str, reward: compiled.Reward, *categories: str, **more: Any) -> compiled.Rule:
    """Return a rule on categories (all articles where none is named), in the group `unit` unless told otherwise."""
    match = compiled.Match(tuple(f"c:{category}" for category in categories))
    return compiled.Rule(
        **{"id": id, "version": 1, "label": id, "reward": reward, "group": "unit", "match": match, **more}
    )


def priced_with(
    rules: Sequence[compiled.Rule], given: compiled.Basket, also: Sequence[str] = ()
) -> priced.PricedBasket:
    """Return what a basket comes to under rules."""
    return price(given, Rulebook(rules, GROUPS), also)


def offs(found: priced.PricedBasket) -> dict[str, dict[str, int]]:
    """Return what was taken off which article by which rule."""
    return {each.article: {off.rule: off.minor for off in each.off} for each in found.lines if each.off}
