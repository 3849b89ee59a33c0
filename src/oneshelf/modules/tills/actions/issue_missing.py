"""Issuing the receipts that a crash left out."""

from __future__ import annotations

from datetime import timedelta

import structlog

from oneshelf.kernel import clock
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.money import Money
from oneshelf.modules.tills import queries
from oneshelf.modules.tills.actions.issue_receipt import issue_receipt
from oneshelf.modules.tills.types import TillId

LOOKED_BACK = timedelta(days=1)
"""How old a sale may be whose receipt is still looked for; the audit looks at all of them."""

_log = structlog.get_logger(__name__)


def issue_missing_receipts() -> int:
    """Give every sale its receipt that has none although it had time to; return how many there were.

    This is what heals a crash between an order and its receipt when the till does not ask again. How much cash was
    handed over is not known any more, so the receipt tells no change.
    """
    issued = 0
    for sale in queries.sales_without_receipt(clock.now() - LOOKED_BACK):
        try:
            issue_receipt(TillId(sale.till), sale.order, Money(sale.total, sale.currency))
        except Refusal as refusal:
            _log.error("a sale got no receipt", order=str(sale.order), because=refusal.code)
        else:
            issued += 1
    return issued
