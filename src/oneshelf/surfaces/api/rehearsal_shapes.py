"""What goes over the wire about rehearsals of promotions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.surfaces.api.shapes import Given, Money

BasisPoints = Annotated[int, Meta(ge=0, le=10_000, description="Hundredths of a percent.")]


class NewRehearsal(Given, frozen=True):
    """On which orders a promotion is tried: `percent` of those placed from `since` until just before `until`.

    A part is drawn once and for all. Reduced lines that leave less than the margin `floor_bp` are counted.
    """

    since: Annotated[datetime, Meta(tz=True)]
    until: Annotated[datetime, Meta(tz=True)]
    percent: Annotated[int, Meta(ge=1, le=100)] = 100
    floor_bp: BasisPoints = 0


class AssumptionsQuery(Given, frozen=True):
    """What nobody knows, and is assumed."""

    margin_bp: Annotated[BasisPoints, Meta(description="The margin of goods whose cost is not known.")] = 2_500
    uplift_bp: Annotated[int, Meta(ge=0, le=100_000, description="How much more of the reduced goods is sold.")] = 2_000


class RehearsalOutlook(msgspec.Struct, frozen=True):
    """Whether a promotion pays, under `margin_bp` and `uplift_bp`.

    `margin` is what the reduced goods brought, `kept` what they bring if no more of them are sold, `effect` what the
    margin changes by with the uplift. It pays for itself when `break_even_bp` more is sold; null is never.
    """

    margin_bp: int
    uplift_bp: int
    margin: Money
    kept: Money
    break_even_bp: int | None
    effect: Money


class MetPromotion(msgspec.Struct, frozen=True):
    """A live promotion that met this one in so many `orders`, and gave `less` because of it."""

    promotion: UUID
    orders: int
    less: Money


class RehearsalTold(msgspec.Struct, frozen=True):
    """What a rehearsal has told so far of `orders` that came to `revenue`.

    Of them `touched` would have been reduced, by `off`; shoppers would have paid `cost` less in all, since other
    promotions give less beside it. What it reduces was worth `goods`; costs are known of `costed`. `breaches` are lines
    that would have left less than the floor; null where no cost is known. `beaten` gave less because of it, `lost_to`
    were applied in its place; `not_given` counts the other orders that it looked at by why. Its limits would have ended
    at `spent_at`.
    """

    orders: int
    revenue: Money
    touched: int
    off: Money
    cost: Money
    goods: Money
    costed: Money
    breaches: int | None
    spent_at: datetime | None
    beaten: list[MetPromotion]
    lost_to: list[MetPromotion]
    not_given: dict[str, int]
    examples: list[str]


class Rehearsal(msgspec.Struct, frozen=True):
    """A rehearsal: `running`, `done` or `failed`, with `done` of `total` orders tried.

    A failed one is tried again by itself and goes on where it stopped. What it `told` so far may be read at any time;
    the `outlook` is there when some orders were tried.
    """

    id: UUID
    promotion: UUID
    since: datetime
    until: datetime
    percent: int
    floor_bp: int
    state: str
    done: int
    total: int
    begun_at: datetime
    told: RehearsalTold
    outlook: RehearsalOutlook | None


class Rehearsals(msgspec.Struct, frozen=True):
    """The rehearsals of a promotion, the latest first; 20 at most."""

    items: list[Rehearsal]
