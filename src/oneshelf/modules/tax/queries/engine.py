"""What a basket is taxed at: decided by the house's records, at rates of its table or of a provider."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax import rules
from oneshelf.modules.tax.queries import book_of, providers
from oneshelf.modules.tax.types import STANDARD, Book, Levy, TaxRequest


def taxes(request: TaxRequest) -> compiled.Taxes:
    """Return what each class of a basket is taxed at, delivery's too, and whether its buyer is charged.

    One statement at most. The market's provider is asked where it has one; when it fails or is slow the table answers,
    and `version` says so. Raises nothing that a shopper would see.
    """
    return answered(request, book_of(request.market, request.to, request.day, request.buyer.customer))


def rounding(request: TaxRequest) -> compiled.Rounding:
    """Return how what is priced for a basket is rounded in its market. One statement at most."""
    return book_of(request.market, request.to, request.day).regime.rounding


def taxes_and_rounding(request: TaxRequest) -> tuple[compiled.Taxes, compiled.Rounding]:
    """Return what `taxes` and `rounding` do, for one statement at most."""
    book = book_of(request.market, request.to, request.day, request.buyer.customer)
    return answered(request, book), book.regime.rounding


def answered(request: TaxRequest, book: Book) -> compiled.Taxes:
    """Return what `taxes` does where the market's table says what `book` does. Nobody but a provider is asked."""
    decided = rules.decide(request, book)
    here = replace(request, to=decided.at, classes=request.classes | {STANDARD})
    provider = book.regime.provider
    answer = providers.ask(provider, here) if provider else ""
    if isinstance(answer, str):
        answer = _from_table(here, book, f" for {provider}: {answer}" if answer else "")
    treatment = answer.treatment if decided.treatment is compiled.Treatment.CHARGED else decided.treatment
    return msgspec.structs.replace(answer, inclusive=request.inclusive, treatment=treatment)


def levies(request: TaxRequest) -> dict[str, tuple[Levy, ...]]:
    """Return the taxes on each class of a basket as the market's table names them, at its rates. One statement at most.

    A provider is not asked: what it calls its taxes are codes.
    """
    book = book_of(request.market, request.to, request.day, request.buyer.customer)
    at = rules.decide(request, book).at
    return {each: rules.levies(book.rates, at, each) for each in sorted(request.classes)}


def _from_table(request: TaxRequest, book: Book, note: str) -> compiled.Taxes:
    return compiled.Taxes(
        by_class={each: rules.components(book.rates, request.to, each) for each in sorted(request.classes)},
        version=f"table {book.version}{note}",
    )
