"""Reading promotions and the groups in which they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, F, OuterRef, Q

from oneshelf.kernel import decoding
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import models, rules
from oneshelf.modules.promotions.errors import UnknownGroup, UnknownPromotion
from oneshelf.modules.promotions.types import (
    Group,
    GroupId,
    Limits,
    Phase,
    Plan,
    Promotion,
    PromotionId,
    State,
    Version,
    phase_of,
)

MOST_ROWS = 200
"""The most promotions of one page."""

MOST_OF_A_TIME = 1_000
"""The most promotions of a calendar."""

PHASES = (Phase.RUNNING, Phase.PLANNED, Phase.DRAFT, Phase.PAUSED, Phase.OVER, Phase.ENDED)
"""The order in which staff look for promotions: what holds now first, what is done with last."""


def get_promotion(promotion: PromotionId) -> Promotion:
    """Return one promotion, with the terms that were said last. Raises UnknownPromotion."""
    found = promotions_by_id([promotion])
    if promotion not in found:
        raise UnknownPromotion(promotion=str(promotion))
    return found[promotion]


def find_promotion(market: MarketId, code: str) -> Promotion | None:
    """Return the promotion of a market with this code, or None."""
    return next(iter(_with_terms(models.Promotion.objects.filter(market=market, code=code))), None)


def promotions_by_id(promotions: Collection[PromotionId]) -> dict[PromotionId, Promotion]:
    """Return promotions by their ids; unknown ones are left out."""
    return {each.id: each for each in _with_terms(models.Promotion.objects.filter(id__in=promotions))}


def list_promotions(
    market: MarketId,
    *,
    text: str = "",
    states: Collection[State] = frozenset(State),
    group: GroupId | None = None,
    after: str = "",
    limit: int = MOST_ROWS,
) -> list[Promotion]:
    """Return a page of a market's promotions by code, those whose code or name holds `text`; go on `after` a code."""
    said = Q(code__icontains=text) | Q(name__icontains=text) if text else Q()
    if group is not None:
        said &= Q(group=group)
    rows = models.Promotion.objects.filter(said, market=market, state__in=[each.value for each in states])
    return _with_terms(rows.filter(code__gt=after).order_by("code")[: min(limit, MOST_ROWS)])


def list_by_phase(
    market: MarketId,
    at: datetime,
    *,
    text: str = "",
    states: Collection[State] = frozenset(State),
    after: tuple[Phase, PromotionId] | None = None,
    limit: int = MOST_ROWS,
) -> list[Promotion]:
    """Return a page of a market's promotions as they stand at `at`: running ones first, of each phase the newest first.

    Those whose code or name holds `text`; it goes on `after` a promotion that was shown in that phase. Each phase is a
    walk along an index as far as the page goes, all of them in one statement.
    """
    said = Q(code__icontains=text) | Q(name__icontains=text) if text else Q()
    rows, most = models.Promotion.objects.filter(said, market=market), min(limit, MOST_ROWS)
    parts = []
    for phase in PHASES[PHASES.index(after[0]) :] if after else PHASES:
        state, holds = _meant_by(phase, at)
        if state in states:
            on = Q(id__lt=after[1]) if after and phase is after[0] else Q()
            parts.append(rows.filter(holds, on, state=state.value).order_by("-id")[:most])
    found = list(parts[0].union(*parts[1:], all=True)) if parts else []
    found.sort(key=lambda row: (PHASES.index(phase_of(State(row.state), row.starts, row.ends, at)), -row.id.int))
    return _with_terms(found[:most])


def _meant_by(phase: Phase, at: datetime) -> tuple[State, Q]:
    """Return what `phase_of` says backwards: the state of promotions in a phase, and what is true of their time."""
    match phase:
        case Phase.RUNNING:
            begun = Q(starts__isnull=True) | Q(starts__lte=at)
            return State.LIVE, begun & (Q(ends__isnull=True) | Q(ends__gt=at))
        case Phase.PLANNED:
            return State.LIVE, Q(starts__gt=at)
        case Phase.OVER:
            return State.LIVE, Q(ends__lte=at)
        case _:
            return State(phase.value), Q()


def calendar(
    market: MarketId, since: datetime, until: datetime, *, group: GroupId | None = None
) -> tuple[list[Promotion], int]:
    """Return the promotions of a market whose time has a moment in [since, until), by group and beginning.

    They are 1,000 at most; the number beside them says how many there are. One that was ended counts for the time that
    it held, and its plan ends there; a draft that was put aside held for none.
    """
    begins = Q(starts__isnull=True) | Q(starts__lt=until)
    ends = Q(ends__isnull=True) | Q(ends__gt=since)
    held = Exists(models.Version.objects.filter(promotion=OuterRef("id"), valid__overlap=DateTimeTZRange(since, until)))
    rows = models.Promotion.objects.filter(begins, ends, ~Q(state=State.ENDED.value) | held, market=market)
    if group is not None:
        rows = rows.filter(group=group)
    first = F("starts").asc(nulls_first=True)
    found = _as_held(_with_terms(rows.order_by("group__order", "group__code", first, "ends", "code")[:MOST_OF_A_TIME]))
    return found, len(found) if len(found) < MOST_OF_A_TIME else rows.count()


def _as_held(found: list[Promotion]) -> list[Promotion]:
    """Return promotions with those that were ended as long as they held."""
    ended = [each.id for each in found if each.state is State.ENDED]
    rows = models.Version.objects.filter(promotion__in=ended, valid__isnull=False).order_by("promotion", "-number")
    until = {row.promotion_id: as_version(row).until for row in rows.distinct("promotion")} if ended else {}
    return [replace(each, plan=replace(each.plan, ends=until[each.id])) if each.id in until else each for each in found]


def versions_of(promotion: PromotionId) -> list[Version]:
    """Return what a promotion has said, the latest first; 200 versions at most."""
    rows = models.Version.objects.filter(promotion=promotion).order_by("-number")[:MOST_ROWS]
    return [as_version(row) for row in rows]


def get_group(group: GroupId) -> Group:
    """Return one stacking group. Raises UnknownGroup."""
    row = models.Group.objects.filter(id=group).first()
    if row is None:
        raise UnknownGroup(group=str(group))
    return as_group(row)


def list_groups(market: MarketId) -> list[Group]:
    """Return the stacking groups of a market in the order in which they are applied."""
    return [as_group(row) for row in models.Group.objects.filter(market=market).order_by("order", "code")]


def as_group(row: models.Group) -> Group:
    """Return what a row says."""
    mode, choice = compiled.Mode(row.mode), compiled.Choice(row.choice)
    return Group(GroupId(row.id), MarketId(row.market_id), row.code, row.name, row.order, mode, choice, row.version)


def as_version(row: models.Version) -> Version:
    """Return what a row says."""
    since, until = (row.valid.lower, row.valid.upper) if row.valid else (None, None)
    return Version(PromotionId(row.promotion_id), row.number, read_rule(row.rule), since, until)


def read_rule(text: str) -> compiled.Rule:
    """Return the rule that is kept as JSON."""
    return decoding.decode(text, compiled.Rule)


def as_promotion(row: models.Promotion, latest: Version) -> Promotion:
    """Return what a row says, with the version that was said last."""
    plan = Plan(
        code=row.code,
        name=row.name,
        names=row.names,
        group=GroupId(row.group_id),
        terms=rules.terms_of(latest.rule),
        starts=row.starts,
        ends=row.ends,
        limits=Limits(uses=row.most_uses, a_day=row.most_a_day, each=row.most_each, off=row.most_off),
    )
    made_up = tuple(row.made_up)
    state, number = State(row.state), latest.number
    return Promotion(PromotionId(row.id), MarketId(row.market_id), state, plan, number, row.version, made_up)


def latest_versions(promotions: Collection[PromotionId]) -> dict[PromotionId, Version]:
    """Return the version of each of `promotions` that was said last, in one statement."""
    rows = models.Version.objects.filter(promotion__in=promotions).order_by("promotion", "-number")
    return {PromotionId(row.promotion_id): as_version(row) for row in rows.distinct("promotion")}


def _with_terms(rows: Iterable[models.Promotion]) -> list[Promotion]:
    found = list(rows)
    latest = latest_versions([PromotionId(row.id) for row in found]) if found else {}
    return [as_promotion(row, latest[PromotionId(row.id)]) for row in found]
