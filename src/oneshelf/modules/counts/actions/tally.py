"""Counting an article: scan by scan or by a typed number, then saying that this is all of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.states import WrongState
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.counts import models, rules
from oneshelf.modules.counts.actions.plan_count import locked_count
from oneshelf.modules.counts.errors import AgreedAlready, BadCount, CountedBefore, NotInCount, SomebodyElseCounts
from oneshelf.modules.counts.queries import costs_of, get_count
from oneshelf.modules.counts.types import CountId, CountState, LineState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId


@retried
def scan(count: CountId, variant: VariantId, *, scan: UUID, actor: Actor) -> int:
    """Count one more unit of a variant, and return the line's number. The same `scan` counts once.

    Whoever scans an article first counts it in this round. Raises NotFound, WrongState, NotInCount, AgreedAlready,
    SomebodyElseCounts, CountedBefore.
    """
    row = _open(count)
    line = models.CountLine.objects.filter(count=row, variant_id=variant).first()
    if line is None:
        raise NotInCount(article=str(variant))
    mine = _mine(line, actor)
    if mine.last_scan != scan:
        mine.quantity, mine.last_scan = mine.quantity + 1, scan
        mine.save()
    return line.line


@retried
def type_quantity(count: CountId, line: int, quantity: int, *, actor: Actor) -> None:
    """Write how much there is of a line, all told. Raises as `scan` does, and BadCount."""
    if not 0 <= quantity <= rules.MOST_UNITS:
        raise BadCount(value=quantity)
    mine = _mine(_line(_open(count), line), actor)
    mine.quantity = quantity
    mine.save()


@retried
def finish_line(count: CountId, line: int, *, actor: Actor, at: datetime | None = None) -> LineState:
    """Say that what was counted of a line is all of it, and return whether it is agreed or needs another person.

    `at` is the instant at which it was counted (now, when None): what was sold since does not matter, since the
    figure is compared with what the book had then. Raises as `scan` does.
    """
    row = _open(count)
    found = _line(row, line)
    mine = _mine(found, actor)
    now = clock.now()
    mine.counted_at = min(max(at, row.created_at), now) if at else now
    mine.expected = _on_hand(row, found, mine.counted_at)
    mine.save()
    known = next(each for each in get_count(count).lines if each.line == line)
    cost = costs_of(MarketId(row.market_id), [known.variant]).get(known.variant)
    agreed = rules.agreed(known.rounds, get_count(count).rule, cost)
    found.state = LineState.AGREED.value if agreed else LineState.RECOUNT.value
    if agreed:
        found.counted, found.expected, found.counted_at = mine.quantity, mine.expected, mine.counted_at
        models.LastCount.objects.update_or_create(
            market_id=row.market_id,
            place_id=row.place_id,
            variant_id=found.variant_id,
            defaults={"counted_at": mine.counted_at, "counted": mine.quantity},
        )
    found.save()
    return LineState(found.state)


def _open(count: CountId) -> models.Count:
    row = locked_count(count)
    if row.state != CountState.OPEN:
        raise WrongState(machine=rules.COUNT_MACHINE.name, state=row.state, wanted=CountState.SETTLED)
    return row


def _line(row: models.Count, line: int) -> models.CountLine:
    found = models.CountLine.objects.filter(count=row, line=line).first()
    if found is None:
        raise NotInCount(article=str(line))
    return found


def _mine(line: models.CountLine, actor: Actor) -> models.Tally:
    """Return the counter's own open tally of a line, beginning it when nobody else counts."""
    if line.state == LineState.AGREED:
        raise AgreedAlready(article=line.title)
    assert actor.id is not None, "somebody counts, not something"
    for each in models.Tally.objects.filter(line=line):
        if each.counter_id == actor.id and each.counted_at is None:
            return each
        if each.counter_id == actor.id:
            raise CountedBefore(article=line.title)
        if each.counted_at is None:
            raise SomebodyElseCounts(article=line.title)
    return models.Tally(line=line, counter_id=actor.id)


def _on_hand(row: models.Count, line: models.CountLine, at: datetime) -> int:
    variant = VariantId(line.variant_id)
    found = inventory.on_hand_as_of(MarketId(row.market_id), PlaceId(row.place_id), [variant], at)
    return found[0].on_hand if found else 0
