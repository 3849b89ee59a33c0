"""Decisions about companies: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from oneshelf.kernel.money import Money
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.companies.errors import MoreThanOpen, OrderTooSmall, OverMemberLimit
from oneshelf.modules.companies.types import Company, Document, DocumentId, DocumentLine, Member, Profile, Recipient
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order, OrderLine

LEFT = frozenset({ConsignmentState.COLLECTED, ConsignmentState.SHIPPED, ConsignmentState.DELIVERED})
"""The states of goods that are with their buyer, or on their way: what is invoiced."""


def check_order(company: Company, member: Member, total: Money) -> None:
    """Raise OrderTooSmall or OverMemberLimit unless a member may order so much at once."""
    if total.minor < company.profile.minimum:
        raise OrderTooSmall(wanted=total, minimum=Money(company.profile.minimum, total.currency))
    if member.most is not None and member.most < total.minor:
        raise OverMemberLimit(wanted=total, most=Money(member.most, total.currency))


def check_amount(asked: Money, most: Money) -> None:
    """Raise MoreThanOpen unless `asked` is more than nothing and at most `most`."""
    if not 0 < asked.minor <= most.minor:
        raise MoreThanOpen(asked=asked, open=most)


def due_on(issued: date, net_days: int) -> date:
    """Return when an invoice is due: so many days after its own day."""
    return issued + timedelta(days=net_days)


def worth_of(order: Order, gone: Iterable[Consignment]) -> int:
    """Return what an order's delivery and the goods that have `gone` cost, in minor units."""
    return orders.value_held(order.lines, gone) + order.delivery.minor - order.waived.minor


def document_lines(lines: Iterable[OrderLine], units: Mapping[int, int], amount: int) -> tuple[DocumentLine, ...]:
    """Return `units` (line -> smallest sale units) of an order's lines as lines of a document over `amount`.

    Each costs its share of its line; what is left of the amount, or too much, is a line of its own without a title.
    """
    found = [
        DocumentLine(line.title, line.sku, units[line.line], line.unit, orders.value_of_units(line, units[line.line]))
        for line in lines
        if units.get(line.line)
    ]
    rest = amount - sum(each.amount for each in found)
    return (*found, DocumentLine("", "", 1, Unit.EACH, rest)) if rest else tuple(found)


def credited_shares(amount: int, invoices: Sequence[Document]) -> dict[DocumentId, int]:
    """Return how much of `amount` each of an order's invoices is credited, in minor units.

    First what is still to be paid, the oldest first, then what was paid already. Together that is less than `amount`
    only where less than that was ever invoiced and not credited yet.
    """
    shares: dict[DocumentId, int] = {}
    left = amount
    for is_paid in (False, True):
        for each in invoices:
            able = each.amount - each.credited if is_paid else each.open
            share = min(left, max(0, able.minor - shares.get(each.id, 0)))
            if share:
                shares[each.id] = shares.get(each.id, 0) + share
                left -= share
    return shares


def recipient_of(profile: Profile) -> Recipient:
    """Return to whom a document is written today."""
    return Recipient(**{name: getattr(profile, name) for name in Recipient.__dataclass_fields__})


def account_of(company: object) -> str:
    """Return the code of a company's account in its market's ledger: what it owes is taken from it."""
    return f"company:{company}"
