"""What customers refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class UnknownCustomer(Refusal):
    """No customer has that id."""

    code = "unknown_customer"
    status = 404
    field = "customer"
    customer: str


@dataclass(eq=False)
class CustomerIsErased(Refusal):
    """The customer's personal data was erased; nothing about them can be changed any more."""

    code = "customer_is_erased"
    field = "customer"
    customer: str


@dataclass(eq=False)
class InvalidCard(Refusal):
    """The number is no card number of ours: 13 digits that begin with 29, the last one a check digit."""

    code = "invalid_card"
    status = 422
    field = "card"
    card: str


@dataclass(eq=False)
class CardTaken(Refusal):
    """The card is another customer's."""

    code = "card_taken"
    field = "card"


@dataclass(eq=False)
class InvalidPhone(Refusal):
    """The text is no telephone number that exists (in the region)."""

    code = "invalid_phone"
    status = 422
    field = "phone"
    phone: str


@dataclass(eq=False)
class InvalidEmail(Refusal):
    """The text is no e-mail address."""

    code = "invalid_email"
    status = 422
    field = "email"
    email: str


@dataclass(eq=False)
class AccountLinked(Refusal):
    """The account belongs to a customer already, or the customer has another account."""

    code = "account_linked"
    field = "account"


@dataclass(eq=False)
class ContactNotVerified(Refusal):
    """The e-mail that the account has proved is not the customer's."""

    code = "contact_not_verified"
    field = "email"


@dataclass(eq=False)
class UnknownGroup(Refusal):
    """There is no group of customers with that id or code."""

    code = "unknown_group"
    status = 404
    field = "group"
    group: str


@dataclass(eq=False)
class ClosedGroup(Refusal):
    """The group is closed: it counts no more, and nobody joins it."""

    code = "group_closed"
    field = "group"
    group: str


@dataclass(eq=False)
class GroupCodeTaken(Refusal):
    """Another group has that code."""

    code = "group_code_taken"
    field = "code"


@dataclass(eq=False)
class BadGroup(Refusal):
    """A group's `name` is empty or too long, or its `code` is none: lower case letters, digits and dashes."""

    code = "bad_group"
    status = 422
    field = "code"
    group: str
    name: str
