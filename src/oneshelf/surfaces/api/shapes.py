"""What goes over the wire, as types: the API's promise, apart from the modules' own types, so that these may move."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from msgspec import UNSET, Meta, UnsetType

from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.money import Money as KernelMoney
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.orders.public import Contact as OrderContact
from oneshelf.modules.tax import public as tax
from oneshelf.surfaces.api.problems import AtField

MOST_QUANTITY = 1_000_000_000
"""Smallest sale units of one line."""

Code = Annotated[str, Meta(min_length=1, max_length=64)]
Text = Annotated[str, Meta(max_length=200)]
Quantity = Annotated[int, Meta(ge=1, le=MOST_QUANTITY, description="Smallest sale units.")]
Amount = Annotated[int, Meta(ge=-(10**15), le=10**15, description="Whole minor units.")]
Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$", description="ISO 4217.")]
Cursor = Annotated[str, Meta(max_length=200, description="`next` of the page before.")]
Limit = Annotated[int, Meta(ge=1, le=100, description="The most rows of a page.")]


class Given(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of what callers send: a field that nobody knows is refused, since it was meant to do something."""


class Money(Given, frozen=True):
    """Whole minor units of a currency."""

    amount: Amount
    currency: Currency


class PaidMoney(Money, frozen=True):
    """More than nothing."""

    amount: Annotated[int, Meta(ge=1, le=10**15, description="Whole minor units.")]


class Contact(Given, frozen=True):
    """Whom to reach, and where to send the goods."""

    name: Text = ""
    email: Annotated[str, Meta(max_length=254)] = ""
    phone: Annotated[str, Meta(max_length=32)] = ""
    street: Text = ""
    postal_code: Annotated[str, Meta(max_length=20)] = ""
    city: Annotated[str, Meta(max_length=100)] = ""
    region: Annotated[str, Meta(max_length=100)] = ""
    country: Annotated[str, Meta(max_length=2, description="Two letters of ISO 3166-1")] = ""
    vat_id: Annotated[
        str, Meta(max_length=20, description="Of a business in the EU, with its country: it may not be charged tax.")
    ] = ""


class WantedLine(Given, frozen=True):
    """So much of a variant, which is named by its SKU."""

    sku: Code
    quantity: Quantity


Lines = Annotated[list[WantedLine], Meta(max_length=1000)]


class LabelledLine(WantedLine, frozen=True):
    """So much of a variant, as the `label` on it says; one that says what it weighs or costs is a package by itself.

    `quantity` is the weight that it says; where it says what it costs, how much of it that buys is worked out.
    """

    label: Annotated[Text, Meta(description="What was scanned of the label, of goods that are taken now.")] = ""


LabelledLines = Annotated[list[LabelledLine], Meta(max_length=1000)]


Codes = Annotated[list[Text], Meta(max_length=20, description="Codes of coupons, as people type them.")]


class Tender(Given, frozen=True):
    """How some of an order is paid: cash that was taken, a card's token, or money that somebody else took.

    `at_collection` pays nothing yet, where the place lets it, nor does `on_account`, where a company has the credit;
    its `token` is what the company calls the order.
    """

    method: Literal["cash", "test_card", "external", "at_collection", "on_account"]
    amount: PaidMoney
    token: Text = ""


class Gift(Given, frozen=True):
    """That an order is a present: no price goes with the goods, but the message does."""

    message: Annotated[str, Meta(max_length=500)] = ""


class Onward(Given, frozen=True):
    """What a buyer at a till does not take along: `lines` of the order, shipped by `service` or collected at `place`.

    `contact` is a name with an e-mail address or a telephone number, and to ship the address. `promised_by` is what the
    buyer was told: goods that come later than that, by more than a quarter of an hour, are not sold.
    """

    method: Literal["collect", "ship"]
    lines: Lines
    contact: Contact
    place: Code | None = None
    service: Annotated[str, Meta(max_length=64, description="One of the promises'; without it the cheapest.")] = ""
    promised_by: Annotated[datetime, Meta(tz=True)] | None = None


class NewOrder(Given, frozen=True):
    """A whole purchase. `place` is where the goods are taken, collected or shipped from.

    `expected_total` is what the buyer was shown: when the house charges another sum, nothing is ordered. What goes
    `onward` of an order that is taken now comes later, in the same order and for the same payments. Who sends `ahead`
    has told the buyer that goods which are sold ahead come later.
    """

    channel: Code
    place: Code
    method: Literal["take_now", "collect", "ship"]
    lines: LabelledLines
    payments: Annotated[list[Tender], Meta(max_length=20)]
    contact: Contact | None = None
    customer_card: Text | None = None
    expected_total: Money | None = None
    device: Text = ""
    campaign: Text = ""
    gift: Gift | None = None
    onward: Onward | None = None
    ahead: bool = False
    codes: Codes = []
    pay_by: Annotated[
        Literal["cash", "test_card", "external"] | None,
        Meta(description="Of an order that costs nothing when it is paid in that way, and has no `payments`."),
    ] = None


class PlacedOrder(msgspec.Struct, frozen=True):
    """The order that came of it."""

    id: UUID
    number: str
    total: Money


class NewCheckout(Given, frozen=True):
    """A basket to be checked out, with the codes of coupons: each of them must work."""

    channel: Code
    lines: Lines
    customer_card: Text | None = None
    gift: Gift | None = None
    codes: Codes = []


class Delivery(Given, frozen=True):
    """How the goods reach the shopper: collected at `place`, or shipped to the address in `contact` by `service`.

    With `bring` they are collected at `place` too, and another place brings there what it lacks. Where a promotion asks
    how one pays, the total is that of `pay_by`, and it is paid so.
    """

    method: Literal["collect", "bring", "ship"]
    contact: Contact
    place: Code | None = None
    service: Annotated[str, Meta(max_length=64, description="One of the promises'; without it the cheapest.")] = ""
    pay_by: Annotated[
        Literal["test_card", "at_collection", "on_account"] | None, Meta(description="How it is going to be paid.")
    ] = None


class NewPayment(Given, frozen=True):
    """A card to be asked for the checkout's total, by the token that its own field gave."""

    method: Literal["cash", "test_card", "external"]
    token: Text


class Adjustment(msgspec.Struct, frozen=True):
    """What was taken off, by a promotion in a version and the coupons that it used, or what else changed a price.

    Of what costs less the amount is below zero.
    """

    label: str
    amount: Money
    promotion: UUID | None
    version: int | None
    coupons: list[UUID]


class CheckoutLine(msgspec.Struct, frozen=True):
    """A line and what it costs; `unit_price` is for `per` smallest sale units.

    `amount` is what is listed, and its adjustments, and its tax where prices do not hold it.
    """

    line: int
    sku: str
    title: str
    unit: Unit
    quantity: int
    unit_price: Money
    per: int
    amount: Money
    tax: Money
    adjustments: list[Adjustment]


class OpenGift(msgspec.Struct, frozen=True):
    """An article of which the basket may hold so many for nothing, by a promotion, and does not yet."""

    sku: str
    title: str
    quantity: int
    promotion: UUID
    label: str


class Checkout(msgspec.Struct, frozen=True):
    """A basket on its way to an order. `secret` is told once, when it begins, and opens each further step.

    `brought` says that another place brings to `place` what that lacks; with `expected_on` some of it is sold ahead
    and comes in on that day.
    """

    id: UUID
    state: str
    lines: list[CheckoutLine]
    items: Money
    delivery: Money
    tax: Annotated[Money, Meta(description="The tax in the total.")]
    tax_treatment: Annotated[
        str, Meta(description="Who owes it: charged, exempt (nobody), or reverse (the buyer, by their VAT id).")
    ]
    total: Money
    delivery_adjustments: list[Adjustment]
    gifts: Annotated[list[OpenGift], Meta(description="What may be taken for nothing: start again with them.")]
    method: str | None
    place: str | None
    service: str
    brought: bool
    expected_on: date | None
    promised_by: datetime | None
    paid: bool
    expires_at: datetime
    secret: str | UnsetType = UNSET


class Payment(msgspec.Struct, frozen=True):
    """A payment of a checkout: `authorised` holds the money, `pending` waits for the gateway."""

    id: UUID
    state: str
    amount: Money


class Place(msgspec.Struct, frozen=True):
    """A store, pickup point or warehouse. `sells` over a counter, `collects` hands over online orders, `ships`."""

    code: str
    name: str
    kind: str
    time_zone: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str
    phone: str
    latitude: float | None
    longitude: float | None
    sells: bool
    collects: bool
    ships: bool


class PlaceList(msgspec.Struct, frozen=True):
    """The places of a market."""

    items: list[Place]


def read_id(text: str, name: str) -> UUID:
    """Return the id that a part of the path or the query says. Raises Invalid."""
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(name=name, value=text[:40], cure=_("Send an id as the API gave it.")) from None


def money(given: KernelMoney) -> Money:
    """Return an amount as it goes over the wire."""
    return Money(amount=given.minor, currency=given.currency)


def contact(given: Contact) -> OrderContact:
    """Return a contact as orders keep it.

    Raises Invalid for an e-mail address to which nothing can be sent, and BadVatId.
    """
    if given.email:
        try:
            validate_email(given.email)
        except ValidationError:
            cure = _("Write an address like ana@example.com, or leave it out.")
            raise Invalid(name="contact.email", value=given.email[:40], cure=cure) from None
    try:
        vat_id = tax.read_vat_id(given.vat_id)
    except tax.BadVatId as refusal:
        raise AtField(refusal, "contact.vat_id", given.vat_id) from None
    return OrderContact(**(msgspec.structs.asdict(given) | {"vat_id": vat_id}))


def shown_contact(kept: OrderContact) -> Contact:
    """Return an order's contact as it goes over the wire."""
    return Contact(**{name: getattr(kept, name) for name in Contact.__struct_fields__})


def with_secret(shown: Checkout, secret: str) -> Checkout:
    """Return a checkout with the secret that opens it."""
    return msgspec.structs.replace(shown, secret=secret)
