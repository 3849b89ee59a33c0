"""The calendar of promotions: a month, campaign by campaign, and what gets in whose way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _t
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import clock, guards
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import CategoryId, VariantId
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Group, GroupId, Phase, Promotion
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.promoting.pages import VIEW
from oneshelf.surfaces.backoffice.promoting.timeline import Row, Span, rows_of
from oneshelf.surfaces.backoffice.promoting.words import PHASES

EARLIEST, LATEST = 2000, 2200
"""The years that the calendar shows."""

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")

A_PAGE = 25
"""Rows on one page: promotions of one group that begin and end together are one."""

LONGEST_TEXT = 100
"""Characters of a search that are read."""


@guards.staff_only(VIEW)
@never_cache
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a month of promotions, a page of rows at a time; `row` (a promotion in it) shows those of one row alone."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    asked = {name: request.GET.get(name, "")[:LONGEST_TEXT].strip() for name in ("q", "phase", "channel", "group")}
    first = month_of(request.GET.get("month", ""), desk.today)
    following = (first + timedelta(days=32)).replace(day=1)
    span = Span(desk.zone, first, following, desk.today)
    groups = {each.id: each for each in promotions.list_groups(desk.market.id)}
    found, total = _of_month(desk, span, next((each for each in groups if str(each) == asked["group"]), None))
    rivals = promotions.competing(found, groups, _above(desk, found))
    now = clock.now()
    chosen = [each for each in found if _is_asked(each, asked, now)]
    if request.GET.get("contested"):
        chosen = [each for each in chosen if each.id in rivals]
    rows = rows_of(chosen, groups, rivals, span, now, alone=_id(request.GET.get("row", "")))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "promotions/calendar",
        span=span,
        earlier=(first - timedelta(days=1)).isoformat()[:7],
        later=following.isoformat()[:7],
        page=page,
        sections=_sections(list(page), groups),
        shown=len(chosen),
        held=len(found),
        total=total,
        contested=bool(request.GET.get("contested")),
        alone=request.GET.get("row", ""),
        has_groups=bool(groups),
        asked=asked,
        phases=[("", _t("All")), *((phase.value, words) for phase, (words, _tone, _icon) in PHASES.items())],
        channels=[("", _t("All")), *((each.code, each.name) for each in desk.channels.values())],
        stacks=[("", _t("All")), *((str(each.id), each.name) for each in groups.values())],
    )


def month_of(text: str, today: date) -> date:
    """Return the first day of the month that is named (2026-11), of this one for anything else."""
    named = _MONTH.fullmatch(text)
    if named and EARLIEST <= int(named[1]) <= LATEST and 1 <= int(named[2]) <= 12:
        return date(int(named[1]), int(named[2]), 1)
    return today.replace(day=1)


def _of_month(desk: Desk, span: Span, group: GroupId | None) -> tuple[list[Promotion], int]:
    """Return the promotions of a month, and how many there are: of one group only where all are too many to look at.

    What is in whose way is looked for among all of them, whichever are shown.
    """
    since, until = (datetime.combine(day, time(), desk.zone) for day in (span.first, span.following))
    found, total = promotions.calendar(desk.market.id, since, until)
    if group is not None and total > len(found):
        return promotions.calendar(desk.market.id, since, until, group=group)
    return found, total


def _above(desk: Desk, found: Sequence[Promotion]) -> dict[str, set[str]]:
    """Return what the articles and categories that promotions name are part of, as rules know them."""
    named = promotions.goods_named(found)
    above = {
        f"v:{key}": set(own) for key, own in catalogue.tags([VariantId(each) for each in _ids(named, "v:")]).items()
    }
    categories = _ids(named, "c:")
    parents = {each.id: each.parent for each in desk.categories} if categories else {}
    for category in categories:
        ways, parent = set[str](), parents.get(CategoryId(category))
        while parent is not None:
            ways.add(f"c:{parent}")
            parent = parents.get(parent)
        above[f"c:{category}"] = ways
    return above


def _ids(tags: Iterable[str], kind: str) -> list[UUID]:
    return [UUID(tag.removeprefix(kind)) for tag in sorted(tags) if tag.startswith(kind)]


def _is_asked(found: Promotion, asked: dict[str, str], now: datetime) -> bool:
    text, plan = asked["q"].casefold(), found.plan
    return (
        (not text or text in plan.name.casefold() or text in plan.code.casefold())
        and (asked["phase"] not in set(Phase) or found.phase_at(now) == asked["phase"])
        and (not asked["channel"] or promotions.may_hold_in(plan.terms.when, asked["channel"]))
        and (not asked["group"] or str(plan.group) == asked["group"])
    )


def _sections(rows: Sequence[Row], groups: dict[GroupId, Group]) -> list[tuple[Group, list[Row]]]:
    """Return the rows of a page by the group in which they stand."""
    by_group: dict[GroupId, list[Row]] = {}
    for row in rows:
        by_group.setdefault(row.group, []).append(row)
    return [(groups[key], found) for key, found in by_group.items()]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
