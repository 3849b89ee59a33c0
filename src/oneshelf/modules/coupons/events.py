"""Facts about coupons. They carry ids and figures, never a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Event
from oneshelf.modules.coupons.types import BatchState


@dataclass(frozen=True)
class BatchOpened(Event):
    """There is a batch of coupons for `promotion`; of its `size` codes the first are about to be made."""

    TYPE: ClassVar[str] = "coupons.batch_opened.v1"
    market: UUID
    promotion: UUID
    kind: str
    size: int


@dataclass(frozen=True)
class BatchChanged(Event):
    """The codes of a batch work (`open`), do not for the moment (`paused`), or never again (`revoked`).

    It is told of a change of their limits or their end too.
    """

    TYPE: ClassVar[str] = "coupons.batch_changed.v1"
    market: UUID
    state: BatchState


@dataclass(frozen=True)
class CouponRevoked(Event):
    """One code of a batch works no more."""

    TYPE: ClassVar[str] = "coupons.coupon_revoked.v1"
    market: UUID
    batch: UUID


@dataclass(frozen=True)
class CouponUsed(Event):
    """An order used a coupon: the aggregate is the use."""

    TYPE: ClassVar[str] = "coupons.used.v1"
    market: UUID
    batch: UUID
    promotion: UUID
    coupon: UUID
    order: UUID
    customer: UUID | None


@dataclass(frozen=True)
class UseReturned(Event):
    """The order of a use was cancelled whole: it does not count any more."""

    TYPE: ClassVar[str] = "coupons.returned.v1"
    market: UUID
    batch: UUID
    promotion: UUID
    coupon: UUID
    order: UUID
    customer: UUID | None
