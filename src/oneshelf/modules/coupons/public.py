"""Coupons: codes that let promotions work, and how often they may.

A batch holds the codes of one promotion: a shared one that the retailer chose, many that are used once each, or one for
each of several customers; with limits in all, a customer, a day and a basket, and a window of instants. A basket is
priced with what `look_up` finds; a checkout holds uses (`reserve`), its order makes them its own (`confirm`, or
`coupons_confirm` in SQL), what is not used is let go (`release`) or runs out by itself, and an order that is cancelled
whole gives its uses back where the batch says so. Shoppers' codes go through `try_code`, which counts wrong ones and
answers alike whatever stands against one, those of programs stand inside `counting`; `look_up` says why, for staff.

Invariants: no limit is exceeded, for however many at once (`coupons_are_never_used_more_than_they_may`); no code can be
read from the database (decision 0026), whoever reads the codes of a batch (`export`) is written down; a code that is
mistyped in one symbol, or has two exchanged, is no code. `audit` proves the counts.
Rows are locked in this order: uses, then limits by their keys.
Permissions: coupons.view, coupons.manage, coupons.export.
"""

from oneshelf.modules.coupons.actions.change_state import pause, resume, revoke, revoke_coupon
from oneshelf.modules.coupons.actions.change_terms import change_terms
from oneshelf.modules.coupons.actions.export import export
from oneshelf.modules.coupons.actions.issue import MOST_AT_ONCE, issue, issue_to
from oneshelf.modules.coupons.actions.open_batch import open_personal, open_shared, open_single
from oneshelf.modules.coupons.actions.prove import audit
from oneshelf.modules.coupons.actions.reserve import confirm, expire, give_back, release, reserve
from oneshelf.modules.coupons.actions.try_code import count_wrong, counting, try_code
from oneshelf.modules.coupons.actions.write_codes import make_codes
from oneshelf.modules.coupons.errors import (
    BatchChangedMeanwhile,
    BatchRevoked,
    CodeTaken,
    CodeUnfit,
    CouponDoesNotWork,
    CouponNotTaken,
    UnknownBatch,
    UnknownCoupon,
    WindowIsEmpty,
    WrongKind,
)
from oneshelf.modules.coupons.events import BatchChanged, BatchOpened, CouponRevoked, CouponUsed, UseReturned
from oneshelf.modules.coupons.models import KIND_NAMES, REASON_NAMES, STATE_NAMES, USE_NAMES
from oneshelf.modules.coupons.queries import (
    MOST_ROWS,
    changes_of,
    coupons_of,
    find_coupon,
    get_batch,
    get_coupon,
    list_batches,
    look_up,
    look_up_kept,
    orders_using,
    readable_one,
    readable_some,
    tallies,
    uses_of,
    working,
)
from oneshelf.modules.coupons.rules.codes import LONGEST_CHOSEN, SHORTEST_CHOSEN
from oneshelf.modules.coupons.rules.terms import of_one_basket
from oneshelf.modules.coupons.types import (
    LONGEST_LABEL,
    MOST_CODES,
    MOST_USES,
    Batch,
    BatchId,
    BatchState,
    Coupon,
    CouponId,
    Failure,
    Found,
    Guesser,
    Issued,
    Kind,
    Limits,
    Printed,
    Reason,
    Tally,
    Terms,
    TermsChange,
    Use,
    UseState,
)

__all__ = [
    "KIND_NAMES",
    "LONGEST_CHOSEN",
    "LONGEST_LABEL",
    "MOST_AT_ONCE",
    "MOST_CODES",
    "MOST_ROWS",
    "MOST_USES",
    "REASON_NAMES",
    "SHORTEST_CHOSEN",
    "STATE_NAMES",
    "USE_NAMES",
    "Batch",
    "BatchChanged",
    "BatchChangedMeanwhile",
    "BatchId",
    "BatchOpened",
    "BatchRevoked",
    "BatchState",
    "CodeTaken",
    "CodeUnfit",
    "Coupon",
    "CouponDoesNotWork",
    "CouponId",
    "CouponNotTaken",
    "CouponRevoked",
    "CouponUsed",
    "Failure",
    "Found",
    "Guesser",
    "Issued",
    "Kind",
    "Limits",
    "Printed",
    "Reason",
    "Tally",
    "Terms",
    "TermsChange",
    "UnknownBatch",
    "UnknownCoupon",
    "Use",
    "UseReturned",
    "UseState",
    "WindowIsEmpty",
    "WrongKind",
    "audit",
    "change_terms",
    "changes_of",
    "confirm",
    "count_wrong",
    "counting",
    "coupons_of",
    "expire",
    "export",
    "find_coupon",
    "get_batch",
    "get_coupon",
    "give_back",
    "issue",
    "issue_to",
    "list_batches",
    "look_up",
    "look_up_kept",
    "make_codes",
    "of_one_basket",
    "open_personal",
    "open_shared",
    "open_single",
    "orders_using",
    "pause",
    "readable_one",
    "readable_some",
    "release",
    "reserve",
    "resume",
    "revoke",
    "revoke_coupon",
    "tallies",
    "try_code",
    "uses_of",
    "working",
]
