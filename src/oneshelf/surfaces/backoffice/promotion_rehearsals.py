"""Rehearsals of promotions: a draft is tried on what was sold, in the background, before it goes live."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import guards
from oneshelf.kernel.errors import Invalid, NotFound
from oneshelf.kernel.money import Money
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.pricing.public import compiled, priced
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Assumptions, Promotion, PromotionId, RehearsalId, RehearsalRun
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.rehearsing import days_text, month_of, months
from oneshelf.ui.formats import money_text, number_text, percent_text

MONTHS_BACK = 13
ALL_MONTHS = "all"
"""What the form sends for all months that it offers, as one rehearsal."""

PERCENTAGES = (1, 5, 10, 25, 50, 100)
USUAL_MARGIN, USUAL_UPLIFT = 2_500, 2_000
"""What is assumed, in basis points, until somebody says otherwise."""

HIGHEST_UPLIFT = 100_000

_REASONS = {
    priced.Why.TOO_FEW: _("Too few pieces"),
    priced.Why.TOO_MANY: _("Too many pieces"),
    priced.Why.TOO_LITTLE: _("Worth too little"),
    priced.Why.TOO_MUCH: _("Worth too much"),
    priced.Why.OTHER_BUYERS: _("For other customers"),
    priced.Why.NOT_FIRST_ORDER: _("Not their first order"),
    priced.Why.OTHER_CHANNEL: _("In another channel"),
    priced.Why.OTHER_PLACE: _("At another place"),
    priced.Why.OTHER_HOURS: _("At another time of the week"),
    priced.Why.OTHER_PAYMENT: _("Paid otherwise"),
    priced.Why.OTHER_RULE: _("Another promotion was not applied"),
    priced.Why.NOTHING_MATCHES: _("None of its goods"),
    priced.Why.BEATEN: _("Another promotion was better"),
    priced.Why.ALONE: _("Another promotion stands alone"),
    priced.Why.NO_GAIN: _("Nothing to gain"),
}
"""Those of the kernel's reasons that a rehearsal meets; others are told together."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a table, as it is read."""

    name: str
    value: str
    hint: str = ""


@guards.staff_only("promotions.view")
@never_cache
@require_safe
def rehearsals(request: HttpRequest, promotion: UUID) -> HttpResponse:
    """List the rehearsals of a promotion, and let who may edit begin another one."""
    desk, found = desk_of(request), _promotion(request, promotion)
    zone = desk.market.time_zone
    return show(
        request,
        "rehearsals/page",
        promotion=found,
        runs=[(run, days_text(run.since, run.until, zone)) for run in promotions.list_rehearsals(found.id)],
        months=_choices(months(desk, MONTHS_BACK)),
        percentages=[(each, percent_text(Decimal(each) / 100)) for each in PERCENTAGES],
        may_edit=desk.actor.may("promotions.edit"),
    )


@guards.staff_only("promotions.edit")
@never_cache
@require_POST
def begin(request: HttpRequest, promotion: UUID) -> HttpResponse:
    """Begin to try a promotion on what was sold in a month; the worker does it."""
    desk, found = desk_of(request), _promotion(request, promotion)
    since, until = _span(request.POST.get("month", ""), desk)
    percent = _whole(request.POST.get("percent", ""), _t("Part of the orders"), 1, 100)
    floor = _basis_points(request.POST.get("floor", ""), _t("Least margin"), compiled.WHOLE_BP)
    with transaction.atomic():
        run = promotions.begin_rehearsal(found.id, since, until, percent=percent, floor_bp=floor, actor=desk.actor)
        orders.rehearse_promotion.defer(run=str(run))
    return HttpResponseRedirect(resolve_url("backoffice:promotion_rehearsal", run))


@guards.staff_only("promotions.view")
@never_cache
@require_safe
def rehearsal(request: HttpRequest, run: UUID) -> HttpResponse:
    """Show how far a rehearsal is, what it tells, and what that would come to under assumptions."""
    desk, found = desk_of(request), promotions.get_rehearsal(RehearsalId(run))
    if found.market != desk.market.id:
        raise NotFound(kind="rehearsal", value=str(run))
    page = "rehearsals/told" if "HX-Request" in request.headers else "rehearsals/run"
    promotion = promotions.get_promotion(found.promotion)
    part = percent_text(Decimal(found.percent) / 100)
    days = days_text(found.since, found.until, desk.market.time_zone)
    return show(request, page, run=found, promotion=promotion, part=part, days=days, **_told(request, desk, found))


def _choices(offered: list[str]) -> list[tuple[str, str]]:
    every = [(ALL_MONTHS, _t("All of these months"))] if len(offered) > 1 else []
    return [(each, each) for each in offered] + every


def _span(text: str, desk: Desk) -> tuple[datetime, datetime]:
    """Return the beginning and end of a month, or of all that are offered. Raises Invalid."""
    offered = months(desk, MONTHS_BACK) if text == ALL_MONTHS else []
    latest, earliest = (offered[0], offered[-1]) if offered else (text, text)
    return month_of(earliest, desk.market.time_zone)[0], month_of(latest, desk.market.time_zone)[1]


def _promotion(request: HttpRequest, promotion: UUID) -> Promotion:
    found = promotions.get_promotion(PromotionId(promotion))
    if found.market != desk_of(request).market.id:
        raise NotFound(kind="promotion", value=str(promotion))
    return found


def _told(request: HttpRequest, desk: Desk, found: RehearsalRun) -> dict[str, Any]:
    told = found.told
    assumed = Assumptions(
        margin_bp=_basis_points(request.GET.get("margin", ""), _t("Margin"), compiled.WHOLE_BP, USUAL_MARGIN),
        uplift_bp=_basis_points(request.GET.get("uplift", ""), _t("More sold"), HIGHEST_UPLIFT, USUAL_UPLIFT),
    )
    if not told.orders:
        return {}
    met = promotions.promotions_by_id([PromotionId(UUID(each)) for each in (*told.beaten, *told.lost_to)])
    names = {str(key): each.plan.name for key, each in met.items()}
    return {
        "figures": _figures(found, desk),
        "outlook": _outlook(found, assumed, desk),
        "margin": Decimal(assumed.margin_bp) / 100,
        "uplift": Decimal(assumed.uplift_bp) / 100,
        "beaten": [
            (names.get(rule, "–"), clash.baskets, Money(clash.minor, desk.market.currency))
            for rule, clash in sorted(told.beaten.items(), key=lambda pair: -pair[1].minor)
        ],
        "lost_to": [(names.get(rule, "–"), count) for rule, count in _most_first(told.lost_to.items())],
        "reasons": [
            (_REASONS.get(priced.Why(why), _("Other reasons")), count)
            for why, count in _most_first(told.not_given.items())
        ],
        "examples": orders.summaries_of([OrderId(each) for each in told.examples]),
    }


def _figures(found: RehearsalRun, desk: Desk) -> list[Figure]:
    told = found.told

    def money(minor: int) -> str:
        return money_text(Money(minor, desk.market.currency))

    floor = _t("of %(percent)s, where they were above it") % {
        "percent": percent_text(Decimal(found.floor_bp) / compiled.WHOLE_BP)
    }
    known = percent_text(Decimal(told.costed) / told.goods) if told.costed else _t("not known") if told.goods else "–"
    below = _t("not known") if told.is_uncosted else number_text(told.breaches)
    return [
        Figure(_t("Orders"), number_text(told.orders), money(told.revenue)),
        Figure(_t("Of them reduced"), number_text(told.touched), percent_text(Decimal(told.touched) / told.orders)),
        Figure(_t("Discount that it gives"), money(told.off)),
        Figure(_t("Shoppers pay less"), money(told.cost), _t("in all: other promotions give less beside it")),
        Figure(_t("Goods that it reduces"), money(told.goods), _t("as sold without it")),
        Figure(_t("Their cost is known of"), known, _t("as they were last received")),
        Figure(_t("Lines below the least margin"), below, floor),
    ]


def _outlook(found: RehearsalRun, assumed: Assumptions, desk: Desk) -> list[Figure]:
    seen = promotions.outlook(found.told, assumed)

    def money(minor: int) -> str:
        return money_text(Money(minor, desk.market.currency))

    enough, hint = "–", ""
    if seen.break_even_bp is not None:
        enough = percent_text(Decimal(seen.break_even_bp) / compiled.WHOLE_BP)
    elif found.told.touched:
        enough, hint = _t("never"), _t("each one sold loses money")
    return [
        Figure(_t("Margin of these goods without it"), money(seen.margin), _assumed(found, assumed)),
        Figure(_t("With it, if no more is sold"), money(seen.kept)),
        Figure(_t("It pays for itself when more is sold by"), enough, hint),
        Figure(_t("With the assumed uplift, the margin changes by"), money(seen.effect)),
    ]


def _assumed(found: RehearsalRun, assumed: Assumptions) -> str:
    """Say how much of a margin is an assumption, '' when nothing is."""
    percent = {"percent": percent_text(Decimal(assumed.margin_bp) / compiled.WHOLE_BP)}
    if found.told.is_uncosted:
        return _t("an assumption of %(percent)s: no cost is known") % percent
    if found.told.costed < found.told.goods:
        return _t("an assumption of %(percent)s where the cost is not known") % percent
    return ""


def _most_first(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))


def _whole(text: str, name: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most):
        cure = _t("Write a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
        raise Invalid(name=name, value=text[:20], cure=cure)
    return int(text)


def _basis_points(text: str, name: str, most: int, usual: int = 0) -> int:
    """Read per cent with at most two decimals as basis points; nothing written means the usual."""
    text = text.strip().replace(",", ".")
    if not text:
        return usual
    digits = text.replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit() and len(text) <= 8):
        raise _no_percentage(name, text, most)
    scaled = Decimal(text) * 100
    if scaled != scaled.to_integral_value() or scaled > most:
        raise _no_percentage(name, text, most)
    return int(scaled)


def _no_percentage(name: str, text: str, most: int) -> Invalid:
    cure = _t("Write a percentage from 0 to %(most)s, with two decimals at most.") % {"most": most // 100}
    return Invalid(name=name, value=text[:20], cure=cure)
