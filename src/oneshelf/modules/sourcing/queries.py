"""Reading what sourcing knows: a market's network, the loads of its places, policies and decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from oneshelf.kernel import caches, clock, decoding, sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.kernel.errors import NotFound
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import ANYWHERE, Destination
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place, PlaceId, PlaceKind
from oneshelf.modules.sourcing import models, rules
from oneshelf.modules.sourcing.types import (
    Cause,
    Decision,
    DecisionId,
    Load,
    Network,
    Note,
    OrderLine,
    PlaceFacts,
    PlaceRecord,
    Policy,
    PolicyId,
    PolicyState,
    PolicyVersion,
    Rehearsal,
    RehearsalId,
    RehearsalRun,
    RehearsalState,
    Rule,
    RuleKind,
    Situation,
)

LEARNS_FROM = timedelta(days=28)
"""How far back outcomes of a place count."""

SENDING_KINDS = (PlaceKind.STORE, PlaceKind.WAREHOUSE, PlaceKind.PICKUP_POINT)
"""Kinds of places that have goods or hand them over."""

MOST_NOTES = 50
"""How many decisions of one order are shown."""


@dataclass(frozen=True, slots=True)
class _Record:
    place: UUID
    asked: int
    rejected: int
    kept: int
    broken: int


@dataclass(frozen=True, slots=True)
class _Note:
    id: UUID
    market: UUID
    cause: str
    policy: UUID | None
    policy_version: int
    decided_at: datetime
    record: str


@dataclass(frozen=True, slots=True)
class Hour:
    """What orders have taken of one hour of a place."""

    place: PlaceId
    slot: datetime
    most: int
    taken: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a decision's record holds."""

    lines: tuple[OrderLine, ...]
    decision: Decision


_LOADS = sql.statement(__name__, "loads", row=Load)
_RECORDS = sql.statement(__name__, "records", row=_Record)
_NOTES = sql.statement(__name__, "decisions_of", row=_Note)
_HOURS = sql.statement(__name__, "hours_of_places", row=Hour)
_AUDIT = sql.statement(__name__, "audit_capacity", row=Discrepancy)

_NETWORKS = caches.Cache[MarketId, Network](
    "networks", events=["sourcing.*", "delivery.*", "places.*"], most=200, max_age_s=10.0
)
_ALL_LOADS = caches.Cache[MarketId, dict[PlaceId, Load]]("loads of places", most=200, max_age_s=2.0)


def network_of(market: MarketId) -> Network:
    """Return a market's places with hours, terms, limits and records, its services and the policy that holds now."""
    return _NETWORKS.get([market], _load_networks)[market]


def loads_of(market: MarketId, at: datetime) -> dict[PlaceId, Load]:
    """Return the loads of the market's places from the hour of `at` on; those that nobody asked are left out."""

    def load(wanted: list[MarketId]) -> dict[MarketId, dict[PlaceId, Load]]:
        since = rules.hour_of(at)
        return {each: {row.place: row for row in _LOADS.all(market=each, since=since)} for each in wanted}

    return _ALL_LOADS.get([market], load)[market]


def outset_of(
    market: MarketId, lines: Sequence[OrderLine], at: datetime, destination: Destination = ANYWHERE
) -> Situation:
    """Return what a decision or promise about `lines` stands on, before any shelf was looked at: all remembered."""
    network = network_of(market)
    position = delivery.located(destination, (facts.place for facts in network.facts.values()))
    distances = {}
    if position is not None:
        for place, facts in network.facts.items():
            if facts.place.position is not None:
                distances[place] = delivery.distance_m(position, facts.place.position)
    return Situation(network, tuple(lines), {}, loads_of(market, at), at, destination, distances)


def looked_at(situation: Situation, channel: ChannelId | None, asked: Collection[PlaceId]) -> Situation:
    """Return the situation with what the shelves of `asked` may give, beside what is known already: one statement.

    One more under a policy that looks at how long goods have lain there.
    """
    facts, market = situation.network.facts, situation.network.market
    shelves = [place for place in asked if facts[place].place.kind is not PlaceKind.PICKUP_POINT]
    found = inventory.availability(market, channel, [line.variant for line in situation.lines], shelves)
    units = {each.place: each.units for each in found if any(each.units)}
    ages = ages_of(market, situation.lines, list(units), situation.at, [situation.network.policy])
    trust = {each.place: each.trust for each in found if each.trust}
    return replace(
        situation,
        units={**situation.units, **units},
        ages={**situation.ages, **ages},
        trust={**situation.trust, **trust},
    )


def ages_of(
    market: MarketId, lines: Sequence[OrderLine], at_places: Sequence[PlaceId], at: datetime, policies: Sequence[Policy]
) -> dict[PlaceId, tuple[int, ...]]:
    """Return how many days the goods of `lines` have lain at places, as far back as policies look; empty for none."""
    oldest = max((rule.number for policy in policies for rule in policy.rules if rule.kind is RuleKind.AGE), default=0)
    if not oldest or not at_places:
        return {}
    found = inventory.ages(market, [line.variant for line in lines], at_places, at, most_days=oldest + 1)
    return {place: tuple(found.get((place, line.variant), 0) for line in lines) for place in at_places}


def situation_of(
    market: MarketId,
    channel: ChannelId | None,
    lines: Sequence[OrderLine],
    at: datetime,
    destination: Destination = ANYWHERE,
) -> Situation:
    """Return what a decision stands on, with the shelves of every place: one statement."""
    outset = outset_of(market, lines, at, destination)
    return looked_at(outset, channel, outset.network.facts)


def policy_at(market: MarketId, at: datetime) -> Policy:
    """Return the policy that holds in a market at `at`; without a published one, the house's usual rules."""
    row = models.Policy.objects.filter(market=market, valid__contains=at).first()
    return _policy(row) if row else rules.USUAL


def get_policy(policy: PolicyId) -> PolicyVersion:
    """Return a version of a policy with its story. Raises NotFound."""
    row = models.Policy.objects.filter(id=policy).first()
    if row is None:
        raise NotFound(kind="sourcing policy", value=str(policy))
    return as_version(row, _rules_of([row.id])[row.id])


def list_policies(market: MarketId) -> list[PolicyVersion]:
    """Return every version of a market's policy, the latest first. Two queries."""
    rows = list(models.Policy.objects.filter(market=market).order_by("-version"))
    known = _rules_of([row.id for row in rows])
    return [as_version(row, known[row.id]) for row in rows]


def get_rehearsal(run: RehearsalId) -> RehearsalRun:
    """Return a rehearsal as far as it is. Raises NotFound."""
    row = models.RehearsalRun.objects.filter(id=run).first()
    if row is None:
        raise NotFound(kind="rehearsal", value=str(run))
    return _rehearsal(row)


def list_rehearsals(policy: PolicyId) -> list[RehearsalRun]:
    """Return the latest rehearsals of a policy, the last one first."""
    rows = models.RehearsalRun.objects.filter(policy=policy).order_by("-begun_at")[:MOST_NOTES]
    return [_rehearsal(row) for row in rows]


def _rehearsal(row: models.RehearsalRun) -> RehearsalRun:
    now, then = decoding.decode(row.told, tuple[Rehearsal, Rehearsal]) if row.told else (None, None)
    return RehearsalRun(
        id=RehearsalId(row.id),
        market=MarketId(row.market_id),
        policy=PolicyId(row.policy_id),
        since=row.since,
        until=row.until,
        state=RehearsalState(row.state),
        done=row.done,
        total=row.total,
        begun_at=row.begun_at,
        now=now,
        then=then,
    )


def limits_of(of: Collection[PlaceId]) -> dict[PlaceId, int]:
    """Return how many orders an hour places take; those that take any number are left out."""
    rows = models.Limit.objects.filter(place__in=list(of)).values_list("place_id", "orders_an_hour")
    return {PlaceId(place): most for place, most in rows}


def hours_of_places(of: Sequence[PlaceId], since: datetime, until: datetime) -> list[Hour]:
    """Return what orders have taken of the hours of places between two moments, by place and hour."""
    return _HOURS.all(places=list(of), since=since, until=until)


def decisions_of(subject: UUID) -> list[Note]:
    """Return every decision about an order (or checkout), the latest first. One statement."""
    return [_note(row, subject) for row in _NOTES.all(subject=subject, limit=MOST_NOTES)]


def audit() -> list[Discrepancy]:
    """Recompute what every hour of every place has taken from the claims on it; return the rows that differ."""
    return _AUDIT.all()


def as_version(row: models.Policy, of: tuple[Rule, ...]) -> PolicyVersion:
    """Turn a row into what leaves the module."""
    return PolicyVersion(
        policy=Policy(of, PolicyId(row.id), row.version),
        market=MarketId(row.market_id),
        name=row.name,
        state=PolicyState(row.state),
        valid_from=row.valid.lower if row.valid else None,
        valid_until=row.valid.upper if row.valid else None,
        created_at=row.created_at,
    )


def _policy(row: models.Policy) -> Policy:
    return Policy(_rules_of([row.id])[row.id], PolicyId(row.id), row.version)


def _rules_of(policies: Sequence[UUID]) -> dict[UUID, tuple[Rule, ...]]:
    found: dict[UUID, tuple[Rule, ...]] = dict.fromkeys(policies, ())
    for row in models.Rule.objects.filter(policy__in=policies).order_by("position"):
        rule = Rule(RuleKind(row.kind), row.worth, row.number, tuple(PlaceId(each) for each in row.places), row.firm)
        found[row.policy_id] = (*found[row.policy_id], rule)
    return found


def _note(row: _Note, subject: UUID) -> Note:
    recorded = decoding.decode(row.record, Recorded)
    return Note(
        id=DecisionId(row.id),
        market=MarketId(row.market),
        subject=subject,
        cause=Cause(row.cause),
        policy=PolicyId(row.policy) if row.policy else None,
        policy_version=row.policy_version,
        decided_at=row.decided_at,
        lines=recorded.lines,
        decision=recorded.decision,
    )


def _load_networks(wanted: list[MarketId]) -> dict[MarketId, Network]:
    return {market: _network(market) for market in wanted}


def _network(market: MarketId) -> Network:
    home = markets.get_market(market)
    known = places.list_places(market, SENDING_KINDS)
    hours = places.hours_of([place.id for place in known])
    book = delivery.book_of(market)
    limits = limits_of([place.id for place in known])
    records = _records(market, clock.now().date() - LEARNS_FROM)

    def facts(place: Place) -> PlaceFacts:
        record = records.get(place.id, PlaceRecord())
        return PlaceFacts(place, hours[place.id], book.terms_of(place.id), limits.get(place.id), record)

    policy = policy_at(market, clock.now())
    by_place = {place.id: facts(place) for place in known}
    return Network(market, home.currency, home.time_zone, by_place, book, policy)


def _records(market: MarketId, since: date) -> dict[PlaceId, PlaceRecord]:
    rows: Iterable[_Record] = _RECORDS.all(market=market, since=since)
    return {PlaceId(row.place): PlaceRecord(row.asked, row.rejected, row.kept, row.broken) for row in rows}
