"""Join a customer and the account they sign in with."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from oneshelf.kernel.transactions import refusals
from oneshelf.modules.customers import models, queries, rules
from oneshelf.modules.customers.actions.announce import announce_change, lock_customer
from oneshelf.modules.customers.actions.register import register
from oneshelf.modules.customers.errors import AccountLinked, ContactNotVerified
from oneshelf.modules.customers.types import Customer, CustomerId


def link_account(customer: CustomerId, account: UUID, *, verified_email: str) -> Customer:
    """Let the account sign in as the customer and return them. Twice is once.

    `verified_email` is an address that the account has proved to own: it must be the customer's. Raises
    ContactNotVerified, AccountLinked, UnknownCustomer, CustomerIsErased. Joins the caller's transaction.
    """
    with refusals(), transaction.atomic():
        row = lock_customer(customer)
        if not row.email or row.email != rules.normal_email(verified_email):
            raise ContactNotVerified()
        if row.account_id == account:
            return queries.as_customer(row)
        if row.account_id is not None:
            raise AccountLinked()
        row.account_id = account
        announce_change(row)
    return queries.as_customer(row)


def welcome_account(account: UUID, *, name: str, email: str, verified: bool, language: str = "") -> Customer:
    """Return the account's customer; give it one when it has none.

    That is the only unlinked customer with the same e-mail when the account has proved to own it (`verified`); else
    a new one, since an address that anybody may type joins nobody. Joins the caller's transaction.
    """
    known = queries.customer_for_account(account)
    if known is not None:
        return known
    if verified:
        namesakes = models.Customer.objects.filter(email=rules.normal_email(email), account=None, archived_at=None)
        ids = list(namesakes.values_list("id", flat=True)[:2])
        if len(ids) == 1 and email:
            return link_account(CustomerId(ids[0]), account, verified_email=email)
    return register(name=name, email=email, language=language, account=account)
