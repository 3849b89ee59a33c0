"""Carts: baskets that shoppers and staff fill, on any device and in any channel.

A customer has one open cart a market, whatever the device; a guest has one by a secret in the session. Signing in pours
the guest's cart into the customer's: quantities add up, and merging twice is harmless. Every change counts the version
up; it is a delta, or says what it replaces and is refused when that is not so any more.

A cart is in one pair of hands: its shopper's, a till's, a member of staff's, or parked at a place. Only they may change
it and order it. It moves by a code (QR or typed) that works once and for minutes; its shopper can always take it back,
unless it is being paid. Drafts are baskets that staff begin: put aside at a till, or prepared by phone and sent as a
link; they stand beside the customer's own cart.

Invariants: a cart becomes one order at most, from whatever channel; an order closes exactly the `revision` that its
checkout saw, or is refused; what staff have kept past its time goes back to its shopper or, a draft, is dropped.
A cart promises nothing by itself: stock is held by the checkout, which lets a cart that moves take it along.
Permissions: `carts.serve` at the place, `carts.draft`.

SQL face: carts_mark_ordered(revision).
"""

from oneshelf.modules.carts.actions.draft import DRAFT_FOR, LINK_FOR, draft, reopen, send, wish
from oneshelf.modules.carts.actions.fill import add_line, set_line
from oneshelf.modules.carts.actions.gift import set_gift
from oneshelf.modules.carts.actions.hand_over import (
    CODE_FOR,
    HELD_AT_MOST,
    cart_of_code,
    give_back,
    show_code,
    take_back,
    take_over,
)
from oneshelf.modules.carts.actions.keep_coupon import keep_coupon, take_out_coupon
from oneshelf.modules.carts.actions.merge import merge
from oneshelf.modules.carts.actions.note_begun import note_begun
from oneshelf.modules.carts.actions.open_cart import open_for_customer, open_for_guest
from oneshelf.modules.carts.actions.park import end_what_is_over, park, resume
from oneshelf.modules.carts.actions.sell import SALE_AT_MOST, begin_sale, finish_sale, let_go, unfinished_sales
from oneshelf.modules.carts.errors import (
    BadCartCode,
    BadCartQuantity,
    CartBeingPaid,
    CartChanged,
    CartElsewhere,
    CartFull,
    CartNotAsOrdered,
    GiftMessageTooLong,
    LabelMissing,
    TooManyCoupons,
    UnknownCart,
)
from oneshelf.modules.carts.queries import (
    cart_named,
    cart_of_customer,
    cart_of_token,
    drafts,
    held_by,
    left_alone,
    load,
    lock,
    what_became_of,
)
from oneshelf.modules.carts.rules import LONGEST_GIFT_MESSAGE, LONGEST_LABEL, MOST_UNITS, check_quantity, code_in
from oneshelf.modules.carts.types import (
    LIVE_STATES,
    SHOPPER,
    Cart,
    CartId,
    CartLine,
    CartRevision,
    CartState,
    Gift,
    HandOver,
    Holder,
    HolderKind,
    UnfinishedSale,
)

__all__ = [
    "CODE_FOR",
    "DRAFT_FOR",
    "HELD_AT_MOST",
    "LINK_FOR",
    "LIVE_STATES",
    "LONGEST_GIFT_MESSAGE",
    "LONGEST_LABEL",
    "MOST_UNITS",
    "SALE_AT_MOST",
    "SHOPPER",
    "BadCartCode",
    "BadCartQuantity",
    "Cart",
    "CartBeingPaid",
    "CartChanged",
    "CartElsewhere",
    "CartFull",
    "CartId",
    "CartLine",
    "CartNotAsOrdered",
    "CartRevision",
    "CartState",
    "Gift",
    "GiftMessageTooLong",
    "HandOver",
    "Holder",
    "HolderKind",
    "LabelMissing",
    "TooManyCoupons",
    "UnfinishedSale",
    "UnknownCart",
    "add_line",
    "begin_sale",
    "cart_named",
    "cart_of_code",
    "cart_of_customer",
    "cart_of_token",
    "check_quantity",
    "code_in",
    "draft",
    "drafts",
    "end_what_is_over",
    "finish_sale",
    "give_back",
    "held_by",
    "keep_coupon",
    "left_alone",
    "let_go",
    "load",
    "lock",
    "merge",
    "note_begun",
    "open_for_customer",
    "open_for_guest",
    "park",
    "reopen",
    "resume",
    "send",
    "set_gift",
    "set_line",
    "show_code",
    "take_back",
    "take_out_coupon",
    "take_over",
    "unfinished_sales",
    "what_became_of",
    "wish",
]
