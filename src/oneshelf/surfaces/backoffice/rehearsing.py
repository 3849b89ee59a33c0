"""Rehearsals: a policy is tried on the orders of a month before it holds, in the background, and found again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _t
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import clock, guards
from oneshelf.kernel.errors import Invalid, NotFound
from oneshelf.kernel.money import Money
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import PolicyId, Rehearsal, RehearsalId, RehearsalRun, Share
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.ui.formats import date_text, distance_text, money_text, number_text

_NOTHING = Share()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of both policies, as it is read; `better` tells whether the new one does better, None when alike."""

    name: str
    now: str
    then: str
    difference: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What a place does under both policies."""

    name: str
    now: Share
    then: Share
    now_cost: str
    then_cost: str
    now_far: str
    then_far: str


@guards.staff_only("sourcing.edit")
@never_cache
@require_POST
def begin(request: HttpRequest, policy: UUID) -> HttpResponse:
    """Begin to try a policy on the orders of a month; the worker does it."""
    desk, found = desk_of(request), sourcing.get_policy(PolicyId(policy))
    if found.market != desk.market.id:
        raise NotFound(kind="sourcing policy", value=str(policy))
    since, until = month_of(request.POST.get("month", ""), desk.market.time_zone)
    with transaction.atomic():
        run = sourcing.begin_rehearsal(PolicyId(policy), since, until, actor=desk.actor)
        orders.rehearse_policy.defer(run=str(run))
    return HttpResponseRedirect(resolve_url("backoffice:rehearsal", run))


@guards.staff_only("sourcing.view")
@never_cache
@require_safe
def rehearsal(request: HttpRequest, run: UUID) -> HttpResponse:
    """Show how far a rehearsal is, and then what it tells."""
    desk, found = desk_of(request), sourcing.get_rehearsal(RehearsalId(run))
    if found.market != desk.market.id:
        raise NotFound(kind="rehearsal", value=str(run))
    page = "sourcing/told" if "HX-Request" in request.headers else "sourcing/rehearsal"
    days = days_text(found.since, found.until, desk.market.time_zone)
    return show(request, page, run=found, version=sourcing.get_policy(found.policy), days=days, **_told(desk, found))


def months(desk: Desk, count: int = 6) -> list[str]:
    """Return those of the latest months on the market's calendar, this one first, in which something was ordered.

    They are written like 2026-11.
    """
    year, month, found = desk.today.year, desk.today.month, dict[tuple[datetime, datetime], str]()
    for _ in range(count):
        text = f"{year:04}-{month:02}"
        found[month_of(text, desk.market.time_zone)] = text
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return [found[span] for span in orders.spans_with_orders(desk.market.id, list(found))]


def month_of(text: str, zone: str) -> tuple[datetime, datetime]:
    """Return the beginning and end of a month on the market's calendar; the end is never later than now."""
    try:
        first = date.fromisoformat(f"{text}-01")
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        since, until = (datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) for day in (first, after))
    except (ValueError, OverflowError):
        raise Invalid(name=_t("Month"), value=text[:10], cure=_t("Write a month like 2026-11.")) from None
    return since, min(until, clock.now())


def days_text(since: datetime, until: datetime, zone: str) -> str:
    """Return the days on which [since, until) begins and ends in `zone`, both included, as they are read."""
    last = max(since, until - timedelta(microseconds=1))
    days = {"first": since.astimezone(ZoneInfo(zone)).date(), "last": last.astimezone(ZoneInfo(zone)).date()}
    return _t("from %(first)s to %(last)s") % {key: date_text(day) for key, day in days.items()}


def _told(desk: Desk, found: RehearsalRun) -> dict[str, Any]:
    if found.now is None or found.then is None:
        return {}
    named = {key: place.name for key, place in desk.own_places.items()}
    return {
        "figures": _figures(found.now, found.then, desk.market.currency),
        "rows": _rows(found.now, found.then, named, desk.market.currency),
        "examples": [orders.get_order(OrderId(order)).summary for order in found.then.examples],
    }


def _figures(now: Rehearsal, then: Rehearsal, currency: str) -> list[Figure]:
    def money(minor: int) -> str:
        return money_text(Money(minor, currency))

    asked = (
        (_t("Own cost"), money, now.own_cost, then.own_cost),
        (_t("Parcels"), number_text, now.parcels, then.parcels),
        (_t("Orders in several parcels"), number_text, now.split, then.split),
        (_t("Late"), number_text, now.late, then.late),
        (_t("Distance"), distance_text, now.distance_m, then.distance_m),
        (_t("No place could send"), number_text, now.unplaced, then.unplaced),
    )
    return [
        Figure(
            name,
            written(before),
            written(after),
            ("+" if after > before else "−" if after < before else "±") + written(abs(after - before)),
            None if after == before else after < before,
        )
        for name, written, before, after in asked
    ]


def _rows(now: Rehearsal, then: Rehearsal, named: Mapping[PlaceId, str], currency: str) -> list[PlaceRow]:
    rows = []
    for place in {**now.by_place, **then.by_place}:
        before, after = now.by_place.get(place, _NOTHING), then.by_place.get(place, _NOTHING)
        costs = [money_text(Money(share.own_cost, currency)) for share in (before, after)]
        far = [distance_text(share.distance_m) for share in (before, after)]
        rows.append(PlaceRow(named.get(place, "–"), before, after, *costs, *far))
    return sorted(rows, key=lambda row: (-row.then.parcels, row.name))
