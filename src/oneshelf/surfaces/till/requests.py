"""What the page's script sends: read once, into types."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypeVar
from uuid import UUID

import msgspec
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from oneshelf.kernel import decoding
from oneshelf.surfaces.till.errors import NotUnderstood, TooMuchSent

T = TypeVar("T")

Amount = Annotated[int, msgspec.Meta(ge=-(10**15), le=10**15)]
"""Minor units: far more than a till ever sees, and as much as the books can write."""

Token = Annotated[str, msgspec.Meta(max_length=200)]


Serial = Annotated[str, msgspec.Meta(min_length=1, max_length=48)]


class Line(msgspec.Struct, forbid_unknown_fields=True):
    """A line of the basket; `price` is the unit price that the screen shows ("250/1"), '' when it shows none yet.

    `serials` are the numbers of those units that have one and were scanned, `label` is what was scanned where that says
    what it weighs, what it costs, or its last day; `lots` are those that the labels of its units name.
    """

    variant: UUID
    quantity: int
    price: str = ""
    serials: list[Serial] = []
    label: Annotated[str, msgspec.Meta(max_length=200)] = ""
    lots: list[Serial] = []


class Contact(msgspec.Struct, forbid_unknown_fields=True):
    """Whom to reach about what comes later, and where it is sent."""

    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    email: Annotated[str, msgspec.Meta(max_length=254)] = ""
    phone: Annotated[str, msgspec.Meta(max_length=32)] = ""
    street: Annotated[str, msgspec.Meta(max_length=200)] = ""
    postal_code: Annotated[str, msgspec.Meta(max_length=20)] = ""
    city: Annotated[str, msgspec.Meta(max_length=100)] = ""
    region: Annotated[str, msgspec.Meta(max_length=100)] = ""
    country: Annotated[str, msgspec.Meta(max_length=2)] = ""


class Units(msgspec.Struct, forbid_unknown_fields=True):
    """So many smallest sale units of a variant."""

    variant: UUID
    quantity: Annotated[int, msgspec.Meta(ge=0)]


class Later(msgspec.Struct, forbid_unknown_fields=True):
    """What the customer does not take along: sent by the service with a code, or collected in the store with one.

    `told_by` is by when they were told to have it; None as long as they were not.
    """

    method: Literal["collect", "ship"]
    lines: Annotated[list[Units], msgspec.Meta(max_length=200)]
    contact: Contact
    place: Annotated[str, msgspec.Meta(max_length=100)] = ""
    service: Annotated[str, msgspec.Meta(max_length=100)] = ""
    told_by: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


Coupons = Annotated[list[UUID], msgspec.Meta(max_length=20)]
"""The coupons that were handed in."""


class Basket(msgspec.Struct, forbid_unknown_fields=True):
    """The basket as the page keeps it, and what was scanned or typed just now, if anything.

    With `unit_of`, what was scanned is the serial number of a unit of that variant. `cart` is the one that was taken
    over from a phone or resumed; `resume` the parked one to go on with. `later` is what is not taken along.
    """

    lines: list[Line] = []
    customer: UUID | None = None
    code: str = ""
    unit_of: UUID | None = None
    cart: UUID | None = None
    resume: UUID | None = None
    later: Later | None = None
    coupons: Coupons = []


class Elsewhere(msgspec.Struct, forbid_unknown_fields=True):
    """A basket, and how many units of its lines are not to be taken along; None for those that are not here."""

    lines: list[Line] = []
    customer: UUID | None = None
    cart: UUID | None = None
    later: Annotated[list[Units], msgspec.Meta(max_length=200)] | None = None


class Aside(msgspec.Struct, forbid_unknown_fields=True):
    """A basket to be parked under a name or number."""

    lines: list[Line]
    label: Annotated[str, msgspec.Meta(max_length=100)]
    customer: UUID | None = None
    cart: UUID | None = None
    coupons: Coupons = []


class Named(msgspec.Struct, forbid_unknown_fields=True):
    """A cart by its id."""

    cart: UUID


class CashTender(msgspec.Struct, forbid_unknown_fields=True, tag="cash", tag_field="method"):
    """`amount` minor units in cash, out of `given`."""

    amount: Amount
    given: Amount


class CardTender(msgspec.Struct, forbid_unknown_fields=True, tag="test_card", tag_field="method"):
    """`amount` minor units by the card that the terminal knows as `token`."""

    amount: Amount
    token: Token


class Leave(msgspec.Struct, forbid_unknown_fields=True):
    """A colleague who lets a basket go although something in it is set apart."""

    member: UUID
    pin: Annotated[str, msgspec.Meta(max_length=8)]
    lines: list[Line]


class Sale(msgspec.Struct, forbid_unknown_fields=True):
    """A basket to be paid: `total` is what the screen shows, in minor units; `leave` lets go what is set apart.

    Without tenders `pay_by` is how it costs nothing. It holds under the key that came with it only.
    """

    lines: list[Line]
    total: Amount
    tenders: list[CashTender | CardTender]
    customer: UUID | None = None
    cart: UUID | None = None
    later: Later | None = None
    coupons: Coupons = []
    pay_by: Literal["", "cash", "test_card"] = ""
    leave: Annotated[str, msgspec.Meta(max_length=500)] = ""


def read(request: HttpRequest, kind: type[T]) -> T:
    """Return the body as `kind`. Raises NotUnderstood and TooMuchSent."""
    try:
        if b"\\u0000" in request.body:
            raise NotUnderstood(what="NUL")
        return decoding.decode(request.body, kind)
    except RequestDataTooBig as error:
        raise TooMuchSent(most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE) from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotUnderstood(what=str(error)) from error
