"""What a rule that holds may take off: its reward, with its caps worked out for one basket."""

from __future__ import annotations

from enum import Enum, auto
from itertools import combinations
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from oneshelf.modules.pricing.rules.kernel.arithmetic import divided
from oneshelf.modules.pricing.rules.kernel.book import Entry
from oneshelf.modules.pricing.rules.kernel.conditions import Bench, Missing
from oneshelf.modules.pricing.rules.kernel.goods import DELIVERY, Stretch
from oneshelf.modules.pricing.types.compiled import (
    WHOLE_BP,
    AmountEach,
    AmountOff,
    Bundle,
    BuyGet,
    By,
    DeliveryPriced,
    Facts,
    Gift,
    Markdown,
    Match,
    Percent,
    RoundingMode,
    Tiers,
    UnitPriced,
)
from oneshelf.modules.pricing.types.priced import Why

Simple: TypeAlias = Percent | AmountEach | UnitPriced | Markdown
"""Rewards that reduce each piece by itself."""


class Kind(Enum):
    """How an offer takes pieces.

    EACH: any, each by itself. WHOLE: all that match or none, up to an amount. CHEAPEST: sets in order of price, of
    which the last pieces are reduced. PARTS: sets made of parts.
    """

    EACH = auto()
    WHOLE = auto()
    CHEAPEST = auto()
    PARTS = auto()


class Role(Struct, frozen=True):
    """A part of a set: `need` pieces of `rows`, each reduced by `reward`; without one they are only bought."""

    rows: frozenset[int]
    need: int
    reward: Simple | None = None


class Offer(Struct, frozen=True):
    """A rule that holds, for one basket.

    `rows` are all that it may touch, `times` its sets at most, `most` what it takes off at most. `amount` is taken off
    a WHOLE, or else its `reward`; `buy` pieces of a set of the CHEAPEST are not reduced; a bundle costs `price`.
    """

    entry: Entry
    kind: Kind
    rows: frozenset[int]
    mode: RoundingMode
    reward: Simple | None = None
    amount: int = 0
    buy: int = 0
    roles: tuple[Role, ...] = ()
    price: int | None = None
    times: int | None = None
    most: int | None = None

    @property
    def size(self) -> int:
        """How many pieces a set has."""
        return sum(role.need for role in self.roles)

    @property
    def competes_with_itself(self) -> bool:
        """Whether parts of its sets want some of the same goods, and not just the same."""
        of = [role.rows for role in self.roles]
        return any(one != other and one & other for one, other in combinations(of, 2))

    def off(self, reward: Simple, worth: int, stretch: Stretch, pieces: int) -> int:
        """Return what a reward takes off so many pieces of a stretch, which are worth so much."""
        match reward:
            case Percent():
                return divided(worth * reward.bp, WHOLE_BP, self.mode)
            case Markdown():
                return divided(worth * reward.bp_at(stretch.days_left), WHOLE_BP, self.mode)
            case AmountEach():
                if stretch.pieces:
                    return min(worth, reward.minor * pieces)
                return min(worth, divided(reward.minor * stretch.units, stretch.scale, self.mode))
            case UnitPriced():
                price = divided(reward.minor * stretch.units_of(pieces), reward.per, self.mode)
                return max(0, worth - price)


def coupons_for(entry: Entry, facts: Facts) -> tuple[str, ...]:
    """Return the coupons of a rule that were handed in and may still be used, in order."""
    left = facts.left.get(entry.rule.id)
    own = sorted(each.id for each in facts.coupons if each.rule == entry.rule.id)
    return tuple(own[: left.uses] if left is not None and left.uses is not None else own)


def offer_of(entry: Entry, bench: Bench) -> Offer | Missing:
    """Return what a rule that holds may take off a basket, or why there is nothing to take it off."""
    rule = entry.rule
    if entry.plain and rule.id not in bench.facts.left and bench.goods.matched(entry.matcher):
        assert isinstance(rule.reward, Percent | AmountEach | UnitPriced), "only a plain rule takes off each by itself"
        return Offer(entry, Kind.EACH, bench.goods.matched(entry.matcher), bench.mode, rule.reward)
    count = len(coupons_for(entry, bench.facts)) if rule.needs_coupon else 1
    left = bench.facts.left.get(rule.id)
    most = _least(_times(rule.caps.off, count), left.off if left is not None else None)
    made = _made(entry, bench, count)
    if isinstance(made, Missing):
        return made
    if not made.rows:
        return Missing(Why.NOTHING_MATCHES)
    if most is None:
        return made
    return replace(made, kind=Kind.WHOLE if made.kind is Kind.EACH else made.kind, most=most)


def _made(entry: Entry, bench: Bench, count: int) -> Offer | Missing:
    rule, reward = entry.rule, entry.rule.reward
    pieces, times = _times(rule.caps.pieces, count), _times(rule.caps.times, count)
    rows = bench.goods.matched(entry.matcher)
    match reward:
        case Percent() | AmountEach() | UnitPriced():
            return _each(entry, reward, rows, pieces, bench)
        case Markdown():
            return _each(entry, reward, _short_dated(reward, rows, bench), pieces, bench)
        case Tiers():
            return _tiered(entry, reward, rows, bench, pieces)
        case AmountOff():
            return Offer(entry, Kind.WHOLE, rows, bench.mode, amount=reward.minor * count)
        case DeliveryPriced():
            charged = DELIVERY in bench.goods.shelf.by_row
            return _each(entry, UnitPriced(reward.minor), frozenset({DELIVERY} if charged else ()), None, bench)
        case Gift():
            return _each(entry, Percent(WHOLE_BP), _gifts(reward, bench), reward.pieces * count, bench)
        case BuyGet() if reward.gets is None:
            role = Role(rows, reward.buy + reward.get)
            times = _least(times, pieces // reward.get if pieces is not None else None)
            return Offer(
                entry, Kind.CHEAPEST, rows, bench.mode, Percent(reward.bp), buy=reward.buy, roles=(role,), times=times
            )
        case BuyGet():
            got = Role(_rows(reward.gets or rule.match, bench), reward.get, Percent(reward.bp))
            times = _least(times, pieces // reward.get if pieces is not None else None)
            return _set(entry, (Role(rows, reward.buy), got), None, times, bench)
        case Bundle():
            roles = tuple(Role(_rows(part.match, bench), part.pieces) for part in reward.parts)
            times = _least(times, pieces // sum(role.need for role in roles) if pieces is not None else None)
            return _set(entry, roles, reward.minor, times, bench)


def _each(entry: Entry, reward: Simple, rows: frozenset[int], pieces: int | None, bench: Bench) -> Offer:
    if pieces is None:
        return Offer(entry, Kind.EACH, rows, bench.mode, reward)
    return Offer(entry, Kind.PARTS, rows, bench.mode, roles=(Role(rows, 1, reward),), times=pieces)


def _set(entry: Entry, roles: tuple[Role, ...], price: int | None, times: int | None, bench: Bench) -> Offer:
    rows = frozenset[int]().union(*(role.rows for role in roles)) if all(role.rows for role in roles) else frozenset()
    return Offer(entry, Kind.PARTS, rows, bench.mode, roles=roles, price=price, times=times)


def _tiered(entry: Entry, reward: Tiers, rows: frozenset[int], bench: Bench, pieces: int | None) -> Offer | Missing:
    own = [bench.goods.rows[at] for at in rows]
    match reward.by:
        case By.PIECES:
            has = sum(row.pieces for row in own)
        case By.MEASURE:
            has = sum(row.quantity for row in own if row.line.scale > 1)
        case By.VALUE:
            has = sum(row.base for row in own)
    steps = sorted(reward.steps, key=lambda step: step.least)
    reached = [step for step in steps if step.least <= has]
    if rows and not reached:
        return Missing(Why.TOO_LITTLE if reward.by is By.VALUE else Why.TOO_FEW, has, steps[0].least)
    return _each(entry, reached[-1].reward, rows, pieces, bench) if reached else Missing(Why.NOTHING_MATCHES)


def _short_dated(reward: Markdown, rows: frozenset[int], bench: Bench) -> frozenset[int]:
    return frozenset(at for at in rows if reward.bp_at(bench.goods.rows[at].line.days_left))


def _rows(match: Match, bench: Bench) -> frozenset[int]:
    return bench.goods.matched(bench.book.matcher(match))


def _gifts(gift: Gift, bench: Bench) -> frozenset[int]:
    return frozenset(bench.goods.by_tag.get(gift.article, ()))


def _times(cap: int | None, count: int) -> int | None:
    return None if cap is None else cap * count


def _least(*limits: int | None) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)
