"""What tax a document states: that which its order was charged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oneshelf.kernel.money import Money
from oneshelf.modules.companies import rules
from oneshelf.modules.companies.queries import documents_of_order, today
from oneshelf.modules.companies.types import Document, DocumentId, DocumentLine, Treatment
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order
from oneshelf.modules.pricing.public import Sealed
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import STANDARD, Band, Levy, Rates


@dataclass(frozen=True, slots=True)
class Taxed:
    """The lines of a document with what each is taxed at, its tax, and who is charged."""

    lines: Sequence[DocumentLine]
    bands: tuple[Band, ...]
    treatment: Treatment = Treatment.CHARGED
    added: bool = False


def taxed(order: Order, amount: Money, lines: Sequence[DocumentLine], about: DocumentId | None, day: date) -> Taxed:
    """Return the tax of an invoice over `amount` on a `day`, or of a credit note `about` one.

    What was kept with the order counts: the rates, the rounding and whether its buyer is charged. Of an order from
    before that was kept it is the rates of the day, where prices hold their tax. A credit note is taxed as its invoice.
    """
    sealed, written = orders.find_proof(order.summary.id), documents_of_order(order.summary.id)
    invoice = next((each for each in written if each.id == about), None)
    if sealed is None or not sealed.basket.taxes.by_class:
        return _by_rates(order, amount, lines, invoice, written, day)
    treatment, added = sealed.basket.taxes.treatment, order.tax_added
    if treatment is not Treatment.CHARGED:
        return Taxed(lines, (), treatment, added)
    levies = _levies(order, sealed)
    named = [rules.levied(each, levies) if each.title or invoice is None else each for each in lines]
    if invoice is not None:
        bands = rules.note_bands(amount.minor, named, invoice, _notes_about(invoice, written))
        return Taxed(named, bands, treatment, added)
    whole = rules.whole_bands(order, sealed, levies)
    return Taxed(named, rules.invoice_bands_of(named, whole, _invoices(written)), treatment, added)


def _by_rates(
    order: Order,
    amount: Money,
    lines: Sequence[DocumentLine],
    invoice: Document | None,
    written: Sequence[Document],
    day: date,
) -> Taxed:
    if invoice is None:
        named = rules.rated(lines, _charged(order, tax.rates_on(order.summary.market, day)))
        return Taxed(named, rules.invoice_bands(named, _invoices(written)))
    rates = _charged(order, tax.rates_on(invoice.market, today(invoice.market, invoice.issued_at)))
    named = [*rules.rated([each for each in lines if each.title], rates), *(each for each in lines if not each.title)]
    return Taxed(named, rules.note_bands(amount.minor, named, invoice, _notes_about(invoice, written)))


def _levies(order: Order, sealed: Sealed) -> dict[str, tuple[Levy, ...]]:
    """Return the levies on each class of an order's goods: as they were charged, under the names of the table."""
    classes = {STANDARD, *(line.tax_class for line in order.lines)}
    told = tax.levies(orders.tax_request(order, classes))
    charged = sealed.basket.taxes.by_class
    names = {levy.code: levy.name for own in told.values() for levy in own}
    return {
        each: tuple(Levy(part.code, names.get(part.code, part.code), part.ppm, part.compound) for part in charged[each])
        if each in charged
        else told[each]
        for each in classes
    }


def _charged(order: Order, rates: Rates) -> Rates:
    """Return the rates that an order was charged: where its buyer was exempt, or owes the tax, none but zero."""
    if order.tax or not order.tax_told:
        return rates
    return Rates({tax_class: rate for tax_class, rate in rates.by_class.items() if rate == 0})


def _invoices(written: Sequence[Document]) -> list[Document]:
    return [each for each in written if each.about is None]


def _notes_about(invoice: Document, written: Sequence[Document]) -> list[Document]:
    return [each for each in written if each.about == invoice.id]
