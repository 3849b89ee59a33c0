"""Paying later than the order is placed: when the goods are collected, or on a company's account."""

from __future__ import annotations

from dataclasses import replace

from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.errors import NotAtCollection
from oneshelf.modules.checkout.types import AtCollection, Checkout, OnAccount, Purchase
from oneshelf.modules.companies import public as companies
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.public import Contact, Method, Terms
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place


def later_of(purchase: Purchase, place: Place, total: Money) -> AtCollection | OnAccount | None:
    """Return how a purchase is paid later, if its tenders say so; None for one that is paid now.

    Raises NotAtCollection and companies' NotOnAccount, also when only a part is to be paid later, and whatever else
    stands against its terms (see `at_collection` and `on_account`).
    """
    terms = rules.terms_of(purchase.tenders)
    if terms is None:
        return None
    is_whole = len(purchase.tenders) == 1
    if terms is Terms.ON_ACCOUNT:
        if not is_whole:
            raise companies.NotOnAccount
        found = on_account(purchase.market, purchase.customer, total)
        return replace(found, reference=purchase.tenders[0].token)
    if not is_whole:
        raise NotAtCollection(place=place.name)
    return at_collection(place, purchase.method, total, purchase.contact)


def later_as(terms: Terms, found: Checkout, reference: str) -> AtCollection | OnAccount | None:
    """Return how a checkout that is not paid becomes an order on `terms`; None when there is nothing to collect.

    Raises what stands against its terms.
    """
    total = found.quote.total
    if terms is Terms.ON_ACCOUNT:
        return replace(on_account(found.market, found.customer, total), reference=reference)
    if not total.minor:
        return None
    assert found.place is not None, "a way of delivery was chosen"
    return at_collection(places.get_place(found.place), found.method, total, found.contact)


def at_collection(place: Place, method: Method | None, total: Money, contact: Contact | None) -> AtCollection:
    """Return how an order of `total` is paid when it is collected at `place`.

    Raises NotAtCollection and TooMuchAtCollection. How many such orders its buyer has is seen when it is written.
    """
    terms = payments.collection_terms(place.market, [place.id]).get(place.id)
    rules.check_at_collection(total, method, terms, place.name)
    assert terms is not None, "otherwise it was refused"
    assert contact is not None, "what is collected has somebody who collects it"
    return AtCollection(contact.email, terms.most_open)


def on_account(market: MarketId, customer: CustomerId | None, total: Money) -> OnAccount:
    """Return how an order of `total` goes on the account of the company for which a customer may order.

    Raises companies' NotAMember, OrderTooSmall and OverMemberLimit. Whether there is credit is seen when it is written.
    """
    company = companies.account_for(market, customer, total)
    assert customer is not None, "nobody is no member"
    return OnAccount(company, customer)
