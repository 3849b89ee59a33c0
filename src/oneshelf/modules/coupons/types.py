"""The nouns of coupons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.promotions.public import PromotionId

BatchId = NewType("BatchId", UUID)
CouponId = NewType("CouponId", UUID)

LONGEST_LABEL = 80
"""In characters: what staff call a batch."""

MOST_CODES = 5_000_000
"""How many codes are made for one batch at once."""

MOST_USES = 1_000_000_000
"""The highest limit that somebody may set."""


class Kind(StrEnum):
    """Who may use a code: everybody the same one, whoever comes first with it, or one customer."""

    SHARED = "shared"
    SINGLE = "single"
    PERSONAL = "personal"


class BatchState(StrEnum):
    """Whether the codes of a batch work. Revoked ones never work again."""

    OPEN = "open"
    PAUSED = "paused"
    REVOKED = "revoked"


class UseState(StrEnum):
    """What became of a use: held for a checkout, made by an order, let go before it, or given back after it."""

    RESERVED = "reserved"
    CONFIRMED = "confirmed"
    RELEASED = "released"
    RETURNED = "returned"


class Scope(StrEnum):
    """Over what uses are counted against a limit: a code, its batch, a customer of it, or a day of it."""

    CODE = "code"
    BATCH = "batch"
    CUSTOMER = "customer"
    DAY = "day"


class Reason(StrEnum):
    """Why a code does not work: for staff only."""

    MISTYPED = "mistyped"
    UNKNOWN = "unknown"
    REVOKED = "revoked"
    PAUSED = "paused"
    PROMOTION_PAUSED = "promotion_paused"
    NOT_BEGUN = "not_begun"
    ENDED = "ended"
    OTHER_CUSTOMER = "other_customer"
    CUSTOMER_UNKNOWN = "customer_unknown"
    USED_BY_CUSTOMER = "used_by_customer"
    USED_UP = "used_up"
    USED_UP_TODAY = "used_up_today"
    BASKET_IS_FULL = "basket_is_full"


@dataclass(frozen=True, slots=True)
class Limits:
    """How often the codes of a batch may be used; None is as often as people like.

    `a_code` is about each code, `in_all` about all of them, `a_customer` about one customer, `a_day` about a day of the
    market's clock, `a_basket` about how many codes of the batch one basket takes.
    """

    a_code: int | None = None
    in_all: int | None = None
    a_customer: int | None = None
    a_day: int | None = None
    a_basket: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said of a batch when it is made: codes work in [begins_at, ends_at), without an end when that is None.

    `returns` says whether an order that is cancelled whole gives its use back.
    """

    label: str
    promotion: PromotionId
    limits: Limits
    begins_at: datetime
    ends_at: datetime | None = None
    returns: bool = True


@dataclass(frozen=True, slots=True)
class Batch:
    """Codes that were made together. `size` is how many there are to be, `made` how many there are by now."""

    id: BatchId
    market: MarketId
    kind: Kind
    state: BatchState
    terms: Terms
    size: int
    made: int
    created_at: datetime
    version: int

    @property
    def is_being_made(self) -> bool:
        """Whether some of its codes are still to come."""
        return self.made < self.size and self.state is not BatchState.REVOKED


@dataclass(frozen=True, slots=True)
class TermsChange:
    """A change of the terms of a batch: each that changed by its name, with what it was and what it is."""

    at: datetime
    by: UUID | None
    terms: dict[str, tuple[int | datetime | None, int | datetime | None]]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often the codes of a batch were used, and how many uses are held for checkouts; `customers` used them."""

    confirmed: int
    reserved: int
    customers: int


@dataclass(frozen=True, slots=True)
class Coupon:
    """One code of a batch, known by its last symbols; a personal one is its customer's.

    `ends_at` is the end of its own time, where it has one: its batch may end before.
    """

    id: CouponId
    batch: BatchId
    serial: int
    tail: str
    customer: CustomerId | None
    revoked_at: datetime | None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """A coupon that was given out, and its code as its holder reads it."""

    coupon: CouponId
    code: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A code as people read it, number `serial` of its batch."""

    serial: int
    code: str

    @property
    def symbols(self) -> str:
        """The code as barcodes hold it: without hyphens."""
        return self.code.replace("-", "")


@dataclass(frozen=True, slots=True)
class Use:
    """What one checkout or order did with a code. `settled_at` is when the use was confirmed, let go or given back."""

    id: UUID
    owner: UUID
    order: UUID | None
    customer: CustomerId | None
    state: UseState
    reserved_at: datetime
    settled_at: datetime | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "state", UseState(self.state))  # a row of the database holds plain text


@dataclass(frozen=True, slots=True)
class Found:
    """A code that works: its promotion, and how many more uses its limits leave to this customer, None without any.

    A basket takes at most `a_basket` codes of a batch.
    """

    coupon: CouponId
    batch: BatchId
    promotion: PromotionId
    tail: str
    left: int | None
    a_basket: int | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A code that does not work, and why. `coupon` is None, and `tail` empty, when there is none."""

    reason: Reason
    coupon: CouponId | None = None
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """All that decides whether a code works, as the database has it. `used_…` counts, `held` tells whether it is the
    asking checkout that holds it."""

    digest: bytes
    coupon: CouponId
    batch: BatchId
    market: MarketId
    promotion: PromotionId
    tail: str
    customer: CustomerId | None
    revoked: bool
    state: BatchState
    begins_at: datetime
    ends_at: datetime | None
    a_code: int | None
    in_all: int | None
    a_customer: int | None
    a_day: int | None
    a_basket: int | None
    used_a_code: int
    used_in_all: int
    used_a_customer: int
    used_a_day: int
    held: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "state", BatchState(self.state))


@dataclass(frozen=True, slots=True)
class Guesser:
    """What is known of whoever types a code: their session, address and customer. Empty is not known.

    Behind a `program` (the id of its key) there are many, of whom it may name the customer.
    """

    program: str = ""
    session: str = ""
    address: str = ""
    customer: CustomerId | None = None
