"""Finding articles and customers by what somebody typed or scanned."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId

MOST_PRODUCTS = 30
"""How many products a search shows, with all of their variants."""


MOST_CUSTOMERS = 20
"""How many customers are looked at for the one who has exactly that e-mail or card."""


@dataclass(frozen=True, slots=True)
class Article:
    """A variant as the lists of the back office name it."""

    id: VariantId
    title: str
    sku: str
    unit: Unit

    @classmethod
    def of(cls, snapshot: VariantSnapshot) -> Article:
        """Return the article of a snapshot."""
        return cls(snapshot.variant, snapshot.title, snapshot.sku, snapshot.unit)


def find_articles(text: str) -> list[Article]:
    """Return the articles whose words, SKU or barcode answer to `text`, best first; a code names one alone."""
    exact = catalogue.find_variant_by_code(text)
    if exact is not None:
        wanted = [exact]
    else:
        wanted = [variant for hit in catalogue.search(text, limit=MOST_PRODUCTS).hits for variant in hit.variants]
    known = catalogue.snapshots(wanted)
    return [Article.of(known[variant]) for variant in wanted if variant in known]


def find_customer(text: str) -> CustomerId | None:
    """Return the one customer who has exactly this e-mail or card; None when it is nobody, or several."""
    typed = text.strip().lower()
    found = [each for each in customers.search(typed, most=MOST_CUSTOMERS) if typed in (each.customer.email, each.card)]
    return found[0].customer.id if len(found) == 1 else None
