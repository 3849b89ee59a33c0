"""Issuing the receipt of a sale."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment.public import ConsignmentId
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.tills import models, rules
from oneshelf.modules.tills.errors import NotOfThisTill, UnknownTill
from oneshelf.modules.tills.queries import find_receipt
from oneshelf.modules.tills.types import Receipt, TillId


@retried
def issue_receipt(
    till: TillId,
    order: OrderId,
    total: Money,
    *,
    cash_given: Money | None = None,
    consignment: ConsignmentId | None = None,
    staff: UUID | None = None,
    lines: int | None = None,
) -> Receipt:
    """Give an order, or what was collected of it, the till's next number and link it to the receipt before.

    The same order keeps its receipt, and so does the same consignment. `staff` is who took the money, and
    `lines` how many lines were sold.

    A till's numbers have no gaps: its row is locked until the receipt stands. Raises UnknownTill and NotOfThisTill.
    """
    row = models.Till.objects.select_for_update(no_key=True).filter(id=till).first()
    if row is None:
        raise UnknownTill(till=str(till))
    issued = find_receipt(consignment or order)
    if issued is not None:
        if issued.till != till:
            raise NotOfThisTill(order=str(order))
        return issued
    number = row.receipts + 1
    receipt = Receipt(
        till=till,
        number=number,
        order=order,
        total=total.minor,
        currency=total.currency,
        issued_at=clock.now(),
        digest=rules.digest(row.last_digest, till, number, order, total),
        cash_given=cash_given.minor if cash_given else None,
        consignment=consignment,
        staff=staff,
        lines=lines,
    )
    models.Receipt.objects.create(
        till_id=till,
        number=number,
        order_id=order,
        total=receipt.total,
        currency=receipt.currency,
        issued_at=receipt.issued_at,
        digest=receipt.digest,
        cash_given=receipt.cash_given,
        consignment_id=consignment,
        staff_id=staff,
        lines=lines,
    )
    models.Till.objects.filter(id=till).update(receipts=number, last_digest=receipt.digest)
    return receipt
