"""Facts about supply; the version of the purchase order or transfer is the sequence number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Draft, Event
from oneshelf.modules.supply.types import Purchase, PurchaseState, Transfer, TransferState


@dataclass(frozen=True)
class _OfPurchase:
    """Which order it is, and for which place: pages about the place hear of it."""

    market: UUID
    place: UUID
    number: str

    def topics(self, aggregate: UUID) -> list[str]:
        return [f"supply:{aggregate}", f"place:{self.place}"]


@dataclass(frozen=True)
class PurchaseDrafted(_OfPurchase, Event):
    """Somebody has begun or changed an order."""

    TYPE: ClassVar[str] = "supply.purchase_drafted.v1"


@dataclass(frozen=True)
class PurchaseSent(_OfPurchase, Event):
    """The supplier has the order; its goods are expected."""

    TYPE: ClassVar[str] = "supply.purchase_sent.v1"


@dataclass(frozen=True)
class GoodsReceived(_OfPurchase, Event):
    """A delivery was taken in: `receipt` is the cause of its movements. `complete` when nothing is to come any more."""

    TYPE: ClassVar[str] = "supply.goods_received.v1"
    receipt: UUID
    complete: bool


@dataclass(frozen=True)
class PurchaseClosedShort(_OfPurchase, Event):
    """What has not come will not come."""

    TYPE: ClassVar[str] = "supply.purchase_closed_short.v1"


@dataclass(frozen=True)
class PurchaseCancelled(_OfPurchase, Event):
    """Nothing has come and nothing will."""

    TYPE: ClassVar[str] = "supply.purchase_cancelled.v1"


@dataclass(frozen=True)
class _OfTransfer:
    """Which transfer it is, and between which places: pages about either hear of it."""

    market: UUID
    source: UUID
    target: UUID
    number: str

    def topics(self, aggregate: UUID) -> list[str]:
        return [f"supply:{aggregate}", f"place:{self.source}", f"place:{self.target}"]


@dataclass(frozen=True)
class TransferDrafted(_OfTransfer, Event):
    """Somebody has begun or changed a transfer."""

    TYPE: ClassVar[str] = "supply.transfer_drafted.v1"


@dataclass(frozen=True)
class TransferSent(_OfTransfer, Event):
    """Goods have left for another place."""

    TYPE: ClassVar[str] = "supply.transfer_sent.v1"


@dataclass(frozen=True)
class TransferReceived(_OfTransfer, Event):
    """A transfer has arrived; `missing` units of it are still in transit."""

    TYPE: ClassVar[str] = "supply.transfer_received.v1"
    missing: int


@dataclass(frozen=True)
class TransferSettled(_OfTransfer, Event):
    """It is known what became of units that did not arrive; `missing` are left."""

    TYPE: ClassVar[str] = "supply.transfer_settled.v1"
    missing: int


@dataclass(frozen=True)
class TransferCancelled(_OfTransfer, Event):
    """It never left."""

    TYPE: ClassVar[str] = "supply.transfer_cancelled.v1"


def of_purchase(
    kind: type[PurchaseDrafted | PurchaseSent | PurchaseClosedShort | PurchaseCancelled], purchase: Purchase
) -> Draft:
    """Return a plain event of a purchase order as it stands now."""
    return Draft(kind(purchase.market, purchase.place, purchase.number), purchase.id, purchase.version)


def goods_received(purchase: Purchase, receipt: UUID) -> Draft:
    """Return the event of a receipt."""
    complete = purchase.state is PurchaseState.RECEIVED
    happened = GoodsReceived(purchase.market, purchase.place, purchase.number, receipt=receipt, complete=complete)
    return Draft(happened, purchase.id, purchase.version)


def of_transfer(transfer: Transfer) -> Draft:
    """Return the event that says what state a transfer has come to."""
    of = (transfer.market, transfer.source, transfer.target, transfer.number)
    happened: Event
    if transfer.state is TransferState.IN_TRANSIT:
        happened = TransferSent(*of)
    elif transfer.state is TransferState.CANCELLED:
        happened = TransferCancelled(*of)
    elif transfer.state is TransferState.DRAFT:
        happened = TransferDrafted(*of)
    else:
        happened = TransferReceived(*of, missing=transfer.in_transit)
    return Draft(happened, transfer.id, transfer.version)


def transfer_settled(transfer: Transfer) -> Draft:
    """Return the event of a settlement."""
    happened = TransferSettled(
        transfer.market, transfer.source, transfer.target, transfer.number, missing=transfer.in_transit
    )
    return Draft(happened, transfer.id, transfer.version)
