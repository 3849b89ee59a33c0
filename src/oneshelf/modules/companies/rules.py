"""Decisions about companies: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from oneshelf.kernel.money import Money
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.companies.errors import MoreThanOpen, OrderTooSmall, OverMemberLimit
from oneshelf.modules.companies.types import (
    Company,
    Document,
    DocumentId,
    DocumentLine,
    Member,
    Profile,
    Recipient,
    Reminder,
)
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order, OrderLine
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Band, Rates

SOON = timedelta(days=3)
"""How long before it is due a company is reminded of an invoice."""

LEFT = frozenset({ConsignmentState.COLLECTED, ConsignmentState.SHIPPED, ConsignmentState.DELIVERED})
"""The states of goods that are with their buyer, or on their way: what is invoiced."""


def check_order(company: Company, member: Member, total: Money) -> None:
    """Raise OrderTooSmall or OverMemberLimit unless a member may order so much at once."""
    if total.minor < company.profile.minimum:
        raise OrderTooSmall(wanted=total, minimum=Money(company.profile.minimum, total.currency))
    check_bound(member, total)


def check_bound(member: Member, total: Money) -> None:
    """Raise OverMemberLimit unless a member may order so much at once."""
    if member.most is not None and member.most < total.minor:
        raise OverMemberLimit(wanted=total, most=Money(member.most, total.currency))


def check_amount(asked: Money, most: Money) -> None:
    """Raise MoreThanOpen unless `asked` is more than nothing and at most `most`, of the same currency."""
    if not Money.zero(most.currency) < asked <= most:
        raise MoreThanOpen(asked=asked, open=most)


def invoice_bands(lines: Iterable[DocumentLine], earlier: Iterable[Document]) -> tuple[Band, ...]:
    """Return the tax of an invoice by rate: what it adds to that of the `earlier` ones of its order.

    None is stated unless the rate of every line is known.
    """
    amounts: dict[int, int] = {}
    for line in lines:
        if line.rate is None:
            return ()
        amounts[line.rate] = amounts.get(line.rate, 0) + line.amount
    return tax.bands(amounts, [band for invoice in earlier for band in invoice.bands])


def note_bands(
    amount: int, lines: Iterable[DocumentLine], invoice: Document, notes: Iterable[Document]
) -> tuple[Band, ...]:
    """Return the tax of a credit note by rate: that of the goods it names, and its share of what is left of the rest.

    `notes` are the earlier ones about its invoice.
    """
    named: dict[int, int] = {}
    for line in lines:
        if line.title and line.rate is not None:
            named[line.rate] = named.get(line.rate, 0) + line.amount
    left = tax.left_of(invoice.bands, [band for note in notes for band in note.bands])
    return tax.share(left, amount, named) if left else ()


def rated(lines: Iterable[DocumentLine], rates: Rates) -> list[DocumentLine]:
    """Return lines with the rate at which each is taxed."""
    return [replace(line, rate=rates.of(line.tax_class)) for line in lines]


def reminder_due(due_on: date, issued_on: date, grace_days: int, day: date) -> Reminder | None:
    """Return to which reminder an open invoice has come on a day; None as long as it is not due soon.

    An invoice that is due at once is not called due soon: it says so itself.
    """
    if day > due_on + timedelta(days=grace_days):
        return Reminder.LAST
    if day > due_on:
        return Reminder.OVERDUE
    return Reminder.SOON if due_on - day <= SOON < due_on - issued_on else None


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
        DocumentLine(
            line.title,
            line.sku,
            units[line.line],
            line.unit,
            orders.value_of_units(line, units[line.line]),
            line.tax_class,
            unit_price=line.unit_price,
        )
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
