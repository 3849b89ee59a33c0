"""What a basket needs for a promotion to hold: pieces and amounts, and who buys it, where and when."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from oneshelf.surfaces.backoffice.desk import Desk

OWN = "draft"
"""The id of the rule that is being written."""

MOST_PIECES = 1_000
"""The most pieces of a line of an example."""

HOURS_A_WEEK = 7 * 24


@dataclass(frozen=True, slots=True)
class Asked:
    """Goods that a basket is to hold: so many pieces, so many minor units' worth; on a line of its own, or not."""

    match: compiled.Match
    pieces: int = 1
    minor: int = 0
    is_own: bool = False


def asks(terms: Terms) -> Iterator[Asked]:
    """Go through the goods that a basket needs: those of the reward, then those of conditions."""
    match terms.reward:
        case compiled.Bundle(parts=parts):
            yield from (Asked(each.match, each.pieces, is_own=True) for each in parts)
        case compiled.BuyGet(buy=buy, get=get, gets=None):
            yield Asked(terms.match, buy + get)
        case compiled.BuyGet(buy=buy, get=get, gets=compiled.Match() as gets):
            yield Asked(terms.match, buy)
            yield Asked(gets, get, is_own=True)
        case compiled.Tiers(by=compiled.By.PIECES, steps=steps):
            yield Asked(terms.match, steps[-1].least)
        case compiled.Tiers(by=compiled.By.VALUE, steps=steps):
            yield Asked(terms.match, minor=steps[-1].least)
        case _:
            yield Asked(terms.match)
    for each in _wanted(terms.when):
        if isinstance(each, compiled.Holds):
            yield Asked(each.match, each.least)
        if isinstance(each, compiled.Worth):
            yield Asked(each.match, minor=each.least)


def enough(lines: Sequence[compiled.Line], terms: Terms) -> list[compiled.Line]:
    """Let lines hold as much as a promotion asks for, as far as they are about its goods, unless they hold more."""
    filled, own = list(lines), set[int]()
    for asked in asks(terms):
        fitting = [at for at, line in enumerate(filled) if _means(asked.match, line.tags)]
        free = [at for at in fitting if at not in own] if asked.is_own else fitting
        if not free:
            continue
        at = free[0]
        if asked.is_own:
            own.add(at)
        filled[at] = _raised(filled[at], asked)
    ladder = terms.reward if isinstance(terms.reward, compiled.Markdown) else None
    if ladder:
        filled[0] = replace(filled[0], days_left=ladder.steps[-1].days)
    return filled


def _raised(line: compiled.Line, asked: Asked) -> compiled.Line:
    wants = [line.quantity, asked.pieces * line.scale]
    if asked.minor and line.price:
        wants.append(math.ceil(asked.minor * line.per / line.price))
    return replace(line, quantity=max(line.quantity, min(max(wants), MOST_PIECES * line.scale)))


def _means(match: compiled.Match, tags: Sequence[str]) -> bool:
    """Tell whether an article with these tags is meant."""
    held = set(tags)
    is_any = not match.any_of or not held.isdisjoint(match.any_of)
    return is_any and held.issuperset(match.all_of) and held.isdisjoint(match.none_of)


def fitting(desk: Desk, terms: Terms, now: datetime) -> compiled.Facts:
    """Return who buys, where and when: such that the promotion holds, as far as that is in it."""
    said = {type(each): each for each in _wanted(terms.when)}
    hours, channel, place = said.get(compiled.Hours), said.get(compiled.Channel), said.get(compiled.Place)
    segment, pays = said.get(compiled.Segment), said.get(compiled.Pays)
    weekday, minute = _moment(hours, terms.when, now.astimezone(desk.zone))
    return compiled.Facts(
        at=int(now.timestamp()),
        weekday=weekday,
        minute=minute,
        channel=channel.any_of[0] if isinstance(channel, compiled.Channel) else "",
        place=place.any_of[0] if isinstance(place, compiled.Place) else "",
        known=True,
        segments=segment.any_of if isinstance(segment, compiled.Segment) else (),
        first_order=compiled.FirstOrder in said,
        payment=pays.any_of[0] if isinstance(pays, compiled.Pays) else "",
        coupons=(compiled.Coupon("example", OWN),) if terms.needs_coupon else (),
    )


def _moment(hours: compiled.Condition | None, when: compiled.Condition | None, local: datetime) -> tuple[int, int]:
    """Return a weekday and a minute that are wanted; else now, or the next hour that is not excluded."""
    if isinstance(hours, compiled.Hours):
        return hours.days[0], hours.starts
    excluded = [each for each in _excluded(when) if isinstance(each, compiled.Hours)]
    for ahead in range(HOURS_A_WEEK):
        at = local + timedelta(hours=ahead)
        weekday, minute = at.weekday(), at.hour * 60 + at.minute
        if not any(weekday in each.days and each.starts <= minute < each.ends for each in excluded):
            return weekday, minute
    return local.weekday(), local.hour * 60 + local.minute


def _wanted(when: compiled.Condition | None) -> Iterator[compiled.Condition]:
    """Go through the conditions that are to be true: of what is excluded, none is."""
    if isinstance(when, compiled.All | compiled.Any):
        for each in when.of:
            yield from _wanted(each)
    elif when is not None and not isinstance(when, compiled.Not):
        yield when


def _excluded(when: compiled.Condition | None) -> Iterator[compiled.Condition]:
    """Go through the conditions that are not to be true."""
    if isinstance(when, compiled.All | compiled.Any):
        for each in when.of:
            yield from _excluded(each)
    elif isinstance(when, compiled.Not):
        yield from _wanted(when.of)
