"""Amendments: changes of placed orders, shown before they are done.

`propose` says what a wish would do: to the money, line by line, to tax, to the goods (which parcel they leave, where
new ones come from, what lacks) and to the promise. What is shown carries a seal, the hash over the order's version, the
wish and all that it would do; `confirm` does exactly that in one transaction, or refuses and says what changed. Money
that a change saves goes back by the order book's own job. What costs more waits: its goods are held, `pay` binds the
money to the seal, `complete` does it once. Money that comes too late goes back.

Goods are taken out of parcels only while they lie on a shelf; what is picked stays. What is added joins a parcel that
nobody has begun to pick, when its place has it; otherwise the policy of sourcing chooses. Delivery costs what it did,
but for another address. Goods keep the tax that they were charged: what would be taxed otherwise at another address or
store is not moved there.

Invariants: a change is done once (its row, locked behind its order, knows); an order waits for the money of one change
at most (`an_order_waits_for_one_change`); what is done has the same id in the order book (but for what leaves nothing
of an order: that is its cancellation), and paid exactly what was shown; each step that somebody agreed to has one event
with the change's version as its sequence, told to `order:<id>`.
Whoever changes an order locks it before its consignments, and stock last. Shoppers change their own within what the
shop lets them (`own_terms`). Permissions: orders.amend at the place, amendments.terms.
"""

from __future__ import annotations

from oneshelf.modules.amendments.actions.confirm import confirm
from oneshelf.modules.amendments.actions.pay import complete, pay
from oneshelf.modules.amendments.actions.propose import propose, propose_own
from oneshelf.modules.amendments.actions.tell import link_with, payment_link
from oneshelf.modules.amendments.actions.withdraw import expire, withdraw
from oneshelf.modules.amendments.errors import (
    AlreadyPacked,
    AlreadyPicked,
    AmendmentOver,
    BadChange,
    BadDay,
    CannotComeFrom,
    CannotGoThere,
    ChangeAwaitsPayment,
    ChangeCostsMore,
    ChangeNotPaid,
    ContactIncomplete,
    NotByYourself,
    NothingChanges,
    NothingToPay,
    NotOffered,
    OnOthersAccount,
    PickingHasBegun,
    PreviewOutdated,
    StoreTaxedElsewhere,
    TaxedElsewhere,
    TooMuchToPayLater,
    UnknownAmendment,
)
from oneshelf.modules.amendments.events import ChangeAwaitsMoney, ChangeConfirmed, ChangeExpired, ChangeWithdrawn
from oneshelf.modules.amendments.models import REASON_NAMES, STATE_NAMES
from oneshelf.modules.amendments.queries import (
    amendments_of,
    audit,
    awaiting_payment,
    get_amendment,
    own_terms,
    paid_changes,
    waiting_for_money,
)
from oneshelf.modules.amendments.rules import PAY_WITHIN, PROPOSED_FOR, buyer_of, has_begun
from oneshelf.modules.amendments.types import (
    AMENDMENT_MACHINE,
    Addition,
    Amendment,
    AmendmentId,
    AmendmentState,
    Apart,
    Bill,
    Lack,
    LineChange,
    OwnTerms,
    PaidChange,
    Parcel,
    Part,
    Preview,
    Reason,
    Supply,
    TakenOut,
    Wish,
)

__all__ = [
    "AMENDMENT_MACHINE",
    "PAY_WITHIN",
    "PROPOSED_FOR",
    "REASON_NAMES",
    "STATE_NAMES",
    "Addition",
    "AlreadyPacked",
    "AlreadyPicked",
    "Amendment",
    "AmendmentId",
    "AmendmentOver",
    "AmendmentState",
    "Apart",
    "BadChange",
    "BadDay",
    "Bill",
    "CannotComeFrom",
    "CannotGoThere",
    "ChangeAwaitsMoney",
    "ChangeAwaitsPayment",
    "ChangeConfirmed",
    "ChangeCostsMore",
    "ChangeExpired",
    "ChangeNotPaid",
    "ChangeWithdrawn",
    "ContactIncomplete",
    "Lack",
    "LineChange",
    "NotByYourself",
    "NotOffered",
    "NothingChanges",
    "NothingToPay",
    "OnOthersAccount",
    "OwnTerms",
    "PaidChange",
    "Parcel",
    "Part",
    "PickingHasBegun",
    "Preview",
    "PreviewOutdated",
    "Reason",
    "StoreTaxedElsewhere",
    "Supply",
    "TakenOut",
    "TaxedElsewhere",
    "TooMuchToPayLater",
    "UnknownAmendment",
    "Wish",
    "amendments_of",
    "audit",
    "awaiting_payment",
    "buyer_of",
    "complete",
    "confirm",
    "expire",
    "get_amendment",
    "has_begun",
    "link_with",
    "own_terms",
    "paid_changes",
    "pay",
    "payment_link",
    "propose",
    "propose_own",
    "waiting_for_money",
    "withdraw",
]
