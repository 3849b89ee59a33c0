"""Let a rate hold from a day on, and end one."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from psycopg.types.range import DateRange

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.tax import models, rules
from oneshelf.modules.tax.actions.announce import table_changed
from oneshelf.modules.tax.queries import as_rate, rates_of
from oneshelf.modules.tax.rules import Replanning
from oneshelf.modules.tax.types import NewRate, RateId, ZoneId, ZoneRate


@retried
def set_rate(zone: ZoneId, rate: NewRate, *, actor: Actor) -> bool:
    """Let a rate hold in a zone from its day on; return False where it does already.

    What held on that day ends, and goes on behind the new one where that ends first. It may begin in the past: laws
    are passed late, and what was charged by then stands in its documents. Raises BadRate, BadRateWindow, RateTaken
    when another begins on the same day or before this one ends, and NotFound for the zone.
    """
    held = models.Zone.objects.select_for_update().filter(id=zone).first()
    if held is None:
        raise NotFound(kind="tax zone", value=str(zone))
    changed = put_in(zone, rate, actor=actor)
    if changed:
        table_changed(MarketId(held.market_id))
    return changed


def put_in(zone: ZoneId, rate: NewRate, *, actor: Actor) -> bool:
    """Do as `set_rate` in a zone that is locked, without telling anybody yet."""
    changes = rules.put_in(_standing(zone, rate.tax_class, rate.code), rate)
    if changes == Replanning():
        return False
    _write(zone, changes)
    details: dict[str, trail.Detail] = {"tax": rate.code, "class": rate.tax_class, "ppm": rate.ppm}
    trail.record("tax.rate_set", trail.Subject("zone", zone), actor=actor, details=details)
    return True


@retried
def end_rate(market: MarketId, rate: RateId, until: date, *, actor: Actor) -> None:
    """Let a rate of a market hold until just before the day `until`; one that would begin then or later never will.

    Raises RateHasEnded when it has ended by then, or when that day is over: what was charged is not rewritten. Raises
    NotFound for the rate, also where it is another market's.
    """
    row = models.ZoneRate.objects.select_related("zone").filter(id=rate, zone__market=market).first()
    if row is None:
        raise NotFound(kind="tax rate", value=str(rate))
    models.Zone.objects.select_for_update().get(id=row.zone_id)
    clocks = ZoneInfo(markets.get_market(market).time_zone)
    zone, today = ZoneId(row.zone_id), clock.now().astimezone(clocks).date()
    _write(zone, rules.take_out(_standing(zone, row.tax_class, row.code), rate, until, today))
    details: dict[str, trail.Detail] = {"tax": row.code, "class": row.tax_class, "ppm": row.ppm}
    trail.record("tax.rate_ended", trail.Subject("zone", zone), actor=actor, details=details)
    table_changed(market)


def _standing(zone: ZoneId, tax_class: str, code: str) -> list[ZoneRate]:
    return [as_rate(row) for row in rates_of(zone, tax_class, code)]


def _write(zone: ZoneId, changes: Replanning) -> None:
    """Write what was decided, in an order in which no window ever overlaps another."""
    models.ZoneRate.objects.filter(id__in=changes.removed).delete()
    for rate, until in changes.ended:
        row = models.ZoneRate.objects.get(id=rate)
        row.valid = DateRange(row.valid.lower, until)
        row.save(update_fields=["valid"])
    with refusals(), transaction.atomic():
        models.ZoneRate.objects.bulk_create(
            models.ZoneRate(
                zone_id=zone,
                tax_class=each.tax_class,
                code=each.code,
                name=each.name,
                ppm=each.ppm,
                compound=each.compound,
                position=each.position,
                valid=DateRange(each.since, each.until),
                source=each.source,
            )
            for each in changes.added
        )
