"""Offers: what somebody does in one channel earns them a coupon for another.

An offer says who gets a coupon (who buys in a store, gets a parcel, leaves a basket alone), for which promotion, for
how many days, and where they are told of it. It is drafted, goes live, is paused, ends; what it said while it was
live is a run, and what happens is judged by the run of that moment, however late somebody asks: of an order that is
when it was placed. Whoever asks first gives the coupon: the receipt that shows it, the slip that is printed, or the
listener that hears of it; nothing of it is in the transaction that writes an order. Visitors of the web shop take
theirs, and staff and programs give some by hand (`issue`). A guest's is kept with their address until it expires, and
becomes theirs when they prove that address (`claim`). An order that is undone loses
what it earned, and which order used a coupon is written down, with what it brought.

Invariants: a cause earns once from an offer (`a_cause_earns_once`), for however many at once; who has to wait for the
next one does (`who_got_an_offer_waits_for_the_next`); what was in force is never rewritten. Where a coupon works is its
promotion's to say, how often its batch's: see `coupons`. `audit` proves what was used. See decision 0030.
Rows are locked in this order: the offer, its award, the batch of coupons.
Permissions: offers.view, offers.manage.
"""

from oneshelf.modules.offers.actions.claim import claim, forget_addresses
from oneshelf.modules.offers.actions.draft import change, draft
from oneshelf.modules.offers.actions.earn import (
    earned_by_cart,
    earned_by_order,
    earned_by_parcel,
    earned_by_visit,
    taken_by_visitor,
)
from oneshelf.modules.offers.actions.give import take_back
from oneshelf.modules.offers.actions.go_live import end, go_live, pause
from oneshelf.modules.offers.actions.issue import issue
from oneshelf.modules.offers.actions.prove import audit
from oneshelf.modules.offers.errors import BadOffer, OfferGivesNothing, UnknownOffer
from oneshelf.modules.offers.errors import OfferChanged as ChangedMeanwhile
from oneshelf.modules.offers.events import (
    CouponClaimed,
    CouponEarned,
    CouponRedeemed,
    CouponTakenBack,
    OfferChanged,
    RedemptionUndone,
)
from oneshelf.modules.offers.models import STANDING_NAMES, STATE_NAMES, TELLING_NAMES, TRIGGER_NAMES
from oneshelf.modules.offers.queries import (
    MOST_ROWS,
    awards_of_customer,
    awards_of_order,
    figures,
    get_award,
    get_offer,
    list_offers,
    open_to_visitors,
    runs_of,
    slips,
    usable_by,
)
from oneshelf.modules.offers.rules import TELLS
from oneshelf.modules.offers.tasks import give_for_left_baskets
from oneshelf.modules.offers.types import (
    LONGEST_NAME,
    MOST_DAYS,
    ONCE,
    Award,
    AwardId,
    Figures,
    Offer,
    OfferId,
    Run,
    Slip,
    Standing,
    State,
    Telling,
    Terms,
    Trigger,
)

__all__ = [
    "LONGEST_NAME",
    "MOST_DAYS",
    "MOST_ROWS",
    "ONCE",
    "STANDING_NAMES",
    "STATE_NAMES",
    "TELLING_NAMES",
    "TELLS",
    "TRIGGER_NAMES",
    "Award",
    "AwardId",
    "BadOffer",
    "ChangedMeanwhile",
    "CouponClaimed",
    "CouponEarned",
    "CouponRedeemed",
    "CouponTakenBack",
    "Figures",
    "Offer",
    "OfferChanged",
    "OfferGivesNothing",
    "OfferId",
    "RedemptionUndone",
    "Run",
    "Slip",
    "Standing",
    "State",
    "Telling",
    "Terms",
    "Trigger",
    "UnknownOffer",
    "audit",
    "awards_of_customer",
    "awards_of_order",
    "change",
    "claim",
    "draft",
    "earned_by_cart",
    "earned_by_order",
    "earned_by_parcel",
    "earned_by_visit",
    "end",
    "figures",
    "forget_addresses",
    "get_award",
    "get_offer",
    "give_for_left_baskets",
    "go_live",
    "issue",
    "list_offers",
    "open_to_visitors",
    "pause",
    "runs_of",
    "slips",
    "take_back",
    "taken_by_visitor",
    "usable_by",
]
