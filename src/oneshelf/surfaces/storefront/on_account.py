"""Buying on a company's account at the checkout: on which terms, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from oneshelf.kernel import sentences
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout.public import Checkout
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.public import Company
from oneshelf.surfaces.storefront.visits import Visit


@dataclass(frozen=True, slots=True)
class OnAccount:
    """How the company of whoever is signed in can buy a basket; `refused` says why it cannot, and what helps.

    What leaves today is due on `due_on`.
    """

    company: Company
    due_on: date
    refused: str


def account_of(visit: Visit, begun: Checkout, total: Money) -> OnAccount | None:
    """Return how a checkout over `total` is bought on account; None for whoever buys for no company.

    A basket that staff prepared for somebody is bought on account by that customer only.
    """
    found = visit.membership
    if found is None or begun.customer != visit.customer_id:
        return None
    company, member = found
    refusal = companies.why_not(company, member, total)
    due_on = companies.today(company.market) + timedelta(days=company.profile.net_days)
    return OnAccount(company, due_on, str(sentences.describe(refusal)) if refusal else "")
