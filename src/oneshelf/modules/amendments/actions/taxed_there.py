"""Whether an order may go elsewhere: its goods are not taxed anew, so they must be taxed there as they were."""

from __future__ import annotations

from dataclasses import replace

from oneshelf.modules.amendments.errors import StoreTaxedElsewhere, TaxedElsewhere
from oneshelf.modules.amendments.types import Wish
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Contact, NewLine, Order
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax import public as tax


def check_taxed_alike(order: Order, wish: Wish, added: tuple[NewLine, ...]) -> None:
    """Raise TaxedElsewhere or StoreTaxedElsewhere when goods or delivery are taxed otherwise where a wish sends them.

    Where they were to go, and where they would, is asked by what tax knows of the day of the order. One from before
    taxes were told may go anywhere, as may one of which nothing is left.
    """
    if not order.tax_told or not (wish.contact or wish.store):
        return
    there = replace(
        order,
        summary=replace(order.summary, place=wish.store or order.summary.place),
        contact=wish.contact or order.contact,
    )
    classes = {line.tax_class for line in order.lines if line.wanted > wish.cancel.get(line.line, 0)}
    classes |= {line.tax_class for line in added}
    if not classes:
        return
    if order.delivery > order.waived:
        classes.add(tax.STANDARD)
    if _charged(order, classes) == _charged(there, classes):
        return
    if wish.store:
        raise StoreTaxedElsewhere(number=order.summary.number, place=places.get_place(wish.store).name)
    assert wish.contact is not None, "it goes to another store, or to another address"
    raise TaxedElsewhere(number=order.summary.number, there=_named(wish.contact))


def _charged(order: Order, classes: set[str]) -> tuple[compiled.Treatment, dict[str, tuple[compiled.Component, ...]]]:
    """Return who is charged where an order goes, and what each class is taxed at."""
    told = tax.taxes(orders.tax_request(order, classes))
    return told.treatment, {each: told.by_class.get(each, ()) for each in classes}


def _named(contact: Contact) -> str:
    return " ".join(part for part in (contact.country, contact.region, contact.postal_code) if part)
