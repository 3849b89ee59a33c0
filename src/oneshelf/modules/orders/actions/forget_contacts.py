"""Forgetting whom orders were for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.orders.actions.renew_search import renew_search
from oneshelf.modules.orders.types import ORDER_MACHINE, OrderId

_FORGET = sql.statement(__name__, "forget_contacts", row=UUID)
_FORGET_GIFTS = sql.statement(__name__, "forget_gifts")
_BUYERS = sql.statement(__name__, "buyers", row=UUID)


@retried
def forget_contacts(erased: Iterable[CustomerId]) -> int:
    """Delete the contact data of the ended orders of erased customers, also from search; return how many had any.

    What they wrote to presents goes with it.

    What is under way still has to find its way: `forget_contacts_of_ended` follows it.
    """
    whose = {"customers": list(erased), "ended": sorted(ORDER_MACHINE.final)}
    forgotten = _FORGET.all(**whose)
    _FORGET_GIFTS.execute(**whose)
    renew_search(forgotten)
    return len(forgotten)


@retried
def forget_contacts_of_ended(ended: Sequence[OrderId]) -> int:
    """Delete the contact data of orders that have ended now and whose customers were erased before; return how many."""
    known = customers.customers_by_id(CustomerId(buyer) for buyer in _BUYERS.all(orders=list(ended)))
    return forget_contacts([each.id for each in known.values() if each.erased])
