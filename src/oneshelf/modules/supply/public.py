"""Supply: what suppliers bring, and what goes from place to place.

A purchase order is written, sent, received in any number of deliveries, and ends when all came or the rest is closed
short. A transfer is written, sent, received once; what did not arrive stays in transit until somebody settles it. Both
are counted at the door, by several people at once, before what is counted is received. What is ordered or on its way
is told to inventory, which promises it by its day.

Invariants: each receipt, transfer and settlement is the cause of its movements, so repeating one moves nothing; what a
line has got is the sum of its receipts; what is in transit is what open transfers miss; nobody takes in more than was
ordered and the supplier's tolerance, or than was sent, without the permission for it; each change has one event with
the version as its sequence, told to `place:<id>`. Costs are kept with each receipt's lines.

Permissions: `supply.view`, `.order`, `.receive`, `.receive_over`, `.transfer` and `.settle`, at the place.
"""

from __future__ import annotations

from oneshelf.modules.supply.actions.add_supplier import add_supplier, archive_supplier
from oneshelf.modules.supply.actions.draft_purchase import draft_purchase, revise_purchase
from oneshelf.modules.supply.actions.draft_transfer import correct_line, draft_transfer, put_in
from oneshelf.modules.supply.actions.receive import receive
from oneshelf.modules.supply.actions.receive_transfer import receive_transfer
from oneshelf.modules.supply.actions.send_purchase import cancel_purchase, close_short, send_purchase
from oneshelf.modules.supply.actions.send_transfer import cancel_transfer, send_transfer
from oneshelf.modules.supply.actions.settle import settle_transfer
from oneshelf.modules.supply.actions.tally import count_delivered, count_transferred, scan_delivered, scan_transferred
from oneshelf.modules.supply.actions.tally_batches import (
    add_delivered,
    add_transferred,
    drop_delivered,
    drop_transferred,
)
from oneshelf.modules.supply.errors import (
    BadSupplierCode,
    BelowMinimum,
    CountedAtDoor,
    NothingArrived,
    NothingOrdered,
    NotMissing,
    NotOnList,
    ReceivedOtherwise,
    SamePlace,
    SupplierCodeTaken,
    TooMuchArrived,
    UnknownPurchase,
    UnknownSupplier,
    UnknownTransfer,
)
from oneshelf.modules.supply.events import (
    GoodsReceived,
    PurchaseCancelled,
    PurchaseClosedShort,
    PurchaseDrafted,
    PurchaseSent,
    TransferCancelled,
    TransferDrafted,
    TransferReceived,
    TransferSent,
    TransferSettled,
)
from oneshelf.modules.supply.models import DAMAGE_NAMES, OUTCOME_NAMES
from oneshelf.modules.supply.queries import (
    audit,
    batches_of,
    came_lately,
    expected_at,
    get_purchase,
    get_supplier,
    get_transfer,
    in_transit,
    list_purchases,
    list_suppliers,
    list_transfers,
    lost_in_transit,
    on_the_way,
    purchase_by_number,
    receipts_of,
    settlements_of,
    supplier_by_code,
    transfer_by_number,
    unit_costs,
)
from oneshelf.modules.supply.types import (
    Arrived,
    Batch,
    Damage,
    Lost,
    Outcome,
    Purchase,
    PurchaseId,
    PurchaseLine,
    PurchaseState,
    Receipt,
    ReceiptLine,
    Sent,
    Settlement,
    Supplier,
    SupplierId,
    Transfer,
    TransferId,
    TransferLine,
    TransferState,
    Wanted,
)

__all__ = [
    "DAMAGE_NAMES",
    "OUTCOME_NAMES",
    "Arrived",
    "BadSupplierCode",
    "Batch",
    "BelowMinimum",
    "CountedAtDoor",
    "Damage",
    "GoodsReceived",
    "Lost",
    "NotMissing",
    "NotOnList",
    "NothingArrived",
    "NothingOrdered",
    "Outcome",
    "Purchase",
    "PurchaseCancelled",
    "PurchaseClosedShort",
    "PurchaseDrafted",
    "PurchaseId",
    "PurchaseLine",
    "PurchaseSent",
    "PurchaseState",
    "Receipt",
    "ReceiptLine",
    "ReceivedOtherwise",
    "SamePlace",
    "Sent",
    "Settlement",
    "Supplier",
    "SupplierCodeTaken",
    "SupplierId",
    "TooMuchArrived",
    "Transfer",
    "TransferCancelled",
    "TransferDrafted",
    "TransferId",
    "TransferLine",
    "TransferReceived",
    "TransferSent",
    "TransferSettled",
    "TransferState",
    "UnknownPurchase",
    "UnknownSupplier",
    "UnknownTransfer",
    "Wanted",
    "add_delivered",
    "add_supplier",
    "add_transferred",
    "archive_supplier",
    "audit",
    "batches_of",
    "came_lately",
    "cancel_purchase",
    "cancel_transfer",
    "close_short",
    "correct_line",
    "count_delivered",
    "count_transferred",
    "draft_purchase",
    "draft_transfer",
    "drop_delivered",
    "drop_transferred",
    "expected_at",
    "get_purchase",
    "get_supplier",
    "get_transfer",
    "in_transit",
    "list_purchases",
    "list_suppliers",
    "list_transfers",
    "lost_in_transit",
    "on_the_way",
    "purchase_by_number",
    "put_in",
    "receipts_of",
    "receive",
    "receive_transfer",
    "revise_purchase",
    "scan_delivered",
    "scan_transferred",
    "send_purchase",
    "send_transfer",
    "settle_transfer",
    "settlements_of",
    "supplier_by_code",
    "transfer_by_number",
    "unit_costs",
]
