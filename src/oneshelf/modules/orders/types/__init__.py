"""The nouns of the order book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.kernel.states import StateMachine
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.orders.types.sums import Sums, gathered
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import Sealed, compiled

OrderId = NewType("OrderId", UUID)


class OrderState(StrEnum):
    """Where an order stands. Money given back shows in `refunded`, whatever the state."""

    PLACED = "placed"
    READY = "ready"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


ORDER_MACHINE = StateMachine(
    "order",
    OrderState.PLACED,
    {
        OrderState.PLACED: frozenset({OrderState.READY, OrderState.COMPLETED, OrderState.CANCELLED}),
        OrderState.READY: frozenset({OrderState.PLACED, OrderState.COMPLETED, OrderState.CANCELLED}),
        OrderState.COMPLETED: frozenset(),
        OrderState.CANCELLED: frozenset(),
    },
)


class Origin(StrEnum):
    """Whether an order was placed here or came with recorded history."""

    LIVE = "live"
    RECORDED = "recorded"


class Method(StrEnum):
    """How the goods reach the shopper."""

    TAKE_NOW = "take_now"
    COLLECT = "collect"
    SHIP = "ship"


class Terms(StrEnum):
    """When an order is paid that is not paid when it is placed."""

    AT_COLLECTION = "at_collection"
    ON_ACCOUNT = "on_account"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Why a line (or, with line 0, delivery) costs more or less than its unit price says.

    That of a promotion names its rule, in which version, and the coupons that the rule used.
    """

    line: int
    kind: str
    label: str
    amount: Money
    rule: UUID | None = None
    version: int | None = None
    coupons: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line as it was when the order was placed: a snapshot that later changes of the catalogue leave alone.

    `returned` and `cancelled` alone grow: how many of its smallest sale units have come back, and how many nobody wants
    any more. What was added later is a line of its own.
    """

    line: int
    variant: VariantId
    sku: str
    title: str
    gtin: str | None
    picture: str | None
    unit: Unit
    quantity: int
    unit_price: UnitPrice
    amount: Money
    tax_class: str
    tax: Money
    returned: int
    cancelled: int = 0

    @property
    def listed(self) -> Money:
        """What it costs by its unit price, before anything is taken off or added."""
        return self.unit_price.times(self.quantity)

    @property
    def wanted(self) -> int:
        """How many of its units are still wanted."""
        return self.quantity - self.cancelled


@dataclass(frozen=True, slots=True)
class TillSale:
    """An order that was placed at a till; `total` in minor units."""

    order: OrderId
    till: UUID
    total: int
    currency: str


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """`units` smallest sale units of a line came back to `place`, all because of one `cause`."""

    cause: UUID
    line: int
    variant: VariantId
    units: int
    place: PlaceId


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to reach about an order and where to send it, in a row that can be erased; the `vat_id` is the order's."""

    name: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    vat_id: str = ""


class ContactPart(StrEnum):
    """A part of a contact without which goods or news do not reach anybody."""

    NAME = "name"
    EMAIL = "email"
    STREET = "street"
    POSTAL_CODE = "postal_code"
    CITY = "city"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """One order as a list shows it."""

    id: OrderId
    market: MarketId
    number: str
    channel: ChannelId
    place: PlaceId | None
    customer: CustomerId | None
    state: OrderState
    method: Method
    origin: Origin
    currency: str
    total: Money
    refunded: Money
    line_count: int
    placed_at: datetime


@dataclass(frozen=True, slots=True)
class Search:
    """What orders are looked for by: all that is given must be true of an order; `least` and `most` are minor units.

    `text` is what somebody typed: words of article titles, a name, an e-mail, a telephone number or its last digits
    (four at least), a SKU, GTIN, postcode, city, tracking or card number.
    """

    text: str = ""
    channels: Sequence[ChannelId] | None = None
    states: Sequence[OrderState] | None = None
    places: Sequence[PlaceId] | None = None
    methods: Sequence[Method] | None = None
    customer: CustomerId | None = None
    since: datetime | None = None
    least: int | None = None
    most: int | None = None
    broken: bool = False
    unpaid: bool = False


@dataclass(frozen=True, slots=True)
class Findable:
    """What one order can be found by, as far as the order book knows it."""

    id: OrderId
    market: MarketId
    number: str
    channel: ChannelId
    place: PlaceId | None
    customer: CustomerId | None
    method: str
    state: str
    total: int
    placed_at: datetime
    broken: bool
    unpaid: bool
    skus: list[str]
    gtins: list[str]
    titles: list[str]
    name: str
    email: str
    phone: str
    postal_code: str
    city: str


@dataclass(frozen=True, slots=True)
class Order:
    """One whole order. `gift` is the message of a present ('' for one without), None of a purchase like any other.

    `service` is the code of the service by which its shopper wanted it sent; '' when nobody chose one.
    `terms` say when it is paid, where that is not when it was placed. Its `tax` is in all amounts; `tax_added` tells
    that the prices did not hold it. It was `tax_told` where taxes were known when it was placed: none is none then.
    The `rounding` is that by which it was priced, whatever its market has by now. Its buyer named the `vat_id`.
    """

    summary: OrderSummary
    items: Money
    delivery: Money
    tax: Money
    lines: tuple[OrderLine, ...]
    adjustments: tuple[Adjustment, ...]
    contact: Contact | None
    staff: UUID | None
    till: UUID | None
    device: str
    campaign: str
    made_up: tuple[str, ...]
    version: int
    cancelled: Money
    waived: Money
    promised_by: datetime | None
    promise_kept: bool | None
    gift: str | None
    service: str = ""
    terms: Terms | None = None
    tax_added: bool = False
    tax_told: bool = False
    rounding: compiled.Rounding = compiled.AS_USUAL
    vat_id: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether something may still happen to it."""
        return self.summary.state not in ORDER_MACHINE.final

    @property
    def has_ended(self) -> bool:
        """Whether nothing can become of it any more but returns."""
        return self.summary.state in ORDER_MACHINE.final

    @property
    def sums(self) -> Sums:
        """What it came to, in the steps in which people read it."""
        nothing = Money.zero(self.summary.currency)
        added = self.tax - sum((line.tax for line in self.lines), nothing) if self.tax_added else nothing
        off = sum((each.amount for each in self.adjustments if each.line == 0), nothing)
        return Sums(
            goods=sum((line.listed for line in self.lines), nothing),
            taken=gathered((each.label, each.amount) for each in self.adjustments),
            delivery=self.delivery - off - added,
            tax=self.tax if self.tax_added else None,
            total=self.summary.total,
        )

    @property
    def due(self) -> Money:
        """What its shopper has to pay for all of it that is still wanted."""
        return self.summary.total - self.cancelled


@dataclass(frozen=True, slots=True)
class PromisesMade:
    """What became of the promises of orders placed in the week that begins with a Monday, at a place, in one way."""

    week: date
    place: PlaceId
    method: str
    kept: int
    broken: int
    open: int


@dataclass(frozen=True, slots=True)
class PromiseSent:
    """What became of the promise of an order that was to be sent; `kept` is None as long as it is open."""

    order: OrderId
    kept: bool | None


@dataclass(frozen=True, slots=True)
class PromiseMissed:
    """An order that was not there by when it was promised."""

    order: OrderId
    number: str
    place: PlaceId
    method: str
    placed_at: datetime
    promised_by: datetime


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line that is added to a placed order, as it is at that moment. It gets the next number.

    Its amount holds `tax` (minor units), also where that was added to its price; `relief` is what the price held of a
    buyer who is not charged.
    """

    variant: VariantId
    sku: str
    title: str
    gtin: str | None
    picture: str | None
    unit: Unit
    quantity: int
    unit_price: UnitPrice
    amount: Money
    tax_class: str
    tax: int = 0
    relief: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change of a placed order, money and lines only: goods are moved by whoever makes the change.

    `cancel` says line -> units that nobody wants any more. `paid` is money that was taken for the change itself, in
    minor units; `delivery` is what delivery costs more from now on, and holds `delivery_tax`, also where that was added
    (`delivery_relief` is what an exempt buyer is spared of it); `waived` is what of it need not be paid any more. Of
    an order that is paid later nothing is paid for a change: all of it is owed then, or less is. `sends` is true when
    goods must be sent again; `savings` is what promotions took off new lines, and `sealed` how that was worked out.
    """

    cancel: Mapping[int, int] = field(default_factory=dict)
    add: tuple[NewLine, ...] = ()
    paid: int = 0
    delivery: int = 0
    delivery_tax: int = 0
    delivery_relief: int = 0
    waived: int = 0
    contact: Contact | None = None
    place: PlaceId | None = None
    promised_by: datetime | None = None
    sends: bool = False
    savings: tuple[Adjustment, ...] = ()
    sealed: Sealed | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change of a placed order in minor units: what was added, paid for it, and what need not be paid any more.

    `owed` is what it adds to an order that is paid later, or takes off. Its id is the cause of the refund that follows
    from it.
    """

    id: UUID
    order: OrderId
    at: datetime
    actor_kind: str
    actor: UUID | None
    reason: str
    added: int
    paid: int
    cancelled: int
    version: int
    owed: int = 0

    @property
    def back(self) -> int:
        """How much of it goes back to the shopper: what was cancelled less what was added and is not paid for."""
        return max(0, self.cancelled - (self.added - self.paid) + self.owed)
