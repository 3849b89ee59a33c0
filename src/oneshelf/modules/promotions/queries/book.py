"""The rules that are in force, compiled: what a basket is priced by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from msgspec.structs import replace

from oneshelf.kernel import caches, clock, sql
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import GroupClosed
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import rules
from oneshelf.modules.promotions.queries import read_rule
from oneshelf.modules.promotions.rules import reading
from oneshelf.modules.promotions.types import Book

HORIZON = timedelta(hours=2)
"""How long a book holds at most: it is read anew at each moment at which a rule begins or ends."""

REMEMBERED_S = 600.0


@dataclass(frozen=True, slots=True)
class _Row:
    rule: str
    since: datetime
    until: datetime | None
    group: str
    order: int
    mode: str
    choice: str
    limited: bool

    def stacking(self) -> compiled.Group:
        return compiled.Group(self.group, self.order, compiled.Mode(self.mode), compiled.Choice(self.choice))


_IN_FORCE = sql.statement(__name__, "in_force", row=_Row)
_BOOKS = caches.Cache[MarketId, Book](
    "promotions", events=["promotions.*", GroupClosed.TYPE], most=1_000, max_age_s=REMEMBERED_S
)


def book_at(market: MarketId, at: datetime) -> Book:
    """Return the rules of a market that are in force at `at`, compiled; one statement at most, two if one leaves out
    groups of customers.

    A process that hears events keeps a market's book until something about its promotions changes, or a rule begins
    or ends; for another moment than now it is read for that one alone.
    """
    found, now = _BOOKS.get([market], partial(_load, at))[market], clock.now()
    if at <= now and not found.since <= now < found.until:
        _BOOKS.drop(market)
        found = _BOOKS.get([market], partial(_load, at))[market]
    return found if found.since <= at < found.until else _read(market, at)


def _load(at: datetime, markets: list[MarketId]) -> dict[MarketId, Book]:
    return {market: _read(market, at) for market in markets}


def _read(market: MarketId, at: datetime) -> Book:
    rows = _IN_FORCE.all(market=market, at=at, until=at + HORIZON)
    holding = [row for row in rows if row.since <= at]
    turns = [row.since for row in rows if row.since > at] + [row.until for row in rows if row.until]
    return Book(
        rules=pricing.Rulebook(_compiled(holding, at), {row.group: row.stacking() for row in holding}.values()),
        limited=frozenset(read_rule(row.rule).id for row in holding if row.limited),
        since=at,
        until=min([*turns, at + HORIZON]),
    )


def _compiled(holding: Sequence[_Row], at: datetime) -> list[compiled.Rule]:
    """A closed group has members written down, yet nobody joins or leaves it any more: whoever is not in it cannot be
    told, so that a rule which leaves it out is for nobody, until somebody says anew whom it is for."""
    said = [rules.with_window(read_rule(row.rule), row.since, row.until) for row in holding]
    left_out = {rule.id: set(reading.left_out(rule.when)) for rule in said}
    closed = customers.closed_groups({code for codes in left_out.values() for code in codes}, at)
    return [replace(rule, not_in_closed=not closed.isdisjoint(left_out[rule.id])) for rule in said]
