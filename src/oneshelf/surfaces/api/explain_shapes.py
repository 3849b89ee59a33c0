"""What goes over the wire when a basket is explained."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.kernel.quantity import Unit
from oneshelf.surfaces.api.shapes import Adjustment, Code, Codes, Given, LabelledLines, Money


class Destination(Given, frozen=True):
    """Where a basket is sent."""

    country: Annotated[str, Meta(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2.")]
    postal_code: Annotated[str, Meta(max_length=20)] = ""
    region: Annotated[str, Meta(max_length=100)] = ""


class BasketToExplain(Given, frozen=True):
    """A basket, and the occasion on which somebody buys it.

    It is bought at `place` over a counter, or collected there, or sent to `ship_to`. `payment` is the method that pays
    all of it. Without `at` it is bought now.
    """

    channel: Code
    lines: LabelledLines
    place: Code | None = None
    ship_to: Destination | None = None
    customer_card: Code | None = None
    codes: Codes = []
    payment: Annotated[str, Meta(max_length=40)] = ""
    at: Annotated[datetime, Meta(tz=True)] | None = None


class ExplainedLine(msgspec.Struct, frozen=True):
    """A line: `unit_price` for `per` smallest sale units by a `price_list`, which makes it `base` as listed.

    `amount` is that and its adjustments, and its tax where prices do not hold it.
    """

    line: int
    sku: str
    title: str
    unit: Unit
    quantity: int
    unit_price: Money
    per: int
    price_list: str
    base: Money
    adjustments: list[Adjustment]
    tax: Money
    amount: Money


class ExplainedRule(msgspec.Struct, frozen=True):
    """What became of a promotion: `applied`, with what it took `off`, or not, with the reason for programs and people.

    Where something is missing, the basket `has` so much of what the promotion `wants`: pieces, smallest sale units of
    what is sold by measure, or minor units. `by` are the promotions that won in its place. A `version` of null is not
    in force.
    """

    promotion: UUID
    label: str
    version: int | None
    applied: bool
    off: Money
    why: str
    words: str
    has: int
    wants: int
    by: list[UUID]
    coupons: list[UUID]


class ExplainedCode(msgspec.Struct, frozen=True):
    """What became of a code, by its last symbols. Why it does not work (`reason`) is for keys with `coupons.view`."""

    tail: str
    works: bool
    used: bool
    reason: str | None
    words: str
    coupon: UUID | None
    promotion: UUID | None


class ExplainedTax(msgspec.Struct, frozen=True):
    """All that one tax is taken of: `ppm` are millionths of the `taxable` amount."""

    code: str
    ppm: int
    taxable: Money
    tax: Money


class ExplainedBasket(msgspec.Struct, frozen=True):
    """A basket as it costs `at` a moment, with the reason for every cent.

    `rules` are all promotions that were in force, those that were applied first; for keys without `promotions.view`
    those that were applied, and those of the codes. `treatment` says who owes the tax. The search for what is best was
    `exact` unless it had to stop at its limit.
    """

    at: datetime
    lines: list[ExplainedLine]
    items: Money
    delivery: Money
    delivery_adjustments: list[Adjustment]
    tax: Money
    total: Money
    saved: Money
    rules: list[ExplainedRule]
    codes: list[ExplainedCode]
    taxes: list[ExplainedTax]
    treatment: str
    rounding: str
    exact: bool
