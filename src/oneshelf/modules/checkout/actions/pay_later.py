"""Paying when the goods are collected instead of when the order is placed."""

from __future__ import annotations

from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.errors import NotAtCollection
from oneshelf.modules.checkout.types import Later, Purchase
from oneshelf.modules.orders.public import Contact, Method
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.public import Place


def later_of(purchase: Purchase, place: Place, total: Money) -> Later | None:
    """Return how a purchase is paid later, if its tenders say so; None for one that is paid now.

    Raises NotAtCollection, also when only a part is to be paid later, and TooMuchAtCollection.
    """
    if not rules.pays_later(purchase.tenders):
        return None
    if len(purchase.tenders) > 1:
        raise NotAtCollection(place=place.name)
    return at_collection(place, purchase.method, total, purchase.contact)


def at_collection(place: Place, method: Method, total: Money, contact: Contact | None) -> Later:
    """Return how an order of `total` is paid when it is collected at `place`.

    Raises NotAtCollection and TooMuchAtCollection. How many such orders its buyer has is seen when it is written.
    """
    terms = payments.collection_terms(place.market, [place.id]).get(place.id)
    rules.check_at_collection(total, method, terms, place.name)
    assert terms is not None, "otherwise it was refused"
    assert contact is not None, "what is collected has somebody who collects it"
    return Later(contact.email, terms.most_open)
