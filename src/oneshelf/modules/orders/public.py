"""The order book: every purchase of every channel, in one place.

An order is written once, by checkout, and keeps a snapshot of what was bought: later changes of catalogue, prices or
policies leave it alone. It remembers its channel, device, campaign, place, till and staff. Each change of state is
one event with the order's version as its sequence. Contact data is one row; it goes when its customer
is erased, as soon as the order has ended.

Invariants, held by the database: an order's number is unique in its market; total is items and delivery; never more
is given back than it cost; no more units of a line come back than were bought. Composing SQL calls orders_enter.
Permissions: orders.view, orders.cancel, orders.refund.
"""

from oneshelf.modules.orders.actions.bulk_load import bulk_load_orders
from oneshelf.modules.orders.actions.cancel import cancel_order
from oneshelf.modules.orders.actions.change_state import complete, make_ready
from oneshelf.modules.orders.actions.refund import RefundedOrder, refund_order
from oneshelf.modules.orders.actions.take_goods_back import returnable_units
from oneshelf.modules.orders.errors import (
    GoodsNotOfOrder,
    NotCancellable,
    OrderChanged,
    OrderRefundTooLarge,
    ReturnTooLarge,
    UnknownOrder,
)
from oneshelf.modules.orders.events import (
    LineFact,
    OrderCancelled,
    OrderCompleted,
    OrderPlaced,
    OrderReady,
    OrderRefunded,
)
from oneshelf.modules.orders.queries import (
    ChannelSales,
    all_returns,
    audit,
    find_by_number,
    get_by_number,
    get_order,
    lines_of,
    list_orders,
    orders_of_customer,
    popular_variants,
    returns_of,
    sales_by_channel,
    sold_at_tills,
)
from oneshelf.modules.orders.rules import clean_number, new_number, recorded_number
from oneshelf.modules.orders.types import (
    ORDER_MACHINE,
    Adjustment,
    Contact,
    LoadedAdjustment,
    LoadedLine,
    LoadedOrder,
    Method,
    Order,
    OrderId,
    OrderLine,
    OrderState,
    OrderSummary,
    Origin,
    ReturnedLine,
    TillSale,
)

__all__ = [
    "ORDER_MACHINE",
    "Adjustment",
    "ChannelSales",
    "Contact",
    "GoodsNotOfOrder",
    "LineFact",
    "LoadedAdjustment",
    "LoadedLine",
    "LoadedOrder",
    "Method",
    "NotCancellable",
    "Order",
    "OrderCancelled",
    "OrderChanged",
    "OrderCompleted",
    "OrderId",
    "OrderLine",
    "OrderPlaced",
    "OrderReady",
    "OrderRefundTooLarge",
    "OrderRefunded",
    "OrderState",
    "OrderSummary",
    "Origin",
    "RefundedOrder",
    "ReturnTooLarge",
    "ReturnedLine",
    "TillSale",
    "UnknownOrder",
    "all_returns",
    "audit",
    "bulk_load_orders",
    "cancel_order",
    "clean_number",
    "complete",
    "find_by_number",
    "get_by_number",
    "get_order",
    "lines_of",
    "list_orders",
    "make_ready",
    "new_number",
    "orders_of_customer",
    "popular_variants",
    "recorded_number",
    "refund_order",
    "returnable_units",
    "returns_of",
    "sales_by_channel",
    "sold_at_tills",
]
