"""Decisions about companies: no clock, no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
from oneshelf.modules.pricing.public import Sealed
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Band, BandKey, Levy, Rates

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


def levied(line: DocumentLine, levies: Mapping[str, tuple[Levy, ...]]) -> DocumentLine:
    """Return a line with what it is taxed at."""
    own = levies[line.tax_class]
    return replace(line, rate=tax.rate_of(own), levies=own)


def whole_bands(order: Order, sealed: Sealed, levies: Mapping[str, tuple[Levy, ...]]) -> list[Band]:
    """Return what an order was charged, all of it, by what is taxed alike, delivery too.

    Of what was priced with it each levy takes what was worked out; a line that was added later is parted by its rates.
    """
    told = {key: line.taxes for line in sealed.priced.lines for key in line.keys}
    delivery_tax = order.tax.minor - sum(line.tax.minor for line in order.lines)
    parts = [
        (line.amount.minor, line.tax.minor, levies[line.tax_class], told.get(str(line.line), ()))
        for line in order.lines
    ]
    carriage = sealed.priced.delivery.taxes if sealed.priced.delivery else ()
    parts.append((order.delivery.minor, delivery_tax, levies[tax.STANDARD], carriage))
    return tax.gathered(
        Band(tax.rate_of(own), amount, whole, own, _parted(whole, own, [each.minor for each in known]))
        for amount, whole, own, known in parts
    )


def _parted(whole: int, levies: tuple[Levy, ...], known: Sequence[int]) -> tuple[int, ...]:
    return tuple(known) if (len(known), sum(known)) == (len(levies), whole) else tax.parted(whole, levies)


def invoice_bands_of(
    lines: Iterable[DocumentLine], whole: Iterable[Band], earlier: Iterable[Document]
) -> tuple[Band, ...]:
    """Return the tax of an invoice of a `whole` order: what it adds to that of the `earlier` ones."""
    amounts: dict[tuple[Levy, ...], int] = {}
    for line in lines:
        amounts[line.levies] = amounts.get(line.levies, 0) + line.amount
    return tax.charged_bands(amounts, whole, [band for invoice in earlier for band in invoice.bands])


def note_bands(
    amount: int, lines: Iterable[DocumentLine], invoice: Document, notes: Iterable[Document]
) -> tuple[Band, ...]:
    """Return the tax of a credit note by rate: that of the goods it names, and its share of what is left of the rest.

    `notes` are the earlier ones about its invoice.
    """
    named: dict[BandKey, int] = {}
    for line in lines:
        if line.title and line.key is not None:
            named[line.key] = named.get(line.key, 0) + line.amount
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


def invoice_lines(
    lines: Iterable[OrderLine], units: Mapping[int, int], amount: int, before: Mapping[int, int]
) -> tuple[DocumentLine, ...]:
    """Return `units` (line -> smallest sale units) of an order's lines as lines of an invoice over `amount`.

    Each adds what it costs to what was invoiced of it `before`, so that a line in parts costs what it does as a whole;
    what is left of the amount, or too much, is a line of its own without a title.
    """

    def worth(line: OrderLine) -> int:
        was = before.get(line.line, 0)
        left = line.quantity - was
        return orders.value_of_units(line, left) - orders.value_of_units(line, left - units[line.line])

    return _document_lines(lines, units, amount, worth)


def note_lines(lines: Iterable[OrderLine], units: Mapping[int, int], amount: int) -> tuple[DocumentLine, ...]:
    """Return `units` (line -> smallest sale units) of an order's lines as lines of a credit note over `amount`.

    Each costs its share of its line; what is left of the amount, or too much, is a line of its own without a title.
    """
    return _document_lines(lines, units, amount, lambda line: orders.value_of_units(line, units[line.line]))


def _document_lines(
    lines: Iterable[OrderLine], units: Mapping[int, int], amount: int, worth: Callable[[OrderLine], int]
) -> tuple[DocumentLine, ...]:
    found = [
        DocumentLine(
            line.title,
            line.sku,
            units[line.line],
            line.unit,
            worth(line),
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


def recipient_of(profile: Profile, vat_id: str) -> Recipient:
    """Return to whom a document is written today: under the VAT id by which they bought, where they named one."""
    told = {name: getattr(profile, name) for name in Recipient.__dataclass_fields__}
    return Recipient(**(told | {"tax_number": vat_id or profile.tax_number}))


def account_of(company: object) -> str:
    """Return the code of a company's account in its market's ledger: what it owes is taken from it."""
    return f"company:{company}"
