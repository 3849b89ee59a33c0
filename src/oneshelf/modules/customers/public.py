"""Customers: the people who buy, in whichever channel, and the cards by which a till knows them.

This module holds all contact data of customers; everybody else keeps the id. One customer may have an account to sign
in with and any number of cards (13 digits, prefix 29, EAN-13 check digit).

Invariants: an account belongs to at most one customer, and so does a card; a customer and an account are joined on
verified contact only; an erased customer keeps nothing personal, and the id stays, so that what they bought still
adds up. Every change is an event with ids only. Permissions: `customers.view`, `customers.manage`.
"""

from __future__ import annotations

from oneshelf.modules.customers.actions.bulk_load_customers import bulk_load_customers
from oneshelf.modules.customers.actions.change_contact import change_contact
from oneshelf.modules.customers.actions.change_language import change_language
from oneshelf.modules.customers.actions.erase import erase
from oneshelf.modules.customers.actions.issue_card import issue_card
from oneshelf.modules.customers.actions.link_account import link_account, welcome_account
from oneshelf.modules.customers.actions.register import register
from oneshelf.modules.customers.errors import (
    AccountLinked,
    CardTaken,
    ContactNotVerified,
    CustomerIsErased,
    InvalidCard,
    InvalidEmail,
    InvalidPhone,
    UnknownCustomer,
)
from oneshelf.modules.customers.events import CustomerChanged, CustomerErased, CustomerRegistered
from oneshelf.modules.customers.queries import (
    cards_of,
    customer_for_account,
    customers_by_id,
    find_by_card,
    get_customer,
    language_for,
    search,
)
from oneshelf.modules.customers.rules import card_number, folded, normal_email, normal_phone, read_card
from oneshelf.modules.customers.types import CardNumber, Customer, CustomerId, Found

__all__ = [
    "AccountLinked",
    "CardNumber",
    "CardTaken",
    "ContactNotVerified",
    "Customer",
    "CustomerChanged",
    "CustomerErased",
    "CustomerId",
    "CustomerIsErased",
    "CustomerRegistered",
    "Found",
    "InvalidCard",
    "InvalidEmail",
    "InvalidPhone",
    "UnknownCustomer",
    "bulk_load_customers",
    "card_number",
    "cards_of",
    "change_contact",
    "change_language",
    "customer_for_account",
    "customers_by_id",
    "erase",
    "find_by_card",
    "folded",
    "get_customer",
    "issue_card",
    "language_for",
    "link_account",
    "normal_email",
    "normal_phone",
    "read_card",
    "register",
    "search",
    "welcome_account",
]
