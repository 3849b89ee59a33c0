"""What goes over the wire about coupons."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.modules.coupons.public import LONGEST_LABEL, MOST_CODES, MOST_USES
from oneshelf.surfaces.api.shapes import Code, Cursor, Given, Limit, Text

MOST_PRINTED = 1_000
"""Codes on one page."""

Uses = Annotated[int, Meta(ge=1, le=MOST_USES)]


class BatchesQuery(Given, frozen=True):
    """What narrows the list."""

    q: Annotated[Text, Meta(description="A part of a label.")] = ""
    cursor: Cursor | None = None
    limit: Limit = 50


class PrintedQuery(Given, frozen=True):
    """Which page of a batch's codes."""

    cursor: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=MOST_PRINTED, description="The most codes of a page.")] = 100


class CouponLimits(Given, frozen=True):
    """How often codes of a batch may be used; what is left out is not limited."""

    in_all: Annotated[Uses | None, Meta(description="Uses in all.")] = None
    a_customer: Annotated[Uses | None, Meta(description="Uses of a customer; only known ones may use them then.")] = (
        None
    )
    a_day: Annotated[Uses | None, Meta(description="Uses on one day of the market's clock.")] = None
    a_basket: Annotated[Uses | None, Meta(description="Codes of the batch in one basket.")] = None


class NewBatch(Given, frozen=True):
    """A batch to be made: of one `code` that everybody uses, of `size` codes used once each, or of personal ones."""

    label: Annotated[str, Meta(min_length=1, max_length=LONGEST_LABEL)]
    promotion: Annotated[Code, Meta(description="The code of the promotion that they are for.")]
    kind: Literal["shared", "single", "personal"]
    code: Annotated[str, Meta(max_length=40, description="The code of a shared batch.")] = ""
    size: Annotated[int, Meta(ge=0, le=MOST_CODES, description="Codes of a single batch.")] = 0
    limits: CouponLimits = CouponLimits()
    begins_at: Annotated[datetime, Meta(tz=True)] | None = None
    ends_at: Annotated[datetime, Meta(tz=True)] | None = None
    returns: Annotated[bool, Meta(description="Whether an order that is cancelled whole gives its use back.")] = True


class CouponBatch(msgspec.Struct, frozen=True):
    """A batch. Its codes work in [begins_at, ends_at); of `size` codes `made` are there by now.

    `used` counts uses of orders, `held` those that checkouts hold.
    """

    id: UUID
    label: str
    promotion: UUID
    kind: str
    state: str
    limits: CouponLimits
    begins_at: datetime
    ends_at: datetime | None
    returns: bool
    size: int
    made: int
    used: int
    held: int
    version: int


class ChangedTerms(Given, frozen=True):
    """How often, and until when, the codes of a batch work from now on, as it was looked at, at `version`.

    It says all of it, not only what changes.
    """

    version: int
    limits: CouponLimits
    ends_at: Annotated[datetime, Meta(tz=True)] | None


class TermChange(msgspec.Struct, frozen=True):
    """A term that was changed (`in_all`, `ends_at` ...): what it was and what it is; null is without."""

    name: str
    before: int | datetime | None
    now: int | datetime | None


class TermsChange(msgspec.Struct, frozen=True):
    """A change of a batch, and by whom: a member of staff or a program."""

    at: datetime
    by: UUID | None
    terms: list[TermChange]


class TermsChanges(msgspec.Struct, frozen=True):
    """How a batch was changed, the latest first."""

    items: list[TermsChange]


class CouponBatchPage(msgspec.Struct, frozen=True):
    """A page of batches, the latest first."""

    items: list[CouponBatch]
    next: str | None


class PrintedCode(msgspec.Struct, frozen=True):
    """A code, number `number` of its batch."""

    number: int
    code: str


class PrintedPage(msgspec.Struct, frozen=True):
    """A page of the codes of a batch by number; revoked ones are left out."""

    items: list[PrintedCode]
    next: str | None


class NewCoupon(Given, frozen=True):
    """A code to be given out because of `cause`: the same cause gets the same code again."""

    cause: UUID
    customer: Annotated[UUID | None, Meta(description="Whose alone it is.")] = None


class IssuedCoupon(msgspec.Struct, frozen=True):
    """A code that was given out."""

    coupon: UUID
    code: str


class CodeToCheck(Given, frozen=True):
    """A code as somebody typed or scanned it, and the customer who holds it, if known."""

    code: Annotated[str, Meta(min_length=1, max_length=60)]
    customer: UUID | None = None


class CheckedCode(msgspec.Struct, frozen=True):
    """Whether a code works, and exactly why not; `left` is how many more uses its limits leave, null without any."""

    works: bool
    reason: str | None
    left: int | None
    coupon: UUID | None
    batch: UUID | None


class Coupon(msgspec.Struct, frozen=True):
    """One coupon, by the last symbols of its code."""

    id: UUID
    batch: UUID
    number: int
    tail: str
    customer: UUID | None
    revoked_at: datetime | None
