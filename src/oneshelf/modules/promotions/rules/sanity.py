"""What a rule may say at all: numbers in their bounds, nothing empty, nothing endless."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import singledispatch
from typing import Never

from oneshelf.modules.pricing.public import compiled, conditions
from oneshelf.modules.promotions.errors import BadRule
from oneshelf.modules.promotions.rules.reading import depth, matches, tags
from oneshelf.modules.promotions.types import Limits, Plan, Terms

HIGHEST_AMOUNT = 10**12
"""The highest amount of a rule, in minor units: that of a price."""

MOST_PIECES = 10**9
MOST_PRIORITY = 1_000
MOST_TAGS = 1_000
"""How many tags one match names: longer lists are sets."""

MOST_CONDITIONS, DEEPEST = 50, 8
MOST_STEPS, MOST_PARTS = 20, 10
LONGEST_CODE, LONGEST_NAME = 40, 100
MOST_DAYS = 365
MINUTES_A_DAY = 24 * 60

_TAG = re.compile(r"[vpcs]:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|b:\S(.{0,98}\S)?")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def check_plan(plan: Plan) -> None:
    """Raise BadRule unless codes, names, limits and terms of a plan make sense, whatever they name."""
    check_code("code", plan.code)
    for part, name in [("name", plan.name), *((f"names.{key}", name) for key, name in plan.names.items())]:
        check_name(part, name)
    check_limits(plan.limits)
    check_terms(plan.terms)


def check_code(part: str, code: str) -> None:
    """Raise BadRule unless a code is one."""
    if not _CODE.fullmatch(code):
        _refuse(part, code[:LONGEST_CODE], "rule_code")


def check_name(part: str, name: str) -> None:
    """Raise BadRule unless a name is one."""
    if not name.strip() or len(name) > LONGEST_NAME:
        _refuse(part, name[:LONGEST_CODE], "rule_name")


def check_limits(limits: Limits) -> None:
    """Raise BadRule unless each limit lets somebody have something."""
    for name in Limits.__struct_fields__:
        _amount(f"limits.{name}", getattr(limits, name))


def check_terms(terms: Terms) -> None:
    """Raise BadRule unless every number of a rule is in its bounds, and it has no more parts than a rule may."""
    _check_reward(terms.reward)
    for part, match in matches(terms):
        _check_match(part, match)
    if len(list(conditions(terms.when))) > MOST_CONDITIONS or depth(terms.when) > DEEPEST:
        _refuse("when", str(len(list(conditions(terms.when)))), "rule_conditions")
    for condition in conditions(terms.when):
        _check_condition(condition)
    for name in compiled.Caps.__struct_fields__:
        _amount(f"caps.{name}", getattr(terms.caps, name))
    check_number("priority", terms.priority, 0, MOST_PRIORITY, "rule_priority")


def check_number(part: str, value: int, least: int, most: int, wanted: str) -> None:
    """Raise BadRule unless a number lies within its bounds."""
    if not least <= value <= most:
        _refuse(part, str(value), wanted)


@singledispatch
def _check_reward(reward: compiled.Reward, part: str = "reward") -> None:
    raise AssertionError(f"no check for a reward of {type(reward)}")


@_check_reward.register
def _(reward: compiled.Percent, part: str = "reward") -> None:
    check_number(f"{part}.bp", reward.bp, 1, compiled.WHOLE_BP, "rule_percentage")


@_check_reward.register(compiled.AmountEach)
@_check_reward.register(compiled.AmountOff)
def _(reward: compiled.AmountEach | compiled.AmountOff, part: str = "reward") -> None:
    _amount(f"{part}.minor", reward.minor)


@_check_reward.register
def _(reward: compiled.UnitPriced, part: str = "reward") -> None:
    check_number(f"{part}.minor", reward.minor, 0, HIGHEST_AMOUNT, "rule_price")
    check_number(f"{part}.per", reward.per, 1, MOST_PIECES, "rule_count")


@_check_reward.register
def _(reward: compiled.BuyGet, part: str = "reward") -> None:
    check_number(f"{part}.buy", reward.buy, 1, MOST_PIECES, "rule_count")
    check_number(f"{part}.get", reward.get, 1, MOST_PIECES, "rule_count")
    check_number(f"{part}.bp", reward.bp, 1, compiled.WHOLE_BP, "rule_percentage")


@_check_reward.register
def _(reward: compiled.Bundle, part: str = "reward") -> None:
    check_number(f"{part}.parts", len(reward.parts), 1, MOST_PARTS, "rule_parts")
    for at, each in enumerate(reward.parts):
        check_number(f"{part}.parts[{at}].pieces", each.pieces, 1, MOST_PIECES, "rule_count")
    check_number(f"{part}.minor", reward.minor, 0, HIGHEST_AMOUNT, "rule_price")


@_check_reward.register
def _(reward: compiled.Tiers, part: str = "reward") -> None:
    check_number(f"{part}.steps", len(reward.steps), 1, MOST_STEPS, "rule_steps")
    before = 0
    for at, each in enumerate(reward.steps):
        check_number(f"{part}.steps[{at}].least", each.least, before + 1, HIGHEST_AMOUNT, "rule_rising")
        _check_reward(each.reward, f"{part}.steps[{at}].reward")
        before = each.least


@_check_reward.register
def _(reward: compiled.Markdown, part: str = "reward") -> None:
    check_number(f"{part}.steps", len(reward.steps), 1, MOST_STEPS, "rule_steps")
    before: compiled.MarkdownStep | None = None
    for at, each in enumerate(reward.steps):
        most_days, least_bp = (before.days - 1, before.bp + 1) if before else (MOST_DAYS, 1)
        check_number(f"{part}.steps[{at}].days", each.days, 0, most_days, "rule_falling_days")
        check_number(f"{part}.steps[{at}].bp", each.bp, least_bp, compiled.WHOLE_BP, "rule_rising_percentage")
        before = each


@_check_reward.register
def _(reward: compiled.DeliveryPriced, part: str = "reward") -> None:
    check_number(f"{part}.minor", reward.minor, 0, HIGHEST_AMOUNT, "rule_price")


@_check_reward.register
def _(reward: compiled.Gift, part: str = "reward") -> None:
    if not reward.article.startswith("v:"):
        _refuse(f"{part}.article", reward.article, "rule_article")
    check_number(f"{part}.pieces", reward.pieces, 1, MOST_PIECES, "rule_count")


def _check_match(part: str, match: compiled.Match) -> None:
    named = tags(match)
    check_number(part, len(named), 0, MOST_TAGS, "rule_tags")
    for tag in named:
        if not _TAG.fullmatch(tag):
            _refuse(part, tag[:LONGEST_NAME], "rule_tag")


@singledispatch
def _check_condition(condition: compiled.Condition) -> None:
    """Most conditions cannot be wrong in themselves."""


@_check_condition.register(compiled.All)
@_check_condition.register(compiled.Any)
def _(condition: compiled.All | compiled.Any) -> None:
    if not condition.of:
        _refuse("when.of", "", "rule_conditions")


@_check_condition.register(compiled.Holds)
@_check_condition.register(compiled.Worth)
def _(condition: compiled.Holds | compiled.Worth) -> None:
    check_number("when.least", condition.least, 0, HIGHEST_AMOUNT, "rule_count")
    if condition.most is not None:
        check_number("when.most", condition.most, condition.least, HIGHEST_AMOUNT, "rule_rising")


@_check_condition.register(compiled.Segment)
@_check_condition.register(compiled.Channel)
@_check_condition.register(compiled.Place)
@_check_condition.register(compiled.Pays)
def _(condition: compiled.Segment | compiled.Channel | compiled.Place | compiled.Pays) -> None:
    _named("when.any_of", condition.any_of)


@_check_condition.register
def _(condition: compiled.Hours) -> None:
    _named("when.days", [str(day) for day in condition.days])
    for day in condition.days:
        check_number("when.days", day, 0, 6, "rule_weekday")
    check_number("when.starts", condition.starts, 0, MINUTES_A_DAY - 1, "rule_minute")
    check_number("when.ends", condition.ends, 0, MINUTES_A_DAY, "rule_minute")


def _named(part: str, codes: Collection[str]) -> None:
    """Refuse nothing, an empty code, and the same one twice."""
    if not codes or not all(each.strip() for each in codes) or len(set(codes)) < len(codes):
        _refuse(part, ", ".join(codes)[:LONGEST_NAME], "rule_codes")


def _amount(part: str, value: int | None) -> None:
    if value is not None:
        check_number(part, value, 1, HIGHEST_AMOUNT, "rule_count")


def _refuse(part: str, value: str, wanted: str) -> Never:
    raise BadRule(part=part, value=value, wanted=wanted)
