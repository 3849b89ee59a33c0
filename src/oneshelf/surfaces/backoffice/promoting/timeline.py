"""A month as a strip of days, and promotions as bars on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from oneshelf.modules.promotions.public import Group, GroupId, Phase, Promotion, PromotionId
from oneshelf.surfaces.backoffice.promoting.words import PHASES

NAMED = 10
"""Promotions of a row, and rivals of a promotion, that are named where it opens; the rest is a click away."""

MOST_RIVALS = 3


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a month in a zone: from `first` until just before `following`."""

    zone: ZoneInfo
    first: date
    following: date
    today: date

    @property
    def days(self) -> list[date]:
        """Its days."""
        return [self.first + timedelta(days=at) for at in range(self.length)]

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.following - self.first).days

    @property
    def weeks(self) -> list[int]:
        """The places at which a week begins."""
        return [at for at, day in enumerate(self.days) if at and not day.weekday()]

    @property
    def now(self) -> int | None:
        """The place of today."""
        return (self.today - self.first).days if self.first <= self.today < self.following else None

    def place(self, starts: datetime | None, ends: datetime | None) -> tuple[int, int]:
        """Return where a time begins in it, and on how many of its days it is: one at least."""
        begun = (starts.astimezone(self.zone).date() - self.first).days if starts else 0
        last = self.length
        if ends is not None:
            last = ((ends - timedelta(microseconds=1)).astimezone(self.zone).date() - self.first).days + 1
        at = min(max(begun, 0), self.length - 1)
        return at, max(min(last, self.length) - at, 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A promotion in a month: on `days` days from the place `at` on; its rivals, and where they are in its way."""

    promotion: Promotion
    phase: Phase
    at: int
    days: int
    rivals: tuple[Promotion, ...]
    contested: tuple[tuple[int, int], ...]

    @property
    def look(self) -> tuple[object, str, str]:
        """The word, tone and icon of its phase."""
        return PHASES[self.phase]

    @property
    def named_rivals(self) -> tuple[Promotion, ...]:
        """The first of its rivals."""
        return self.rivals[:MOST_RIVALS]

    @property
    def more_rivals(self) -> int:
        """How many rivals it has beyond those."""
        return len(self.rivals) - len(self.named_rivals)


@dataclass(frozen=True, slots=True)
class Row:
    """Promotions of one stacking group that begin and end together, a campaign for instance: one line that opens."""

    group: GroupId
    bars: tuple[Bar, ...]

    @property
    def first(self) -> Bar:
        """The one that stands for all: their time is the same."""
        return self.bars[0]

    @property
    def phase(self) -> str:
        """The phase of all of them, nothing where they differ."""
        phases = {each.phase for each in self.bars}
        return phases.pop() if len(phases) == 1 else ""

    @property
    def named(self) -> tuple[Bar, ...]:
        """Those that are named where the row opens."""
        return self.bars[:NAMED]

    @property
    def left(self) -> int:
        """How many it holds beyond those."""
        return len(self.bars) - len(self.named)

    @property
    def contested(self) -> int:
        """How many of them have rivals."""
        return sum(bool(each.rivals) for each in self.bars)


def rows_of(
    found: Sequence[Promotion],
    groups: Mapping[GroupId, Group],
    rivals: Mapping[PromotionId, Sequence[Promotion]],
    span: Span,
    now: datetime,
    *,
    alone: UUID | None = None,
) -> list[Row]:
    """Return promotions as rows, by group and beginning; those of the row in which `alone` stands one by one."""
    folded: dict[tuple[GroupId, datetime | None, datetime | None], list[Promotion]] = {}
    for each in found:
        folded.setdefault((each.plan.group, each.plan.starts, each.plan.ends), []).append(each)
    opened = next((together for together in folded.values() if any(each.id == alone for each in together)), None)
    lines = [[each] for each in opened] if opened is not None else list(folded.values())
    order = {key: at for at, key in enumerate(groups)}
    return [
        Row(line[0].plan.group, tuple(_bar(each, rivals.get(each.id, ()), span, now) for each in line))
        for line in sorted(lines, key=lambda line: order[line[0].plan.group])
    ]


def _bar(found: Promotion, rivals: Sequence[Promotion], span: Span, now: datetime) -> Bar:
    at, days = span.place(found.plan.starts, found.plan.ends)
    contested = set[tuple[int, int]]()
    for each in rivals:
        begins, long = span.place(each.plan.starts, each.plan.ends)
        since, until = max(at, begins), min(at + days, begins + long)
        if since < until:
            contested.add((since, until - since))
    return Bar(found, found.phase_at(now), at, days, tuple(rivals), tuple(sorted(contested)))
