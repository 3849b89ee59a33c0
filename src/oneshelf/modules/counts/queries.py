"""The read side of counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from oneshelf.kernel import clock, numbers
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.audits import Discrepancy
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.kernel.sql import statement
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import SearchFilters, VariantId
from oneshelf.modules.counts import models, rules
from oneshelf.modules.counts.errors import NothingToCount
from oneshelf.modules.counts.types import (
    Adjustment,
    AdjustmentState,
    Basis,
    BlindLine,
    Costs,
    Count,
    CountId,
    CountLine,
    CountState,
    LineState,
    RecountRule,
    Tally,
)
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AdjustmentReason
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.staff import public as staff
from oneshelf.modules.staff.public import MemberId

MOST_LISTED = 200
"""The most counts or corrections of one list."""

VELOCITY = timedelta(days=28)
"""How far back sales are looked at to find what sells fastest."""

MOST_PAGES = 100
"""How many pages of a category's products are looked through for a plan."""

_EVENTS = statement(__name__, "audit_events", row=Discrepancy)
_CORRECTIONS = statement(__name__, "audit_corrections", row=Discrepancy)


def _no_costs(market: MarketId, variants: Sequence[VariantId]) -> Mapping[VariantId, UnitPrice]:
    return {}


_costs: list[Costs] = [_no_costs]


def value_by(costs: Costs) -> None:
    """Say what tells the cost of a unit. Without it no correction has a value, and each needs approval."""
    _costs[0] = costs


def costs_of(market: MarketId, variants: Sequence[VariantId]) -> Mapping[VariantId, UnitPrice]:
    """Return what a unit of each variant cost, as far as it is known."""
    return _costs[0](market, variants)


def get_count(count: CountId) -> Count:
    """Return a count with its lines and what each round found, in three statements. Raises NotFound."""
    found = _counts(models.Count.objects.filter(id=count))
    if not found:
        raise NotFound(kind="count", value=str(count))
    return found[0]


def count_by_number(market: MarketId, number: str) -> Count:
    """Return a count by its number, as people write it. Raises NotFound."""
    cleaned = numbers.clean(number, rules.NUMBER_CHARACTERS)
    found = _counts(models.Count.objects.filter(market_id=market, number=cleaned)) if cleaned else []
    if not found:
        raise NotFound(kind="count", value=number[:20])
    return found[0]


def list_counts(
    market: MarketId,
    *,
    places: Collection[PlaceId] | None = None,
    states: Collection[CountState] | None = None,
    before: CountId | None = None,
    limit: int = 50,
) -> list[Count]:
    """Return counts, the latest first, from behind `before`; in three statements. None means all."""
    rows = models.Count.objects.filter(market_id=market)
    if places is not None:
        rows = rows.filter(place_id__in=places)
    if states is not None:
        rows = rows.filter(state__in=states)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return _counts(rows.order_by("-id")[: min(limit, MOST_LISTED)])


def to_count(place: PlaceId) -> list[Count]:
    """Return the open counts of a place, those that are due first on top. Show them to nobody who counts."""
    rows = models.Count.objects.filter(place_id=place, state=CountState.OPEN.value)
    return _counts(rows.order_by("due_on", "id")[:MOST_LISTED])


def blind_lines(count: Count, counter: UUID) -> list[BlindLine]:
    """Return the lines of a count as somebody who counts sees them: without what the book says. One statement."""
    tallies: dict[int, list[models.Tally]] = defaultdict(list)
    for row in models.Tally.objects.filter(line__count=count.id).select_related("line"):
        tallies[row.line.line].append(row)
    lines = []
    for line in count.lines:
        mine = [row for row in tallies[line.line] if row.counter_id == counter]
        lines.append(
            BlindLine(
                line=line.line,
                variant=line.variant,
                title=line.title,
                sku=line.sku,
                unit=line.unit,
                state=line.state,
                mine=mine[0].quantity if mine else None,
                taken=any(row.counted_at is None and row.counter_id != counter for row in tallies[line.line]),
                counted_before=any(row.counted_at is not None for row in mine),
            )
        )
    return lines


def waiting(market: MarketId, places: Collection[PlaceId] | None = None) -> list[Adjustment]:
    """Return the corrections that wait for approval, the oldest first; 200 at most."""
    rows = models.Adjustment.objects.filter(market_id=market, state=AdjustmentState.PROPOSED.value)
    if places is not None:
        rows = rows.filter(place_id__in=places)
    return [as_adjustment(row) for row in rows.order_by("id")[:MOST_LISTED]]


def get_adjustment(adjustment: UUID) -> Adjustment:
    """Return a correction. Raises NotFound."""
    row = models.Adjustment.objects.filter(id=adjustment).first()
    if row is None:
        raise NotFound(kind="correction", value=str(adjustment))
    return as_adjustment(row)


def adjustments_of(count: CountId) -> list[Adjustment]:
    """Return the corrections that a count led to."""
    return [as_adjustment(row) for row in models.Adjustment.objects.filter(count=count).order_by("id")]


def last_counted(
    market: MarketId, keys: Sequence[tuple[PlaceId, VariantId]]
) -> dict[tuple[PlaceId, VariantId], datetime]:
    """Return when each of `keys` was last counted, in one statement; those that never were are left out."""
    wanted = set(keys)
    rows = models.LastCount.objects.filter(
        market_id=market, place_id__in={place for place, _ in wanted}, variant_id__in={each for _, each in wanted}
    )
    found = {(PlaceId(row.place_id), VariantId(row.variant_id)): row.counted_at for row in rows}
    return {key: at for key, at in found.items() if key in wanted}


def authority(actor: Actor, market: MarketId, place: PlaceId) -> int | None:
    """Return up to what value (minor units, at cost) an actor corrects stock at a place; None is without limit."""
    if actor.may("counts.approve", place):
        return None
    if actor.id is None:
        return 0
    held = {each.role for each in staff.assignments_of(MemberId(actor.id)) if each.place in (None, place)}
    limits = models.Authority.objects.filter(market=market, role__code__in=held).values_list("value", flat=True)
    return max(limits, default=0)


def articles_to_count(
    market: MarketId, place: PlaceId, basis: Basis, *, most: int, category: str = ""
) -> list[VariantId]:
    """Choose up to `most` articles of a place: longest uncounted first, fastest selling first, or of a category.

    Raises NothingToCount, and NotFound for a category that is not there.
    """
    here = [each.variant for each in inventory.walk_levels(market, place)]
    counted = last_counted(market, [(place, each) for each in here])
    never = clock.now().replace(year=1970)
    if basis is Basis.FASTEST:
        sold = inventory.left_for_customers(market, place, here, clock.now() - VELOCITY)
        here.sort(key=lambda each: -sold.get(each, 0))
    else:
        here.sort(key=lambda each: counted.get((place, each), never))
    if basis is Basis.CATEGORY:
        listed = _of_category(category)
        here = [each for each in here if each in listed]
    if not here:
        raise NothingToCount()
    return here[: min(most, rules.MOST_LINES)]


def _of_category(slug: str) -> set[VariantId]:
    found: set[VariantId] = set()
    after: str | None = None
    for _ in range(MOST_PAGES):
        page = catalogue.list_products(SearchFilters(category=slug), after=after, limit=100)
        found.update(variant for hit in page.hits for variant in hit.variants)
        if page.after is None:
            break
        after = page.after
    return found


def audit() -> list[Discrepancy]:
    """Compare the changes of counts and corrections with their events, and posted corrections with their movements."""
    return [*_EVENTS.all(), *_CORRECTIONS.all()]


def as_adjustment(row: models.Adjustment) -> Adjustment:
    """Turn a row into what leaves the module."""
    return Adjustment(
        id=row.id,
        market=MarketId(row.market_id),
        place=PlaceId(row.place_id),
        variant=VariantId(row.variant_id),
        change=row.change,
        reason=AdjustmentReason(row.reason),
        value=Money(row.value, row.currency) if row.value is not None else None,
        count=CountId(row.count_id) if row.count_id else None,
        state=AdjustmentState(row.state),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def _counts(found: QuerySet[models.Count]) -> list[Count]:
    rows = list(found)
    lines: dict[UUID, list[CountLine]] = defaultdict(list)
    rounds: dict[UUID, list[Tally]] = defaultdict(list)
    for tally in models.Tally.objects.filter(line__count__in=[row.id for row in rows], counted_at__isnull=False):
        rounds[tally.line_id].append(Tally(tally.counter_id, tally.quantity, tally.expected or 0))
    for each in models.CountLine.objects.filter(count__in=[row.id for row in rows]):
        lines[each.count_id].append(
            CountLine(
                line=each.line,
                variant=VariantId(each.variant_id),
                title=each.title,
                sku=each.sku,
                unit=Unit(each.unit),
                state=LineState(each.state),
                expected=each.expected,
                counted=each.counted,
                counted_at=each.counted_at,
                rounds=tuple(rounds[each.id]),
            )
        )
    return [_count(row, tuple(lines[row.id])) for row in rows]


def _count(row: models.Count, lines: tuple[CountLine, ...]) -> Count:
    return Count(
        id=CountId(row.id),
        market=MarketId(row.market_id),
        place=PlaceId(row.place_id),
        number=row.number,
        title=row.title,
        basis=Basis(row.basis),
        state=CountState(row.state),
        rule=RecountRule(row.recount_units, row.recount_percent, row.recount_value),
        due_on=row.due_on,
        created_at=row.created_at,
        settled_at=row.settled_at,
        version=row.version,
        made_up=tuple(row.made_up),
        lines=lines,
    )
