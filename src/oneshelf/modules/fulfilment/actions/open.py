"""Open the consignments of an order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment import rules
from oneshelf.modules.fulfilment.actions.against_payment import join_against_payment
from oneshelf.modules.fulfilment.actions.await_goods import await_goods, keep_place
from oneshelf.modules.fulfilment.events import opened
from oneshelf.modules.fulfilment.types import NewConsignment
from oneshelf.modules.markets.public import MarketId

_OPEN = sql.statement(__name__, "open")
_BRING = sql.statement(__name__, "bring")


@retried
def open_consignments(
    consignments: Sequence[NewConsignment], *, market: MarketId, order: UUID, order_number: str, at: datetime
) -> None:
    """Write consignments with their lines and events, in the caller's transaction if there is one.

    The stock is the caller's to reserve (or to sell, when it is taken at once). A composing SQL function calls
    `fulfilment_open` with `columns` instead, and emits `opened`; what is brought is said to `bring` after it.
    """
    arrays = rules.columns(consignments)
    _OPEN.execute(
        market=market,
        order=order,
        order_number=order_number,
        at=at,
        ids=arrays.ids,
        places=arrays.places,
        methods=arrays.methods,
        due=arrays.due,
        line_consignments=arrays.line_consignments,
        line_numbers=arrays.line_numbers,
        line_variants=arrays.line_variants,
        line_titles=arrays.line_titles,
        line_skus=arrays.line_skus,
        line_quantities=arrays.line_quantities,
    )
    bring(consignments)
    join_against_payment(order)
    await_goods({each.id: each.expected_on for each in consignments if each.expected_on})
    keep_place(consignments)
    outbox.emit(opened(consignments, market=market, order=order, order_number=order_number), at=at)


def bring(consignments: Sequence[NewConsignment]) -> None:
    """Note to which stores opened consignments are brought, in the transaction that opened them; the others stay."""
    brought = [each for each in consignments if each.bring_to]
    if brought:
        _BRING.execute(
            consignments=[each.id for each in brought],
            targets=[each.bring_to for each in brought],
            there_by=[each.there_by for each in brought],
        )
