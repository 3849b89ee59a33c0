"""What coupons refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class CouponDoesNotWork(Refusal):
    """The code that ends in `tail` does not work here. It never says why: whoever guesses learns nothing."""

    code = "coupon_does_not_work"
    status = 422
    field = "code"
    tail: str


@dataclass(eq=False)
class CouponNotTaken(Refusal):
    """The code that ends in `tail` cannot be taken: `why` says it to staff, never to whoever may be guessing."""

    code = "coupon_not_taken"
    status = 422
    field = "code"
    tail: str
    why: str


@dataclass(eq=False)
class UnknownBatch(Refusal):
    """There is no batch `batch`."""

    code = "unknown_coupon_batch"
    status = 404
    field = "batch"
    batch: str


@dataclass(eq=False)
class UnknownCoupon(Refusal):
    """There is no coupon `coupon`."""

    code = "unknown_coupon"
    status = 404
    field = "coupon"
    coupon: str


@dataclass(eq=False)
class CodeTaken(Refusal):
    """The chosen code stands for another batch, or reads like one that does."""

    code = "coupon_code_taken"
    field = "code"
    chosen: str


@dataclass(eq=False)
class CodeUnfit(Refusal):
    """Nobody could read the chosen code: `shortest` to `longest` letters and digits are fine."""

    code = "coupon_code_unfit"
    status = 422
    field = "code"
    chosen: str
    shortest: int
    longest: int


@dataclass(eq=False)
class WindowIsEmpty(Refusal):
    """The codes would end before they begin."""

    code = "coupon_window_is_empty"
    status = 422
    field = "ends_at"


@dataclass(eq=False)
class WrongKind(Refusal):
    """Codes of this batch are not made one by one."""

    code = "coupons_not_one_by_one"
    field = "batch"


@dataclass(eq=False)
class BatchChangedMeanwhile(Refusal):
    """Somebody changed the batch in the meantime: it is at version `version` now."""

    code = "coupon_batch_changed"
    field = "version"
    version: int


@dataclass(eq=False)
class BatchRevoked(Refusal):
    """The batch was revoked: it makes no codes any more."""

    code = "coupon_batch_revoked"
    field = "batch"
