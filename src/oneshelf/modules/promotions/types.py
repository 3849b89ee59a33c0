"""The nouns of promotions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from msgspec import Struct

from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.public import Rulebook, compiled

GroupId = NewType("GroupId", UUID)
PromotionId = NewType("PromotionId", UUID)


class State(StrEnum):
    """What staff have decided about a promotion. A live one holds within its time."""

    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"


class Phase(StrEnum):
    """Where a promotion stands at one moment: of live ones, whether their time has come, and is over."""

    DRAFT = "draft"
    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"
    ENDED = "ended"


class RehearsalState(StrEnum):
    """Where a rehearsal is. A failed one that is begun again goes on where it stopped."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Group:
    """Promotions of a market that go together as `mode` says. Groups are applied by `order`, then by code."""

    id: GroupId
    market: MarketId
    code: str
    name: str
    order: int
    mode: compiled.Mode
    choice: compiled.Choice
    version: int


class Terms(Struct, frozen=True, omit_defaults=True):
    """What is decided about a rule of the kernel; the rest of it (name, window, group) is its promotion's.

    Each field means what it means in `pricing.compiled.Rule`.
    """

    reward: compiled.Reward
    match: compiled.Match = compiled.EVERYTHING
    when: compiled.Condition | None = None
    priority: int = 100
    exclusive: bool = False
    needs_coupon: bool = False
    caps: compiled.Caps = compiled.Caps()


class Limits(Struct, frozen=True, omit_defaults=True):
    """How often and how much a promotion gives over all baskets: None is no limit.

    `uses` counts orders in all, `a_day` those of one day of its market, `each` those of one customer (who is not known
    gets nothing then); `off` is its budget, in minor units. Orders count from when it has a limit. What is for first
    orders only is limited to one for each customer, unless its plan says otherwise.
    """

    uses: int | None = None
    a_day: int | None = None
    each: int | None = None
    off: int | None = None


UNLIMITED = Limits()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a promotion is to be: what staff call it (`name`), what shoppers read by language (`names`), and its terms.

    It holds from `starts` (None: as soon as it goes live) until just before `ends` (None: until further notice).
    """

    code: str
    name: str
    group: GroupId
    terms: Terms
    names: Mapping[str, str] = field(default_factory=dict)
    starts: datetime | None = None
    ends: datetime | None = None
    limits: Limits = UNLIMITED

    def name_in(self, language: str) -> str:
        """Return what readers of a language are told it is called."""
        return self.names.get(language) or self.name


@dataclass(frozen=True, slots=True)
class Promotion:
    """A promotion of a market. `number` is the version of its rule that was said last, `version` counts its events."""

    id: PromotionId
    market: MarketId
    state: State
    plan: Plan
    number: int
    version: int
    made_up: tuple[str, ...] = ()

    def phase_at(self, at: datetime) -> Phase:
        """Tell where it stands at `at`."""
        return phase_of(self.state, self.plan.starts, self.plan.ends, at)


def phase_of(state: State, starts: datetime | None, ends: datetime | None, at: datetime) -> Phase:
    """Tell where what holds in [starts, ends) stands at `at`."""
    if state is not State.LIVE:
        return Phase(state.value)
    if ends is not None and ends <= at:
        return Phase.OVER
    return Phase.PLANNED if starts is not None and at < starts else Phase.RUNNING


@dataclass(frozen=True, slots=True)
class Version:
    """A rule as a promotion said it, and the time that it was in force: None while it waits for that."""

    promotion: PromotionId
    number: int
    rule: compiled.Rule
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Book:
    """The rules of a market that are in force from `since` until just before `until`.

    `limited` names those with limits over all baskets.
    """

    rules: Rulebook
    limited: frozenset[str]
    since: datetime
    until: datetime

    def limited_for(self, tags: Iterable[str], facts: compiled.Facts) -> list[PromotionId]:
        """Return the promotions with limits that a basket with these tags and facts may meet: mostly none."""
        if not self.limited:
            return []
        met = (entry.rule.id for entry in self.rules.candidates(tags, facts))
        return [PromotionId(UUID(rule)) for rule in met if rule in self.limited]


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """A promotion of a bulk load that held, or holds still, from `since` until just before `until`.

    `made_up` names what of it the source did not hold.
    """

    id: PromotionId
    plan: Plan
    since: datetime
    until: datetime
    made_up: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken of a promotion: uses, and minor units."""

    uses: int
    off: int


@dataclass(frozen=True, slots=True)
class Use:
    """That an order was given `off` minor units by a promotion."""

    promotion: PromotionId
    off: int
