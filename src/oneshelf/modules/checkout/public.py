"""Checkout: from basket to order.

Two doors lead to one transaction. A shopper starts a checkout, chooses collection or delivery (which holds the
goods), pays (which holds the money, bound to the hash of what was shown) and completes; a till, marketplace or
agent sends a whole `Purchase` at once. Either way `checkout_write_order` writes order, payments, ledger, consignment,
stock and events in one round trip, or nothing at all.

A choice of delivery holds the goods; what the shopper's store lacks another place can bring there (`bring_to`). Of an
article that was marked hot, the first one holds together with all that ask at that moment (inventory's groups) and the
checkout takes the hold over; a hold that nobody takes over ends soon. A cart that goes into other hands takes along
what its checkout held, and whoever sells it uses that first.

A sale at a till may part: what its buyer takes along leaves at once, the rest goes `onward` (sent, or collected where
they say), in one order with one payment.

Invariants: nobody is charged without an order, money held for a refused or forgotten one is given back; goods are
promised once; a payment pays for exactly the basket whose hash it carries; the same request places one order.
"""

from oneshelf.modules.checkout.actions.carry_hold import (
    CARRIED_FOR,
    keep_hold,
    merge_carts,
    take_home_cart,
    take_over_cart,
)
from oneshelf.modules.checkout.actions.choose_delivery import bring_to, collect_at, offers, ship_to
from oneshelf.modules.checkout.actions.complete import complete
from oneshelf.modules.checkout.actions.expire import complete_paid, expire_checkouts, give_back_stranded
from oneshelf.modules.checkout.actions.forget import KEPT_FOR, forget_ended
from oneshelf.modules.checkout.actions.go_onward import preview_onward, priced_onward
from oneshelf.modules.checkout.actions.let_go import let_go
from oneshelf.modules.checkout.actions.pay import pay, pay_otherwise
from oneshelf.modules.checkout.actions.place import place_order
from oneshelf.modules.checkout.actions.start import OPEN_AT_MOST, OPEN_FOR, start
from oneshelf.modules.checkout.actions.take_uses import give_up_uses
from oneshelf.modules.checkout.errors import (
    CardDeclined,
    CheckoutChanged,
    CheckoutDone,
    CheckoutExpired,
    ChooseDelivery,
    ChooseStore,
    ComesLater,
    ContactMissing,
    CostsNothing,
    EmptyBasket,
    NotAtCollection,
    NotBought,
    NotForSale,
    NotTakenNow,
    NowhereInStock,
    OneCardOnly,
    OnlyTakenNow,
    PaidTooMuch,
    PastItsDay,
    PaymentMissing,
    PlaceDoesNot,
    PriceChanged,
    PricedForOtherPayment,
    PromiseMoved,
    SerialsNeeded,
    TooManyLines,
    TooMuchAtCollection,
    UnknownCheckout,
    WrongLabel,
)
from oneshelf.modules.checkout.events import CheckoutLost
from oneshelf.modules.checkout.queries import delivery_charge, demanded, get_checkout, get_open, quote
from oneshelf.modules.checkout.queries.explained import code_text, explain, try_codes
from oneshelf.modules.checkout.queries.gifts import OpenGift, open_gifts
from oneshelf.modules.checkout.queries.handed_in import KeptCoupon, check_room, coupons_kept, coupons_of, handed_in
from oneshelf.modules.checkout.queries.idle import idle_text, idle_text_for_staff
from oneshelf.modules.checkout.queries.labels import as_labelled, units_on_label
from oneshelf.modules.checkout.queries.markdowns import MarkedDown, marked_down
from oneshelf.modules.checkout.queries.quotes import asked, priced_known, priced_lines, quote_as, totals_by_payment
from oneshelf.modules.checkout.rules import part_of
from oneshelf.modules.checkout.types import (
    Arrangement,
    BasketQuote,
    Checkout,
    CheckoutId,
    CheckoutState,
    Hint,
    Occasion,
    Onward,
    Parcel,
    Part,
    PlacedOrder,
    Purchase,
    QuotedLine,
    Saving,
    Tender,
    Wanted,
)
from oneshelf.modules.checkout.types.explained import Explained, TriedCode

__all__ = [
    "CARRIED_FOR",
    "KEPT_FOR",
    "OPEN_AT_MOST",
    "OPEN_FOR",
    "Arrangement",
    "BasketQuote",
    "CardDeclined",
    "Checkout",
    "CheckoutChanged",
    "CheckoutDone",
    "CheckoutExpired",
    "CheckoutId",
    "CheckoutLost",
    "CheckoutState",
    "ChooseDelivery",
    "ChooseStore",
    "ComesLater",
    "ContactMissing",
    "CostsNothing",
    "EmptyBasket",
    "Explained",
    "Hint",
    "KeptCoupon",
    "MarkedDown",
    "NotAtCollection",
    "NotBought",
    "NotForSale",
    "NotTakenNow",
    "NowhereInStock",
    "Occasion",
    "OneCardOnly",
    "OnlyTakenNow",
    "Onward",
    "OpenGift",
    "PaidTooMuch",
    "Parcel",
    "Part",
    "PastItsDay",
    "PaymentMissing",
    "PlaceDoesNot",
    "PlacedOrder",
    "PriceChanged",
    "PricedForOtherPayment",
    "PromiseMoved",
    "Purchase",
    "QuotedLine",
    "Saving",
    "SerialsNeeded",
    "Tender",
    "TooManyLines",
    "TooMuchAtCollection",
    "TriedCode",
    "UnknownCheckout",
    "Wanted",
    "WrongLabel",
    "as_labelled",
    "asked",
    "bring_to",
    "check_room",
    "code_text",
    "collect_at",
    "complete",
    "complete_paid",
    "coupons_kept",
    "coupons_of",
    "delivery_charge",
    "demanded",
    "expire_checkouts",
    "explain",
    "forget_ended",
    "get_checkout",
    "get_open",
    "give_back_stranded",
    "give_up_uses",
    "handed_in",
    "idle_text",
    "idle_text_for_staff",
    "keep_hold",
    "let_go",
    "marked_down",
    "merge_carts",
    "offers",
    "open_gifts",
    "part_of",
    "pay",
    "pay_otherwise",
    "place_order",
    "preview_onward",
    "priced_known",
    "priced_lines",
    "priced_onward",
    "quote",
    "quote_as",
    "ship_to",
    "start",
    "take_home_cart",
    "take_over_cart",
    "totals_by_payment",
    "try_codes",
    "units_on_label",
]
