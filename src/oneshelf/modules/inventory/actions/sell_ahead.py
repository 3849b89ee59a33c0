"""Selling goods before they are there: saying so, changing it, ending it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from psycopg.types.range import TimestamptzRange

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.actions.announce import announce
from oneshelf.modules.inventory.actions.set_rule import tell_rules_changed
from oneshelf.modules.inventory.errors import BadAheadTerms, RuleChanged, SoldAheadAlready
from oneshelf.modules.inventory.models import AheadRule
from oneshelf.modules.inventory.types.ahead import AheadId, AheadTerms
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId, UnknownPlace, get_place

_ALLOW = sql.statement(__name__, "allow_ahead")
_COMPETING = {"goods_are_sold_ahead_in_one_way": SoldAheadAlready()}


@retried
def sell_ahead(
    market: MarketId,
    place: PlaceId,
    variant: VariantId,
    terms: AheadTerms,
    *,
    actor: Actor,
    begins: datetime | None = None,
    ends: datetime | None = None,
    note: str = "",
) -> AheadId:
    """Let a variant be promised beyond what a place has, from `begins` (now, when None) until `ends`.

    It is always a place's: its goods come there, and a limit for all places would make every sale wait for one row.
    Raises BadAheadTerms, UnknownPlace for one of another market, and SoldAheadAlready when the variant is sold ahead
    there for a part of that time.
    """
    now = clock.now()
    if get_place(place).market != market:
        raise UnknownPlace(place=str(place))
    row = AheadRule(
        id=new_id(),
        market_id=market,
        variant_id=variant,
        place_id=place,
        updated_by=actor.id,
        updated_at=now,
    )
    _write(row, terms, begins or now, ends, note, now)
    with refusals(_COMPETING), transaction.atomic():
        row.save(force_insert=True)
    _tell(row, "stock.sold_ahead", actor=actor, at=now)
    return AheadId(row.id)


@retried
def revise_ahead(
    rule: AheadId, terms: AheadTerms, *, version: int, actor: Actor, ends: datetime | None = None, note: str = ""
) -> None:
    """Sell on other terms from now on, until `ends`; `version` is the one that was read.

    What was promised before stays promised; fewer units than that only mean that no more is. Another day moves the
    promises that wait for it. Raises BadAheadTerms, NotFound, SoldAheadAlready, and RuleChanged when it has another
    version or is over.
    """
    now = clock.now()
    row = _locked(rule, version, now)
    _write(row, terms, row.valid.lower, ends, note, now)
    _save(row, "stock.sold_ahead_otherwise", actor=actor, at=now)


@retried
def end_ahead(rule: AheadId, *, version: int, actor: Actor) -> None:
    """Sell ahead no more; what was promised stays promised. Raises NotFound and RuleChanged."""
    now = clock.now()
    row = _locked(rule, version, now)
    if row.valid.lower >= now:
        row.delete()
        row.id = rule
        _tell(row, "stock.sold_ahead_no_more", actor=actor, at=now)
        return
    row.valid = TimestamptzRange(row.valid.lower, now)
    _save(row, "stock.sold_ahead_no_more", actor=actor, at=now)


def _write(
    row: AheadRule, terms: AheadTerms, begins: datetime, ends: datetime | None, note: str, now: datetime
) -> None:
    rules.check_ahead(terms, begins, ends, note, today=now.date())
    if ends is not None and ends <= now:
        raise BadAheadTerms(value=ends.isoformat())
    row.kind, row.units = terms.kind.value, terms.units
    row.note = note
    row.expected_on, row.lead_days = terms.expected_on, terms.lead_days
    row.valid = TimestamptzRange(begins, ends)


def _locked(rule: AheadId, version: int, now: datetime) -> AheadRule:
    row = AheadRule.objects.select_for_update().filter(id=rule).first()
    if row is None:
        raise NotFound(kind="sale ahead", value=str(rule))
    if row.version != version or (row.valid.upper is not None and row.valid.upper <= now):
        raise RuleChanged(rule=str(rule))
    return row


def _save(row: AheadRule, action: str, *, actor: Actor, at: datetime) -> None:
    row.version += 1
    row.updated_by, row.updated_at = actor.id, at
    with refusals(_COMPETING), transaction.atomic():
        row.save()
    _tell(row, action, actor=actor, at=at)


def _tell(row: AheadRule, action: str, *, actor: Actor, at: datetime) -> None:
    market, place, variant = MarketId(row.market_id), PlaceId(row.place_id), VariantId(row.variant_id)
    _ALLOW.execute(market=market, place=place, variant=variant, at=at)
    tell_rules_changed(market, cause=row.id, at=at)
    announce(market, [(place, variant)], cause=row.id, at=at)
    details: dict[str, trail.Detail] = {"kind": row.kind, "units": row.units, "rule": row.id}
    if row.expected_on:
        details["expected_on"] = row.expected_on.isoformat()
    trail.record(action, trail.Subject("variant", variant), actor=actor, place=place, details=details, at=at)
