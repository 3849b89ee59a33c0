"""Pricing: what things cost, when, and what a basket of them comes to.

One base list a market serves every channel alike. Over it stand lists for a channel, a place or a group of customers;
the one with the highest rank that fits a sale and has a price for the article counts. A price holds for a window of
time, half-open; windows of a variant in a list cannot overlap (`price_windows_never_overlap`), whoever writes them. A
price is money for a quantity (399 for 1000 g) and is rounded once, on the line.

Invariants: what has been charged is never rewritten; a change leaves no gap, since what it displaces goes on
after it; a cancelled plan leaves no trace. Many prices are changed as one: drafted, looked at row by row, applied by a
job that may stop anywhere, and taken back as a whole (`draft_change`, `carry_on`). Neither order nor splitting of a
basket's lines changes a cent.
The kernel's nouns are in `compiled` (what it is given) and `priced` (what it answers).
Permissions: `pricing.view`, `pricing.edit`.
"""

from __future__ import annotations

from oneshelf.modules.pricing.actions.announce_started import announce_started
from oneshelf.modules.pricing.actions.apply_change import apply_change, undo_change
from oneshelf.modules.pricing.actions.bulk_load import bulk_load_prices
from oneshelf.modules.pricing.actions.cancel_planned import cancel_planned
from oneshelf.modules.pricing.actions.carry_on import carry_on
from oneshelf.modules.pricing.actions.draft_change import draft_again, draft_change, drop_change
from oneshelf.modules.pricing.actions.open_price_list import close_price_list, open_price_list
from oneshelf.modules.pricing.actions.set_price import plan_price, set_price
from oneshelf.modules.pricing.errors import (
    BadChange,
    BadLine,
    BadPrice,
    BadPriceList,
    BadQuantity,
    BadWindow,
    BasketTooLarge,
    ChangeTooLate,
    ClosedPriceList,
    EmptyChange,
    NoPrice,
    PriceInThePast,
    PriceListTaken,
    PriceWindowTaken,
    RankTaken,
    UnknownChange,
    UnknownPriceList,
    WrongCurrency,
)
from oneshelf.modules.pricing.events import (
    PlannedPriceCancelled,
    PriceChanged,
    PriceChangeMoved,
    PriceEnded,
    PriceListClosed,
    PriceListOpened,
    PricePlanned,
)
from oneshelf.modules.pricing.queries import (
    get_price_list,
    lowest_ahead_of,
    lowest_in_30_days,
    price_history,
    price_lists,
    prices,
    prices_in_list,
)
from oneshelf.modules.pricing.queries.changes import count_left, get_change, list_changes, rows_of_change
from oneshelf.modules.pricing.queries.why import why_text, why_words
from oneshelf.modules.pricing.rules import price_basket, price_line
from oneshelf.modules.pricing.rules.judging import judged
from oneshelf.modules.pricing.rules.kernel.book import Rulebook
from oneshelf.modules.pricing.rules.kernel.evaluate import in_cash, price
from oneshelf.modules.pricing.rules.kernel.proof import proof
from oneshelf.modules.pricing.rules.reading import conditions
from oneshelf.modules.pricing.rules.seals import amounts, given_back, goods_total, is_intact, price_of_kept, sealed
from oneshelf.modules.pricing.types import (
    ANYBODY,
    BASE,
    EVERY_SALE,
    BasketLine,
    Buyer,
    Buys,
    ListCode,
    Price,
    PricedLine,
    PriceId,
    PriceList,
    PriceRow,
    Quote,
    Scope,
    compiled,
    priced,
)
from oneshelf.modules.pricing.types.changes import (
    BUSY,
    By,
    Change,
    ChangeId,
    ChangeRow,
    ChangeState,
    Ending,
    How,
    Problem,
    RowState,
    Wanted,
)
from oneshelf.modules.pricing.types.judged import Judged
from oneshelf.modules.pricing.types.sealed import Sealed

__all__ = [
    "ANYBODY",
    "BASE",
    "BUSY",
    "EVERY_SALE",
    "BadChange",
    "BadLine",
    "BadPrice",
    "BadPriceList",
    "BadQuantity",
    "BadWindow",
    "BasketLine",
    "BasketTooLarge",
    "Buyer",
    "Buys",
    "By",
    "Change",
    "ChangeId",
    "ChangeRow",
    "ChangeState",
    "ChangeTooLate",
    "ClosedPriceList",
    "EmptyChange",
    "Ending",
    "How",
    "Judged",
    "ListCode",
    "NoPrice",
    "PlannedPriceCancelled",
    "Price",
    "PriceChangeMoved",
    "PriceChanged",
    "PriceEnded",
    "PriceId",
    "PriceInThePast",
    "PriceList",
    "PriceListClosed",
    "PriceListOpened",
    "PriceListTaken",
    "PricePlanned",
    "PriceRow",
    "PriceWindowTaken",
    "PricedLine",
    "Problem",
    "Quote",
    "RankTaken",
    "RowState",
    "Rulebook",
    "Scope",
    "Sealed",
    "UnknownChange",
    "UnknownPriceList",
    "Wanted",
    "WrongCurrency",
    "amounts",
    "announce_started",
    "apply_change",
    "bulk_load_prices",
    "cancel_planned",
    "carry_on",
    "close_price_list",
    "compiled",
    "conditions",
    "count_left",
    "draft_again",
    "draft_change",
    "drop_change",
    "get_change",
    "get_price_list",
    "given_back",
    "goods_total",
    "in_cash",
    "is_intact",
    "judged",
    "list_changes",
    "lowest_ahead_of",
    "lowest_in_30_days",
    "open_price_list",
    "plan_price",
    "price",
    "price_basket",
    "price_history",
    "price_line",
    "price_lists",
    "price_of_kept",
    "priced",
    "prices",
    "prices_in_list",
    "proof",
    "rows_of_change",
    "sealed",
    "set_price",
    "undo_change",
    "why_text",
    "why_words",
]
