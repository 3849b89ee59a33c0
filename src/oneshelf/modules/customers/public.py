"""Customers: the people who buy, in whichever channel, and the cards by which a till knows them.

This module holds all contact data of customers; everybody else keeps the id. One customer may have an account to sign
in with and any number of cards (13 digits, prefix 29, EAN-13 check digit). Groups (of trade customers, staff, a club)
have a code and members; prices and promotions may be for a group, until it is closed.

Invariants: an account belongs to at most one customer, and so does a card; a customer and an account are joined on
verified contact only; an erased customer keeps nothing personal, and the id stays, so that what they bought still
adds up. Every change is an event with ids only. Permissions: `customers.view`, `customers.manage`.
"""

from __future__ import annotations

from oneshelf.modules.customers.actions.bulk_load_customers import bulk_load_customers
from oneshelf.modules.customers.actions.bulk_load_groups import bulk_load_groups
from oneshelf.modules.customers.actions.change_contact import change_contact
from oneshelf.modules.customers.actions.change_language import change_language
from oneshelf.modules.customers.actions.erase import erase
from oneshelf.modules.customers.actions.issue_card import issue_card
from oneshelf.modules.customers.actions.join_group import join_group, leave_group
from oneshelf.modules.customers.actions.link_account import link_account, welcome_account
from oneshelf.modules.customers.actions.open_group import close_group, open_group, rename_group
from oneshelf.modules.customers.actions.register import register
from oneshelf.modules.customers.errors import (
    AccountLinked,
    BadGroup,
    CardTaken,
    ClosedGroup,
    ContactNotVerified,
    CustomerIsErased,
    GroupCodeTaken,
    InvalidCard,
    InvalidEmail,
    InvalidPhone,
    UnknownCustomer,
    UnknownGroup,
)
from oneshelf.modules.customers.events import (
    CustomerChanged,
    CustomerErased,
    CustomerRegistered,
    GroupClosed,
    GroupJoined,
    GroupLeft,
)
from oneshelf.modules.customers.queries import (
    cards_of,
    closed_groups,
    customer_for_account,
    customers_by_id,
    find_by_card,
    get_customer,
    get_group,
    get_open_group,
    group_by_code,
    group_codes,
    group_codes_of,
    group_codes_of_many,
    group_names,
    groups_of,
    language_for,
    list_groups,
    members_of,
    search,
)
from oneshelf.modules.customers.rules import card_number, folded, normal_email, normal_phone, read_card
from oneshelf.modules.customers.types import CardNumber, Customer, CustomerId, Found, Group, GroupId

__all__ = [
    "AccountLinked",
    "BadGroup",
    "CardNumber",
    "CardTaken",
    "ClosedGroup",
    "ContactNotVerified",
    "Customer",
    "CustomerChanged",
    "CustomerErased",
    "CustomerId",
    "CustomerIsErased",
    "CustomerRegistered",
    "Found",
    "Group",
    "GroupClosed",
    "GroupCodeTaken",
    "GroupId",
    "GroupJoined",
    "GroupLeft",
    "InvalidCard",
    "InvalidEmail",
    "InvalidPhone",
    "UnknownCustomer",
    "UnknownGroup",
    "bulk_load_customers",
    "bulk_load_groups",
    "card_number",
    "cards_of",
    "change_contact",
    "change_language",
    "close_group",
    "closed_groups",
    "customer_for_account",
    "customers_by_id",
    "erase",
    "find_by_card",
    "folded",
    "get_customer",
    "get_group",
    "get_open_group",
    "group_by_code",
    "group_codes",
    "group_codes_of",
    "group_codes_of_many",
    "group_names",
    "groups_of",
    "issue_card",
    "join_group",
    "language_for",
    "leave_group",
    "link_account",
    "list_groups",
    "members_of",
    "normal_email",
    "normal_phone",
    "open_group",
    "read_card",
    "register",
    "rename_group",
    "search",
    "welcome_account",
]
