"""Buffer rules: setting one, changing its amount, ending it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from psycopg.types.range import TimestamptzRange

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.errors import BadBuffer, RuleChanged, RulesCompete
from oneshelf.modules.inventory.events import RulesChanged
from oneshelf.modules.inventory.models import BufferRule
from oneshelf.modules.inventory.types import Amount, RuleId, Scope
from oneshelf.modules.markets.public import MarketId

_COMPETING = {"buffer_rules_never_compete": RulesCompete()}


@retried
def set_rule(
    market: MarketId,
    scope: Scope,
    amount: Amount,
    *,
    actor: Actor,
    begins: datetime | None = None,
    ends: datetime | None = None,
    note: str = "",
) -> RuleId:
    """Keep `amount` back wherever `scope` says, from `begins` (now, when None) until `ends` (for good, when None).

    Where several rules apply the most specific alone counts, see `rules`. Raises BadBuffer, and RulesCompete when a
    rule for the same scope holds at the same time: change or end that one.
    """
    now = clock.now()
    begins = begins or now
    rules.check_scope(scope)
    if ends is not None and ends <= begins:
        raise BadBuffer(value=f"{begins.isoformat()}/{ends.isoformat()}")
    rule = BufferRule(
        id=new_id(),
        market_id=market,
        scope=rules.spelled_out(scope),
        channel_id=scope.channel,
        place_id=scope.place,
        category_path=scope.category or "",
        product_id=scope.product,
        variant_id=scope.variant,
        valid=TimestamptzRange(begins, ends),
        note=note,
        updated_by=actor.id,
        updated_at=now,
        **_amount(amount),
    )
    with refusals(_COMPETING), transaction.atomic():
        rule.save(force_insert=True)
    _tell(rule, "stock.rule_set", actor=actor, at=now)
    return RuleId(rule.id)


@retried
def revise_rule(
    rule: RuleId, amount: Amount, *, version: int, actor: Actor, ends: datetime | None = None, note: str = ""
) -> None:
    """Let a rule keep another amount back from now on, and end at `ends`; `version` is the one that was read.

    Raises BadBuffer, NotFound, RuleChanged when it has another version or is over, RulesCompete.
    """
    now = clock.now()
    row = _locked(rule, version, now)
    if ends is not None and ends <= max(now, row.valid.lower):
        raise BadBuffer(value=ends.isoformat())
    for name, value in _amount(amount).items():
        setattr(row, name, value)
    row.valid = TimestamptzRange(row.valid.lower, ends)
    row.note = note
    _save(row, "stock.rule_revised", actor=actor, at=now)


@retried
def end_rule(rule: RuleId, *, version: int, actor: Actor) -> None:
    """End a rule now; one that has not begun never will. Raises NotFound and RuleChanged."""
    now = clock.now()
    row = _locked(rule, version, now)
    if row.valid.lower >= now:
        row.delete()
        row.id = rule
        _tell(row, "stock.rule_ended", actor=actor, at=now)
        return
    row.valid = TimestamptzRange(row.valid.lower, now)
    _save(row, "stock.rule_ended", actor=actor, at=now)


def _locked(rule: RuleId, version: int, now: datetime) -> BufferRule:
    row = BufferRule.objects.select_for_update().filter(id=rule).first()
    if row is None:
        raise NotFound(kind="buffer rule", value=str(rule))
    if row.version != version or (row.valid.upper is not None and row.valid.upper <= now):
        raise RuleChanged(rule=str(rule))
    return row


def _save(row: BufferRule, action: str, *, actor: Actor, at: datetime) -> None:
    row.version += 1
    row.updated_by, row.updated_at = actor.id, at
    with refusals(_COMPETING), transaction.atomic():
        row.save()
    _tell(row, action, actor=actor, at=at)


def _amount(amount: Amount) -> dict[str, Any]:
    units, percent = amount.units, amount.percent
    if units is None and percent is not None and 0 <= percent <= rules.WHOLE:
        return {"units": None, "percent": percent, "hard": amount.hard}
    if percent is None and units is not None and 0 <= units <= rules.MOST_UNITS:
        return {"units": units, "percent": None, "hard": amount.hard}
    raise BadBuffer(value=str(percent if units is None else units))


def _tell(row: BufferRule, action: str, *, actor: Actor, at: datetime) -> None:
    tell_rules_changed(MarketId(row.market_id), cause=row.id, at=at)
    details: dict[str, trail.Detail] = {"units": row.units, "percent": row.percent, "hard": row.hard}
    trail.record(action, trail.Subject("buffer_rule", row.id), actor=actor, place=row.place_id, details=details, at=at)


def tell_rules_changed(market: MarketId, *, cause: UUID, at: datetime) -> None:
    """Let every process forget the rules that it remembers, in the caller's transaction."""
    outbox.emit([outbox.Draft(RulesChanged(market=market, cause=cause), aggregate=new_id(), sequence=1)], at=at)
