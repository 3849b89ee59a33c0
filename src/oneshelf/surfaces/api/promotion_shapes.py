"""What goes over the wire about promotions. A rule is written in the pricing kernel's own words."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.modules.promotions.public import Limits, Terms
from oneshelf.surfaces.api.shapes import Cursor, Given, Limit, Money, Text

PromotionCode = Annotated[str, Meta(min_length=1, max_length=40)]
Name = Annotated[str, Meta(min_length=1, max_length=100)]
Moment = Annotated[datetime, Meta(tz=True)]
Modes = Literal["stack", "unit", "basket"]
Choices = Literal["best", "priority"]


class PromotionsQuery(Given, frozen=True):
    """What narrows the list."""

    q: Annotated[Text, Meta(description="A part of a code or name.")] = ""
    state: Literal["draft", "live", "paused", "ended"] | None = None
    cursor: Cursor | None = None
    limit: Limit = 50


class PromotionPlan(Given, frozen=True):
    """What a promotion is to be: in a stacking `group` (its code), called `name` by staff and `names` by language.

    It holds from `starts` (null: as soon as it goes live) until just before `ends` (null: until further notice).
    """

    code: PromotionCode
    name: Name
    group: PromotionCode
    terms: Terms
    names: Annotated[dict[str, Name], Meta(max_length=50)] = {}
    starts: Moment | None = None
    ends: Moment | None = None
    limits: Limits = Limits()


class ChangedPlan(PromotionPlan, frozen=True, kw_only=True):
    """Another plan for a promotion as it was looked at, at `version`.

    Of a live one it holds from `since` on; null or past is now.
    """

    version: int
    since: Moment | None = None


class AsSeen(Given, frozen=True):
    """The promotion as it was looked at."""

    version: Annotated[
        int | None, Meta(description="The version that was looked at: another one is refused. Any, when left out.")
    ] = None


class CopyOf(Given, frozen=True):
    """The code of the promotion to be."""

    code: PromotionCode


class TakenOf(msgspec.Struct, frozen=True):
    """What orders and checkouts took of it since it has limits."""

    uses: int
    off: Money


class PromotionShown(msgspec.Struct, frozen=True):
    """A promotion with the terms that were said last, as version `number` of its rule.

    `state` is what staff have decided, `phase` where it stands now. `made_up` names what was inferred.
    """

    id: UUID
    code: str
    name: str
    names: dict[str, str]
    group: str
    state: str
    phase: str
    terms: Terms
    starts: datetime | None
    ends: datetime | None
    limits: Limits
    taken: TakenOf | None
    number: int
    version: int
    made_up: list[str]


class PromotionPage(msgspec.Struct, frozen=True):
    """A page of promotions, by code."""

    items: list[PromotionShown]
    next: str | None


class RuleVersion(msgspec.Struct, frozen=True):
    """What a promotion said, and when that was in force: null while it waits."""

    number: int
    terms: Terms
    since: datetime | None
    until: datetime | None


class RuleVersions(msgspec.Struct, frozen=True):
    """What a promotion said, the latest first; 200 at most."""

    items: list[RuleVersion]


class NewStackingGroup(Given, frozen=True):
    """How promotions go together: lower orders are applied first."""

    code: PromotionCode
    name: Name
    order: Annotated[int, Meta(ge=0, le=1_000)]
    mode: Modes = "unit"
    choice: Choices = "best"


class ChangedStackingGroup(Given, frozen=True):
    """Other ways for a group as it was looked at, at `version`."""

    name: Name
    order: Annotated[int, Meta(ge=0, le=1_000)]
    mode: Modes
    choice: Choices
    version: int


class StackingGroup(msgspec.Struct, frozen=True):
    """A stacking group."""

    id: UUID
    code: str
    name: str
    order: int
    mode: str
    choice: str
    version: int


class StackingGroups(msgspec.Struct, frozen=True):
    """The stacking groups of a market, in the order in which they are applied."""

    items: list[StackingGroup]
