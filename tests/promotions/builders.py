"""Promotions for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.markets import public as markets
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Group, GroupId, Plan, Promotion, Terms

_numbers = count(1)

TENTH = Terms(reward=compiled.Percent(bp=1_000))
"""Ten percent off everything."""


def at(text: str) -> datetime:
    """Return an instant of 2026 in UTC: '03-10 12:00'."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def a_group(market: markets.Market, **fields: Any) -> Group:
    """Open a stacking group, one of the best for the customer unless said otherwise."""
    number = next(_numbers)
    given: dict[str, Any] = {"code": f"group-{number}", "name": f"Group {number}", "order": 10} | fields
    return promotions.open_group(market.id, actor=SYSTEM, **given)


def a_plan(group: GroupId, terms: Terms = TENTH, **fields: Any) -> Plan:
    """Plan a promotion under a code of its own."""
    number = next(_numbers)
    return replace(Plan(f"P{number}", f"Promotion {number}", group, terms), **fields)


def a_draft(market: markets.Market, terms: Terms = TENTH, group: Group | None = None, **fields: Any) -> Promotion:
    """Draft a promotion, in a group of its own unless one is given."""
    return promotions.draft(market.id, a_plan((group or a_group(market)).id, terms, **fields), actor=SYSTEM)


def a_live_one(market: markets.Market, terms: Terms = TENTH, group: Group | None = None, **fields: Any) -> Promotion:
    """Let a promotion go live."""
    return promotions.go_live(a_draft(market, terms, group, **fields).id, actor=SYSTEM)


def any_group() -> GroupId:
    """Return the id of a group that nobody has."""
    return GroupId(new_id())
