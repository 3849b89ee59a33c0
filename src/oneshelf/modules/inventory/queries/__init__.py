"""Reading stock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from oneshelf.kernel import caches, clock, sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.kernel.ids import first_id_at
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Classification, VariantId
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.types import (
    AllocatedDemand,
    BufferRule,
    Confidence,
    Correction,
    Demand,
    Explanation,
    FenceId,
    FencePart,
    HandedOver,
    Held,
    Level,
    Movement,
    Owner,
    PastLevel,
    PlaceAvailability,
    StandingFence,
    TakenBack,
)
from oneshelf.modules.lots import public as lots
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId

T = TypeVar("T")

MOST_ROWS = 200
"""The most rows of one page of levels or movements."""

_LEVELS = sql.statement(__name__, "levels", row=Level)
_LEVELS_EVERYWHERE = sql.statement(__name__, "levels_everywhere", row=Level)
_LEVELS_AT_PLACE = sql.statement(__name__, "levels_at_place", row=Level)
_MOVEMENTS = sql.statement(__name__, "movements", row=Movement)
_MOVEMENTS_OF_CAUSE = sql.statement(__name__, "movements_of_cause", row=Movement)
_AUDIT_LEVELS = sql.statement(__name__, "audit_levels", row=Discrepancy)
_AUDIT_RESERVED = sql.statement(__name__, "audit_reserved", row=Discrepancy)
_AUDIT_FENCED = sql.statement(__name__, "audit_fenced", row=Discrepancy)
_AUDIT_AHEAD = sql.statement(__name__, "audit_ahead", row=Discrepancy)
_AUDIT_ADJUSTMENTS = sql.statement(__name__, "audit_adjustments", row=Discrepancy)
_AUDIT_ENTRIES = sql.statement(__name__, "audit_entries", row=Discrepancy)
_ALLOCATED = sql.statement(__name__, "allocated_demand", row=AllocatedDemand)
_PROMISED = sql.statement(__name__, "promised", row=Demand)
_HANDED_OVER = sql.statement(__name__, "handed_over", row=HandedOver)
_TAKEN_BACK = sql.statement(__name__, "taken_back", row=TakenBack)

_ON_HAND_AS_OF = sql.statement(__name__, "on_hand_as_of", row=PastLevel)

_LEFT_FOR_CUSTOMERS = sql.statement(__name__, "left_for_customers", row=PastLevel)
_HELD = sql.statement(__name__, "held", row=Held)
_CORRECTIONS = sql.statement(__name__, "corrections", row=Correction)

_FORM_FOR = timedelta(days=2)
"""How much older than its instant the id of a correction may be: forms are good for a day."""
_TRACKED = sql.statement(__name__, "tracked_levels", row=lots.Sum)

_NO_VARIANT = UUID(int=0)
LAST_ID = UUID(int=2**128 - 1)
"""Stands behind every id."""


@dataclass(frozen=True, slots=True)
class _AtPlace:
    place: PlaceId
    positions: list[int]
    units: list[int]
    trust: list[int | None] | None


@dataclass(frozen=True, slots=True)
class _Figures:
    on_hand: int
    reserved: int
    fenced: int
    incoming: int


_AVAILABILITY = sql.statement(__name__, "availability", row=_AtPlace)
_EXPLANATION = sql.statement(__name__, "explanation", row=_Figures)
_OPEN_FENCES = sql.statement(__name__, "open_fences", row=FencePart)
_LIST_FENCES = sql.statement(__name__, "list_fences", row=StandingFence)
_CURRENT_RULES = sql.statement(__name__, "current_rules", row=BufferRule)
_HOT_VARIANTS = sql.statement(__name__, "hot_variants", row=UUID)

_CONFIDENCE = sql.statement(__name__, "confidence", row=Confidence)

_RULES = caches.Cache[MarketId, rules.RuleBook]("stock rules", events=["inventory.rules_changed.*"], most=1000)
_HOT = caches.Cache[MarketId, frozenset[UUID]]("hot variants", events=["inventory.rules_changed.*"], most=1000)


def levels(market: MarketId, variants: Sequence[VariantId], places: Sequence[PlaceId] | None = None) -> list[Level]:
    """Return the levels of `variants` at `places` (everywhere, when None): one statement for a whole basket.

    A key that never had stock gives no row.
    """
    if places is None:
        return _LEVELS_EVERYWHERE.all(market=market, variants=list(variants))
    return _LEVELS.all(market=market, variants=list(variants), places=list(places))


def levels_at(market: MarketId, place: PlaceId, *, after: VariantId | None = None, limit: int = 50) -> list[Level]:
    """Return a page of what a place has, by variant id, beginning behind `after`."""
    return _LEVELS_AT_PLACE.all(market=market, place=place, after=after or _NO_VARIANT, limit=min(limit, MOST_ROWS))


def walk_levels(market: MarketId, place: PlaceId) -> Iterator[Level]:
    """Go through all that a place has, by variant id, 200 in a statement."""
    page: list[Level] = []
    while page := levels_at(market, place, after=page[-1].variant if page else None, limit=MOST_ROWS):
        yield from page


def movements(
    market: MarketId,
    place: PlaceId,
    variant: VariantId,
    *,
    before: datetime | None = None,
    before_id: UUID = LAST_ID,
    limit: int = 50,
) -> list[Movement]:
    """Return the latest movements of a variant into or out of a place, newest first.

    Go on with the last one's occurred_at and id: many may share an instant.
    """
    return _MOVEMENTS.all(
        market=market,
        place=place,
        variant=variant,
        before=before or clock.now(),
        before_id=before_id,
        limit=min(limit, MOST_ROWS),
    )


def on_hand_as_of(market: MarketId, place: PlaceId, variants: Sequence[VariantId], at: datetime) -> list[PastLevel]:
    """Return what a place had on hand of `variants` right after everything that happened until `at`, in one statement.

    A key that never had stock gives no row. What happened is dated by its cause: a sale at its instant, though it may
    be written later. At this moment that is the level, whatever clocks say. The longer ago, the more months are read.
    """
    return _ON_HAND_AS_OF.all(market=market, place=place, variants=list(variants), at=at, now=clock.now())


def stock_as_of(
    market: MarketId, place: PlaceId, at: datetime, *, after: VariantId | None = None, limit: int = 50
) -> list[PastLevel]:
    """Return a page of what a place had on hand at a past moment, by variant id, beginning behind `after`.

    As for levels_at, whatever was ever there is listed, so that pages of both are the same.
    """
    page = levels_at(market, place, after=after, limit=limit)
    return on_hand_as_of(market, place, [each.variant for each in page], at)


def left_for_customers(
    market: MarketId, place: PlaceId, variants: Sequence[VariantId], since: datetime
) -> dict[VariantId, int]:
    """Return how many units of `variants` a place gave to customers since then, in one statement; none: no key."""
    rows = _LEFT_FOR_CUSTOMERS.all(market=market, place=place, variants=list(variants), since=since)
    return {row.variant: row.on_hand for row in rows}


def corrections(market: MarketId, places: Sequence[PlaceId], since: datetime, until: datetime) -> list[Correction]:
    """Return what people corrected at `places` in [since, until), by article and reason, gains apart from losses."""
    first = first_id_at(since - _FORM_FOR)
    return _CORRECTIONS.all(market=market, places=list(places), since=since, until=until, first=first)


def movements_of(cause: UUID) -> list[Movement]:
    """Return every movement that a cause (an order, a consignment, an adjustment ...) made."""
    return _MOVEMENTS_OF_CAUSE.all(cause=cause)


def audit(counted_places: Sequence[PlaceId]) -> list[Discrepancy]:
    """Recompute every level from movements, reservations, fences and parts; return the rows that differ.

    Corrections and entries of parts are compared with the movements that they stand for.
    """
    levels_that_differ = _AUDIT_LEVELS.all(counted=list(counted_places))
    return [
        *levels_that_differ,
        *_AUDIT_RESERVED.all(),
        *_AUDIT_FENCED.all(),
        *_AUDIT_AHEAD.all(),
        *_AUDIT_ADJUSTMENTS.all(),
        *_told_apart(),
        *_AUDIT_ENTRIES.all(counted=list(counted_places)),
        *lots.audit(counted_places),
    ]


def _told_apart() -> list[Discrepancy]:
    """Compare what is on hand where units are told apart with what their parts come to."""
    on_hand = {(each.market, each.place, each.variant): each.quantity for each in _TRACKED.all()}
    parts = {(each.market, each.place, each.variant): each.quantity for each in lots.sums()}
    return [
        Discrepancy(
            check="the parts of a level are what is on hand",
            subject=f"variant {key[2]} at place {key[1]}",
            found=str(parts.get(key, 0)),
            expected=str(on_hand.get(key, 0)),
        )
        for key in sorted(on_hand.keys() | parts.keys())
        if on_hand.get(key, 0) != parts.get(key, 0)
    ]


def held(owner: Owner, owner_id: UUID) -> list[Held]:
    """Return what a cart, a checkout or another owner holds now."""
    return _HELD.all(owner=owner_id, owner_kind=owner.value, at=clock.now())


def allocated_demand() -> list[AllocatedDemand]:
    """Return what is allocated to the lines of orders that have not got it yet, for the audit."""
    return _ALLOCATED.all()


def promised(owner_id: UUID) -> list[Demand]:
    """Return what an owner has reserved and not used, by line and place; a kit's line by its components."""
    return _PROMISED.all(owner=owner_id)


def handed_over(causes: Sequence[UUID]) -> list[HandedOver]:
    """Return what the lines of `causes` (an order taken at once, or consignments) took from the shelves."""
    return _HANDED_OVER.all(causes=list(causes))


def taken_back(counted_places: Sequence[PlaceId]) -> list[TakenBack]:
    """Return every movement of goods that came back, for the audit's comparison with the order book."""
    return _TAKEN_BACK.all(counted=list(counted_places))


def availability(
    market: MarketId,
    channel: ChannelId | None,
    variants: Sequence[VariantId],
    places: Sequence[PlaceId],
    *,
    by: date | None = None,
) -> list[PlaceAvailability]:
    """Return what `channel` may be promised of `variants` at each of `places`, in their order: one statement.

    That is what is on hand, neither reserved nor fenced for other channels, less what the buffer rule that applies
    keeps back, soft ones included; with `by`, what is expected on or before that day is added. What may be promised
    ahead of the goods, `offers_ahead` tells. Without a channel only rules for all channels apply, and no fence is its
    own.
    """
    wanted = list(dict.fromkeys(variants))
    applied = list(_applied(market, channel, wanted, set(places)).values())
    special = list({place for each in applied for place in each.special})
    found = _AVAILABILITY.all(
        market=market,
        channel=channel,
        at=clock.now(),
        by=by,
        variants=wanted,
        places=list(places),
        units=[rules.units_of(each.everywhere) for each in applied],
        percents=[rules.percent_of(each.everywhere) for each in applied],
        special_places=special,
        special_units=[rules.units_of(each.at(place)) for place in special for each in applied],
        special_percents=[rules.percent_of(each.at(place)) for place in special for each in applied],
    )
    return _in_order(variants, wanted, places, found)


def _in_order(
    variants: Sequence[VariantId], wanted: Sequence[VariantId], places: Sequence[PlaceId], found: Sequence[_AtPlace]
) -> list[PlaceAvailability]:
    """Bring rows into the order asked for; what has no level counts as none."""
    order = {variant: position for position, variant in enumerate(wanted, start=1)}
    asked = [order[variant] for variant in variants]
    at_places, nothing = {row.place: row for row in found}, (0,) * len(asked)
    return [
        PlaceAvailability(place, _ordered(row.units, row, asked, 0), _ordered(row.trust or (), row, asked, None))
        if (row := at_places.get(place))
        else PlaceAvailability(place, nothing)
        for place in places
    ]


def _ordered(told: Sequence[T], row: _AtPlace, asked: Sequence[int], missing: T) -> tuple[T, ...]:
    if row.positions == asked or not told:
        return tuple(told)
    known = dict(zip(row.positions, told, strict=True))
    return tuple([known.get(position, missing) for position in asked])


def explain(
    market: MarketId, channel: ChannelId | None, place: PlaceId, variant: VariantId, *, by: date | None = None
) -> Explanation:
    """Return why `availability` gives what it gives for one variant at one place: parts that add up exactly."""
    now = clock.now()
    figures = _EXPLANATION.find(market=market, place=place, variant=variant, by=by) or _Figures(0, 0, 0, 0)
    fences = [
        fence
        for fence in _OPEN_FENCES.all(market=market, place=place, variant=variant)
        if fence.ends is None or fence.ends > now
    ]
    own = sum(fence.units for fence in fences if fence.channel == channel)
    others = tuple(fence for fence in fences if fence.channel != channel)
    rule = _applied(market, channel, [variant], {place})[variant].at(place)
    free = figures.on_hand - figures.reserved + figures.incoming - own - sum(fence.units for fence in others)
    return Explanation(
        place=place,
        variant=variant,
        on_hand=figures.on_hand,
        backorder=max(0, -free),
        reserved=figures.reserved,
        fences=others,
        own=own,
        incoming=figures.incoming,
        kept_back=min(max(0, free), rules.kept_back(rule, figures.on_hand)),
        rule=rule,
    )


def withheld(market: MarketId, channel: ChannelId | None, keys: Sequence[tuple[PlaceId, VariantId]]) -> list[int]:
    """Return what hard rules keep back from `channel` of each key, for `p_withheld` of the SQL face inventory_reserve.

    Units, or minus so many hundredths of a percent of what is on hand at the moment of the reservation. Rules are
    remembered, so that a process that listens asks the database for nothing.
    """
    applied = _applied(market, channel, list(dict.fromkeys(v for _, v in keys)), {place for place, _ in keys})
    ruling = [applied[variant].at(place) for place, variant in keys]
    return [rules.withheld(rule) if rule and rule.hard else 0 for rule in ruling]


def confidence(
    market: MarketId, keys: Sequence[tuple[PlaceId, VariantId]]
) -> dict[tuple[PlaceId, VariantId], Confidence]:
    """Return how far what the book says of `keys` may be trusted, in one statement; unknown ones are left out."""
    found = _CONFIDENCE.all(market=market, places=[place for place, _ in keys], variants=[each for _, each in keys])
    return {(each.place, each.variant): each for each in found}


def is_hot(market: MarketId, variant: VariantId) -> bool:
    """Tell whether many ask for `variant` at once, so that holds of it are granted by groups."""
    return variant in _HOT.get([market], _load_hot)[market]


def list_rules(market: MarketId) -> tuple[BufferRule, ...]:
    """Return the buffer rules of a market that hold or will, the most specific first."""
    return _rules_of(market).rules


def list_fences(
    market: MarketId,
    places: Sequence[PlaceId] | None = None,
    *,
    after: FenceId | None = None,
    most: int = MOST_ROWS,
) -> list[StandingFence]:
    """Return the fences that stand or will (only at `places`, when given) behind fence `after`: one statement."""
    at_places = None if places is None else list(places)
    return _LIST_FENCES.all(market=market, at=clock.now(), places=at_places, fence=None, after=after, limit=most)


def find_fence(market: MarketId, fence: FenceId) -> StandingFence | None:
    """Return a fence that stands or will."""
    return _LIST_FENCES.find(market=market, at=clock.now(), places=None, fence=fence, after=None, limit=1)


def _applied(
    market: MarketId, channel: ChannelId | None, variants: Sequence[VariantId], places: set[PlaceId]
) -> dict[VariantId, rules.Applied]:
    book = _rules_of(market)
    if not book.rules:
        return dict.fromkeys(variants, rules.NOTHING)
    known: dict[VariantId, Classification] = catalogue.classifications(variants) if book.asks_for_goods else {}
    now = clock.now()
    return {v: book.applied(v, known.get(v), channel=channel, at=now, places=places) for v in variants}


def _rules_of(market: MarketId) -> rules.RuleBook:
    return _RULES.get([market], _load_rules)[market]


def _load_rules(markets: list[MarketId]) -> dict[MarketId, rules.RuleBook]:
    now = clock.now()
    return {market: rules.RuleBook(_CURRENT_RULES.all(market=market, at=now)) for market in markets}


def _load_hot(markets: list[MarketId]) -> dict[MarketId, frozenset[UUID]]:
    return {market: frozenset(_HOT_VARIANTS.all(market=market)) for market in markets}
