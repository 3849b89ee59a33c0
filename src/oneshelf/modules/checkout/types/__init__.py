"""The nouns of checkout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType, Protocol
from uuid import UUID

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.money import Money
from oneshelf.kernel.states import StateMachine
from oneshelf.modules.carts.public import CartId
from oneshelf.modules.checkout.types.quotes import BasketQuote, Hint, Occasion, QuotedLine, Saving
from oneshelf.modules.checkout.types.wanted import Wanted
from oneshelf.modules.companies.public import Company
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.lots.public import Told
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.orders.public import Contact, Method, OrderId
from oneshelf.modules.payments.public import PaymentId
from oneshelf.modules.payments.public import Tender as RecordedTender
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import Buyer, compiled
from oneshelf.modules.sourcing.public import Appointment

__all__ = [
    "CHECKOUT_MACHINE",
    "Arrangement",
    "AtCollection",
    "BasketQuote",
    "Checkout",
    "CheckoutId",
    "CheckoutState",
    "Held",
    "Hint",
    "NewOrder",
    "Occasion",
    "OnAccount",
    "Onward",
    "Parcel",
    "Part",
    "PlacedOrder",
    "Purchase",
    "QuotedLine",
    "Saving",
    "Sought",
    "SoughtOnward",
    "Tender",
    "Wanted",
]

CheckoutId = NewType("CheckoutId", UUID)


class CheckoutState(StrEnum):
    """Open checkouts wait for the shopper; a completed one is an order."""

    OPEN = "open"
    COMPLETED = "completed"
    EXPIRED = "expired"


CHECKOUT_MACHINE = StateMachine(
    "checkout",
    CheckoutState.OPEN,
    {
        CheckoutState.OPEN: frozenset({CheckoutState.COMPLETED, CheckoutState.EXPIRED}),
        CheckoutState.COMPLETED: frozenset(),
        CheckoutState.EXPIRED: frozenset(),
    },
)


@dataclass(frozen=True, slots=True)
class Part:
    """`quantity` smallest sale units of an order's line, as far as one parcel holds it."""

    line: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """What leaves one place in one go; `ready_at` is when the place has promised to have it ready, if it has.

    `service` is the code of the carrier's service that brings it; '' where it is collected or nobody chose one. What
    its shopper's store lacks is brought `to` it, and promised ready there by `there_by`. With `expected_on` its goods
    are not there yet, and come on that day. What leaves `at_once` is in its buyer's hands with the sale.
    """

    place: PlaceId
    parts: tuple[Part, ...]
    ready_at: datetime | None = None
    service: str = ""
    to: PlaceId | None = None
    there_by: datetime | None = None
    expected_on: date | None = None
    at_once: bool = False

    @property
    def desk(self) -> PlaceId:
        """The place to which the shopper goes, or that sends it to them."""
        return self.to or self.place


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a basket is to reach its shopper: in which parcels, by when, and in which hours of the places' room.

    `charge` is what it costs the shopper. `decision` is why these places send it, as JSON of `sourcing.NoteColumns`;
    empty where the shopper chose the place.
    """

    parcels: tuple[Parcel, ...]
    promised_by: datetime
    rooms: Sequence[tuple[PlaceId, datetime]]
    charge: Money
    decision: str = ""

    @property
    def appointed(self) -> dict[PlaceId, Appointment]:
        """When each place has its parcel ready, and its hour; also of a store that only takes in what is brought."""
        by, hours = self.promised_by, dict(self.rooms)
        ready = {each.place: each.ready_at or by for each in self.parcels}
        return {place: Appointment(ready.get(place, by), by, hours.get(place)) for place in {**ready, **hours}}


class Sought(Protocol):
    """Goods for which places are sought: a checkout's, or those that a buyer at a till does not take along.

    `parcels` are what is held for them already, `order` is what they are to become.
    """

    @property
    def market(self) -> MarketId: ...

    @property
    def channel(self) -> ChannelId: ...

    @property
    def order(self) -> OrderId: ...

    @property
    def quote(self) -> BasketQuote: ...

    @property
    def parcels(self) -> tuple[Parcel, ...]: ...


@dataclass(frozen=True, slots=True)
class SoughtOnward:
    """What a buyer at a till does not take along: nothing is held for it yet."""

    market: MarketId
    channel: ChannelId
    order: OrderId
    quote: BasketQuote
    parcels: tuple[Parcel, ...] = ()


@dataclass(frozen=True, slots=True)
class Checkout:
    """A basket on its way to an order. Its `quote` is frozen; `place` is where the first parcel is collected or sent.

    `gift` is the message of a present ('' for one without), None of a purchase like any other; `staff` prepared it.
    """

    id: CheckoutId
    market: MarketId
    channel: ChannelId
    cart: CartId | None
    customer: CustomerId | None
    state: CheckoutState
    version: int
    quote: BasketQuote
    method: Method | None
    place: PlaceId | None
    parcels: tuple[Parcel, ...]
    promised_by: datetime | None
    contact: Contact | None
    payment: PaymentId | None
    order: OrderId
    expires_at: datetime
    gift: str | None = None
    staff: UUID | None = None

    @property
    def is_brought(self) -> bool:
        """Whether another place brings to the shopper's store what that lacks."""
        return any(parcel.to for parcel in self.parcels)

    @property
    def expected_on(self) -> date | None:
        """The day on which the last of its goods come in that are not there yet; None when all of them are."""
        return max((each.expected_on for each in self.parcels if each.expected_on), default=None)

    @property
    def service(self) -> str:
        """The code of the carrier's service that was chosen; '' when none was."""
        return self.parcels[0].service if self.parcels else ""


@dataclass(frozen=True, slots=True)
class Tender:
    """How some of an order is paid: cash taken, card token, or paid elsewhere under a reference.

    With one of `orders.Terms` as its method all of the order is paid later; on account, its token is what the company
    calls the order.
    """

    method: str
    amount: Money
    token: str = ""


@dataclass(frozen=True, slots=True)
class Onward:
    """How goods that a buyer at a till does not take along reach them: by parcel, or collected at `place`.

    `goods` are units of the purchase. `service` is the code of the carrier's service, '' for the cheapest. `told_by` is
    by when they were told to have all of it, if they were.
    """

    method: Method
    goods: tuple[Wanted, ...]
    contact: Contact
    place: PlaceId | None = None
    service: str = ""
    told_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Purchase:
    """An order to be placed in one call: what tills, marketplaces and agents send.

    `place` is where the goods are taken, collected or shipped from. `expected_total`, when given, must be what
    the house charges. `overruled_by` is who lets goods that are taken now go although a hard rule keeps them back or
    a fence sets them apart for another channel; what was promised to somebody nobody can let go. What `cart` holds is
    given back for the goods that are bought. A till names the serial number of each unit that has one. What goes
    `onward` is not taken now, though it is bought and paid with the rest. What the place has not may be promised
    `ahead` of the goods, where it is sold so, if whoever buys has said that they wait. `coupons` are handed in with it,
    and so are those of `codes`, each of which must work. Where nothing is due there is no tender: `pay_by` says how it
    would be paid then.
    """

    market: MarketId
    channel: ChannelId
    method: Method
    place: PlaceId
    lines: tuple[Wanted, ...]
    tenders: tuple[Tender, ...]
    customer: CustomerId | None = None
    contact: Contact | None = None
    staff: UUID | None = None
    till: UUID | None = None
    device: str = ""
    campaign: str = ""
    expected_total: Money | None = None
    overruled_by: Actor | None = None
    cart: CartId | None = None
    gift: str | None = None
    onward: Onward | None = None
    ahead: bool = False
    coupons: tuple[compiled.Coupon, ...] = ()
    codes: tuple[str, ...] = ()
    pay_by: str = ""

    @property
    def payment(self) -> str:
        """The method by which all of it is paid; '' where it is paid by several, or nobody has said."""
        methods = {tender.method for tender in self.tenders}
        if not methods:
            return self.pay_by
        return methods.pop() if len(methods) == 1 else ""

    @property
    def buyer(self) -> Buyer:
        """For whom its prices are: a sale is at a place where somebody stands at its till."""
        at_till = self.till is not None or self.method is Method.TAKE_NOW
        return Buyer(self.channel, self.place if at_till else None, self.customer)


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """The order that came of it; `repeated` when this very request had placed it before."""

    order: OrderId
    number: str
    total: Money
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """Money that an order claims: it must have been held for this payable, this amount and the order's own basket."""

    payment: PaymentId
    payable: UUID
    amount: Money
    bound_hash: str


@dataclass(frozen=True, slots=True)
class AtCollection:
    """That an order is paid when it is collected; its buyer, known by e-mail, has at most `most_open` such orders."""

    email: str
    most_open: int | None


@dataclass(frozen=True, slots=True)
class OnAccount:
    """That a company is sent an invoice for an order, which `customer` placed for it and they call `reference`."""

    company: Company
    customer: CustomerId
    reference: str = ""


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order about to be written, in one parcel at least.

    With a `checkout` its hold is used, unless the goods are taken `anew`; without one stock is taken now. `appointed`
    tells when each place has its parcel ready, where the parcel does not. `told` says which units are sold now, by
    `sold_by`. `overruled_by` and `cart` as in Purchase. `arranged` is how its parcels were found, where no checkout has
    kept that.
    """

    id: OrderId
    market: MarketId
    channel: ChannelId
    parcels: tuple[Parcel, ...]
    customer_place: PlaceId
    method: Method
    quote: BasketQuote
    at: datetime
    appointed: Mapping[PlaceId, Appointment]
    customer: CustomerId | None = None
    contact: Contact | None = None
    staff: UUID | None = None
    till: UUID | None = None
    device: str = ""
    campaign: str = ""
    checkout: CheckoutId | None = None
    checkout_version: int | None = None
    held: Held | None = None
    tenders: tuple[RecordedTender, ...] = ()
    anew: bool = False
    sold_by: Actor | None = None
    overruled_by: Actor | None = None
    cart: CartId | None = None
    gift: str | None = None
    told: tuple[Told, ...] = ()
    later: AtCollection | OnAccount | None = None
    arranged: Arrangement | None = None

    @property
    def service(self) -> str:
        """The code of the carrier's service that was chosen; '' when none was."""
        return self.parcels[0].service

    @property
    def is_brought(self) -> bool:
        """Whether a store gets what it lacks from another place."""
        return any(parcel.to for parcel in self.parcels)

    @property
    def taken(self) -> tuple[Parcel, ...]:
        """The parcels whose goods the order gets with its row: all that a hold has, without one those on shelves."""
        held = self.checkout is not None and not self.anew
        return tuple(each for each in self.parcels if not each.at_once and (held or not each.expected_on))

    @property
    def at_once(self) -> tuple[Parcel, ...]:
        """The parcels that leave over the counter while others go onward."""
        return tuple(each for each in self.parcels if each.at_once)

    @property
    def place(self) -> PlaceId:
        """Where its first parcel is collected, or leaves."""
        return self.parcels[0].desk

    @property
    def counter(self) -> PlaceId:
        """Where it was sold over the counter, if some of it leaves there at once."""
        return self.at_once[0].place if self.at_once else self.place
