"""Shrinkage: what is missing, where, of what and why, what it cost, and which share of sales that is."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Container, Sequence
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import guards
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.counts import public as counts
from oneshelf.modules.counts.public import Loss, LossGroup
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AdjustmentReason
from oneshelf.modules.orders import public as orders
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.supply import public as supply
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.periods import period_of

MOST_ROWS = 500
"""The most rows of the page; the file has all."""

_REASONS = {
    AdjustmentReason.COUNTED: _("Counted"),
    AdjustmentReason.DAMAGED: _("Damaged"),
    AdjustmentReason.EXPIRED: _("Past its date"),
    AdjustmentReason.STOLEN: _("Stolen"),
    AdjustmentReason.FOUND: _("Found"),
}
_TRANSIT = _("Lost in transit")

_BY = {"reason": _("Reason"), "place": _("Place"), "category": _("Category"), "article": _("Article")}


@guards.staff_only("counts.view")
@never_cache
@require_safe
def shrinkage(request: HttpRequest) -> HttpResponse:
    """Show what is missing by place, category, reason or article, or give it as a file."""
    desk = desk_of(request)
    mine = desk.places_for("counts.view")
    period = period_of(request, desk)
    place = next((each for each in mine.values() if each.code == request.GET.get("place", "")), None)
    at = [place.id] if place else list(mine)
    by = request.GET.get("by", "reason")
    by = by if by in _BY else "reason"
    since, until = period.since, period.until
    losses = _losses(desk, at, since, until)
    costs = supply.unit_costs(desk.market.id, list({each.variant for each in losses}))
    name, way = _named(desk, by, losses)
    groups = counts.grouped(losses, name, costs)
    if request.GET.get("as") == "csv":
        return _file(desk, by, groups, period.first, period.last)
    whole = counts.grouped(losses, lambda each: "", costs)
    cost = Money(whole[0].cost if whole else 0, desk.market.currency)
    sold = sum(row.amount for row in orders.sales_by_channel(desk.market.id, since, until, places=at))
    query = period.query | {"place": place.code if place else ""}
    return show(
        request,
        "shrinkage/page",
        rows=[(group, Money(group.cost, cost.currency), way(group.key)) for group in groups[:MOST_ROWS]],
        by=by,
        by_words=_BY[by],
        ways=[(words, f"?{urlencode(query | {'by': key})}", key == by) for key, words in _BY.items()],
        given=query,
        places=[("", _t("All"))] + [(each.code, each.name) for each in mine.values()],
        whole=whole[0] if whole else None,
        cost=cost,
        share=_share(cost.minor, sold),
        file=f"?{urlencode(query | {'by': by, 'as': 'csv'})}",
    )


def _losses(desk: Desk, at: Sequence[PlaceId], since: datetime, until: datetime) -> list[Loss]:
    """Return what people corrected, and what was lost on its way to these places."""
    found = inventory.corrections(desk.market.id, at, since, until)
    lost = supply.lost_in_transit(desk.market.id, at, since, until)
    return [Loss(each.place, each.variant, each.reason, each.units) for each in found] + [
        Loss(each.place, each.variant, "transit", -each.units) for each in lost
    ]


def _named(desk: Desk, by: str, losses: Sequence[Loss]) -> tuple[Callable[[Loss], str], Callable[[str], str]]:
    """Return what groups losses, and the way from a group to the movements behind it ('' when there is none)."""
    variants = list({each.variant for each in losses})
    if by == "place":
        codes = {desk.place(each.place).name: desk.place(each.place).code for each in losses}
        report = reverse("backoffice:shrinkage")
        return (
            lambda each: desk.place(each.place).name,
            lambda name: f"{report}?{urlencode({'by': 'article', 'place': codes[name]})}",
        )
    if by == "category":
        names = {each.path: each.name for each in catalogue.category_tree(depth=9)}
        known = {key: names.get(each.path, "") for key, each in catalogue.classifications(variants).items()}
        return lambda each: known.get(each.variant, ""), lambda name: ""
    if by == "article":
        titles = catalogue.snapshots(variants)
        label = {key: f"{titles[key[1]].title} · {desk.place(key[0]).name}" for key in _keys(losses, titles)}
        ways = {
            name: reverse("backoffice:level", args=[desk.place(place).code, variant])
            for (place, variant), name in label.items()
        }
        return lambda each: label.get((each.place, each.variant), "?"), lambda name: ways.get(name, "")
    return lambda each: _reason(each.reason), lambda name: ""


def _keys(losses: Sequence[Loss], known: Container[VariantId]) -> set[tuple[PlaceId, VariantId]]:
    return {(each.place, each.variant) for each in losses if each.variant in known}


def _reason(code: str) -> str:
    return str(_TRANSIT if code == "transit" else _REASONS[AdjustmentReason(code)])


def _share(lost: int, sold: int) -> str:
    """Return which share of sales is missing, in percent with two digits, rounded down; whole numbers only."""
    if sold <= 0:
        return ""
    hundredths = abs(lost) * 10_000 // sold
    return f"{'-' if lost < 0 else ''}{hundredths // 100}.{hundredths % 100:02d} %"


def _file(desk: Desk, by: str, groups: Sequence[LossGroup], first: date, last: date) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([by, "lost", "found", "cost", "currency", "units_without_cost", "since", "until"])
    for group in groups:
        cost = Money(group.cost, desk.market.currency)
        key = f"'{group.key}" if group.key[:1] in tuple("=+-@\t\r") else group.key  # a sheet must not compute it
        writer.writerow([key, group.lost, group.found, cost.decimal, cost.currency, group.unvalued, first, last])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="shrinkage-{by}-{first}-{last}.csv"'
    return response
