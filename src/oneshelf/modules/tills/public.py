"""Tills: the devices at which a store sells, and the receipts that they print.

A till is a device enrolled with a secret, plus a member of staff with a PIN. A sale is an order like any other,
placed in one call. Its receipt takes the till's next number when it is issued, never before, so that numbers have no
gaps, and is linked to the one before it by a digest; `audit` follows the chain. A sale whose receipt a crash left out
gets it from a job. What was ordered elsewhere is handed over here for what is due (`collect`), which has a receipt too.
A basket that a till has taken over is paid by one sale, or by none, see `carts`.
"""

from oneshelf.modules.tills.actions.collect import collect
from oneshelf.modules.tills.actions.enrol import enrol_till, retire_till
from oneshelf.modules.tills.actions.issue_receipt import issue_receipt
from oneshelf.modules.tills.actions.sell import hands_of, sell
from oneshelf.modules.tills.actions.settle_carts import settle_carts
from oneshelf.modules.tills.errors import NotOfThisTill, PlaceDoesNotSell, TillNameTaken, TooLittleCash, UnknownTill
from oneshelf.modules.tills.queries import (
    audit,
    find_receipt,
    get_till,
    receipts_of,
    receipts_since,
    till_of_token,
    tills_at,
)
from oneshelf.modules.tills.types import Receipt, Sale, Till, TillId

__all__ = [
    "NotOfThisTill",
    "PlaceDoesNotSell",
    "Receipt",
    "Sale",
    "Till",
    "TillId",
    "TillNameTaken",
    "TooLittleCash",
    "UnknownTill",
    "audit",
    "collect",
    "enrol_till",
    "find_receipt",
    "get_till",
    "hands_of",
    "issue_receipt",
    "receipts_of",
    "receipts_since",
    "retire_till",
    "sell",
    "settle_carts",
    "till_of_token",
    "tills_at",
]
