"""The order book: every purchase of every channel, in one place.

An order is written once, by checkout, and keeps a snapshot of what was bought: later changes of catalogue, prices or
policies leave it alone. A change after that (`amend`) adds lines and counts what is cancelled of others; nothing is
rewritten, and each is a row with what it did to the money. What a place cannot find, or rejects, is sent from elsewhere
by the policy that holds; what nobody can send is announced (`orders.line_unfillable.v1`), for its shopper to decide.
An order remembers its channel, device, campaign, place, till and staff. Each change is one event with the order's
version as its sequence. Contact data is one row; it goes when its customer is erased, as soon as the order has ended.
Search is a copy that follows the events: placing an order does not wait for it, and who is erased goes from it too.

Invariants, held by the database: an order's number is unique in its market; total is items and delivery; never more
is given back than it cost; no more units of a line come back, or are cancelled, than were bought; what is added is
paid for, owed, or set off against what is cancelled. Composing SQL calls orders_book.

What a line costs its buyer is its amount: listed, less what promotions took off (adjustments, with rule, version and
coupons), with its tax. An order with promotions keeps how it was priced (`find_proof`), sealed.

An order may be paid when it is collected: then it has no payment until its goods are handed over, which takes their
money in the same transaction (`collect_and_pay`), and nothing is ever given back for what was not collected. One on
account has no payment at all: companies invoice what has left of it, and credit what comes back.
Permissions: orders.view, orders.cancel, orders.refund, orders.amend.
"""

from oneshelf.modules.orders.actions.amend import amend, first_new_line
from oneshelf.modules.orders.actions.bulk_load import bulk_load_orders
from oneshelf.modules.orders.actions.cancel import cancel_order
from oneshelf.modules.orders.actions.change_state import complete, make_ready
from oneshelf.modules.orders.actions.collect import HeldMoney, collect_and_pay, due_at_collection, due_for
from oneshelf.modules.orders.actions.fill_search import fill_search, filled_down_to
from oneshelf.modules.orders.actions.keep_price import PROMOTION, TAX_RELIEF, keep_price
from oneshelf.modules.orders.actions.note_gift import note_gift
from oneshelf.modules.orders.actions.note_refund import RefundedOrder, note_refund
from oneshelf.modules.orders.actions.note_service import note_promise, note_service
from oneshelf.modules.orders.actions.owe import pay_at_collection, pay_on_account
from oneshelf.modules.orders.actions.promises import note_broken_promises
from oneshelf.modules.orders.actions.prove import (
    OrderBill,
    PaidAmendment,
    all_returns,
    audit,
    bills_of,
    paid_amendments,
)
from oneshelf.modules.orders.actions.recall import recall_order, recall_shipped
from oneshelf.modules.orders.actions.recall_sold import count_sold, recall_sold
from oneshelf.modules.orders.actions.refund import refund_order
from oneshelf.modules.orders.actions.renew_search import renew_search
from oneshelf.modules.orders.actions.search import contact_names, search_lags, search_orders
from oneshelf.modules.orders.actions.send_from import Source, parts_of, send_from
from oneshelf.modules.orders.actions.sold_in import sold_in
from oneshelf.modules.orders.actions.take_goods_back import returnable_units, take_goods_back, units_out
from oneshelf.modules.orders.actions.value_back import value_back
from oneshelf.modules.orders.errors import (
    DueChanged,
    GoodsHaveLeft,
    GoodsNotOfOrder,
    NotAmendable,
    NotCancellable,
    NotOpen,
    OrderChanged,
    OrderRefundTooLarge,
    ReturnTooLarge,
    TooManyUnpaid,
    UnitNotOfOrder,
    UnitsNotNamed,
    UnknownOrder,
)
from oneshelf.modules.orders.events import (
    CancelledUnits,
    LineFact,
    LineUnfillable,
    OrderAmended,
    OrderCancelled,
    OrderCompleted,
    OrderPlaced,
    OrderReady,
    OrderRefunded,
    OrderSourcedAgain,
    PromiseBroken,
)
from oneshelf.modules.orders.queries import (
    ChannelSales,
    Owing,
    all_owing,
    amendments_of,
    find_amended_proofs,
    find_by_number,
    find_proof,
    get_by_number,
    get_order,
    has_ordered,
    lines_of,
    list_orders,
    lock_order,
    orders_of_customer,
    popular_variants,
    returns_of,
    sales_by_channel,
    sold_at_tills,
    summaries_of,
    unassigned,
)
from oneshelf.modules.orders.queries.promises import promises_broken, promises_made, promises_sent
from oneshelf.modules.orders.queries.spans import spans_with_orders
from oneshelf.modules.orders.queries.taxes import is_reverse_charged, tax_request
from oneshelf.modules.orders.rules import (
    clean_number,
    missing_part,
    money_of,
    new_number,
    recorded_number,
    still_to_pay,
    value_held,
    value_of_cancelled,
    value_of_units,
)
from oneshelf.modules.orders.tasks import rehearse_policy, rehearse_promotion
from oneshelf.modules.orders.types import (
    ORDER_MACHINE,
    Adjustment,
    Amendment,
    Change,
    Contact,
    ContactPart,
    Method,
    NewLine,
    Order,
    OrderId,
    OrderLine,
    OrderState,
    OrderSummary,
    Origin,
    PromiseMissed,
    PromiseSent,
    PromisesMade,
    ReturnedLine,
    Search,
    Terms,
    TillSale,
)
from oneshelf.modules.orders.types.loaded import LoadedAdjustment, LoadedLine, LoadedOrder
from oneshelf.modules.orders.types.sums import Sums, Taken, gathered

__all__ = [
    "ORDER_MACHINE",
    "PROMOTION",
    "TAX_RELIEF",
    "Adjustment",
    "Amendment",
    "CancelledUnits",
    "Change",
    "ChannelSales",
    "Contact",
    "ContactPart",
    "DueChanged",
    "GoodsHaveLeft",
    "GoodsNotOfOrder",
    "HeldMoney",
    "LineFact",
    "LineUnfillable",
    "LoadedAdjustment",
    "LoadedLine",
    "LoadedOrder",
    "Method",
    "NewLine",
    "NotAmendable",
    "NotCancellable",
    "NotOpen",
    "Order",
    "OrderAmended",
    "OrderBill",
    "OrderCancelled",
    "OrderChanged",
    "OrderCompleted",
    "OrderId",
    "OrderLine",
    "OrderPlaced",
    "OrderReady",
    "OrderRefundTooLarge",
    "OrderRefunded",
    "OrderSourcedAgain",
    "OrderState",
    "OrderSummary",
    "Origin",
    "Owing",
    "PaidAmendment",
    "PromiseBroken",
    "PromiseMissed",
    "PromiseSent",
    "PromisesMade",
    "RefundedOrder",
    "ReturnTooLarge",
    "ReturnedLine",
    "Search",
    "Source",
    "Sums",
    "Taken",
    "Terms",
    "TillSale",
    "TooManyUnpaid",
    "UnitNotOfOrder",
    "UnitsNotNamed",
    "UnknownOrder",
    "all_owing",
    "all_returns",
    "amend",
    "amendments_of",
    "audit",
    "bills_of",
    "bulk_load_orders",
    "cancel_order",
    "clean_number",
    "collect_and_pay",
    "complete",
    "contact_names",
    "count_sold",
    "due_at_collection",
    "due_for",
    "fill_search",
    "filled_down_to",
    "find_amended_proofs",
    "find_by_number",
    "find_proof",
    "first_new_line",
    "gathered",
    "get_by_number",
    "get_order",
    "has_ordered",
    "is_reverse_charged",
    "keep_price",
    "lines_of",
    "list_orders",
    "lock_order",
    "make_ready",
    "missing_part",
    "money_of",
    "new_number",
    "note_broken_promises",
    "note_gift",
    "note_promise",
    "note_refund",
    "note_service",
    "orders_of_customer",
    "paid_amendments",
    "parts_of",
    "pay_at_collection",
    "pay_on_account",
    "popular_variants",
    "promises_broken",
    "promises_made",
    "promises_sent",
    "recall_order",
    "recall_shipped",
    "recall_sold",
    "recorded_number",
    "refund_order",
    "rehearse_policy",
    "rehearse_promotion",
    "renew_search",
    "returnable_units",
    "returns_of",
    "sales_by_channel",
    "search_lags",
    "search_orders",
    "send_from",
    "sold_at_tills",
    "sold_in",
    "spans_with_orders",
    "still_to_pay",
    "summaries_of",
    "take_goods_back",
    "tax_request",
    "unassigned",
    "units_out",
    "value_back",
    "value_held",
    "value_of_cancelled",
    "value_of_units",
]
