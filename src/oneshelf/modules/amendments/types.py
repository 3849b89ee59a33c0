"""The nouns of amendments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.kernel.money import Money
from oneshelf.kernel.quantity import Unit
from oneshelf.kernel.states import StateMachine
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.fulfilment.public import ConsignmentId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.public import Adjustment, Contact, NewLine, OrderId
from oneshelf.modules.payments.public import PaymentId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import Sealed
from oneshelf.modules.sourcing.public import Arranged

AmendmentId = NewType("AmendmentId", UUID)


class AmendmentState(StrEnum):
    """Where a change stands: shown, waiting for its money, done, or given up."""

    PROPOSED = "proposed"
    AWAITING_PAYMENT = "awaiting_payment"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


AMENDMENT_MACHINE = StateMachine(
    "amendment",
    AmendmentState.PROPOSED,
    {
        AmendmentState.PROPOSED: frozenset(
            {
                AmendmentState.AWAITING_PAYMENT,
                AmendmentState.CONFIRMED,
                AmendmentState.WITHDRAWN,
                AmendmentState.EXPIRED,
            }
        ),
        AmendmentState.AWAITING_PAYMENT: frozenset(
            {AmendmentState.CONFIRMED, AmendmentState.WITHDRAWN, AmendmentState.EXPIRED}
        ),
        AmendmentState.CONFIRMED: frozenset(),
        AmendmentState.WITHDRAWN: frozenset(),
        AmendmentState.EXPIRED: frozenset(),
    },
)


class Reason(StrEnum):
    """Why an order is changed."""

    CUSTOMER_ASKED = "customer_asked"
    NOT_AVAILABLE = "not_available"
    OUR_MISTAKE = "our_mistake"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Addition:
    """`quantity` smallest sale units of a variant, to be added; `instead_of` is the line that it takes the place of."""

    variant: VariantId
    quantity: int
    instead_of: int | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """`units` smallest sale units of a line leave in a parcel of their own; None for all that lie on shelves.

    From `place`, if given, instead of where they lie, and not before the day `on`. What has the same place and day
    leaves together.
    """

    line: int
    units: int | None = None
    place: PlaceId | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be different about a placed order.

    `cancel` says line -> units that nobody wants any more, `apart` what leaves in parcels of their own, `contact` and
    `store` are where the goods are to go instead. More of a line is an addition of its variant, a substitute is an
    addition `instead_of` the line that is cancelled.
    """

    cancel: Mapping[int, int] = field(default_factory=dict)
    add: tuple[Addition, ...] = ()
    apart: tuple[Apart, ...] = ()
    contact: Contact | None = None
    store: PlaceId | None = None


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """What shoppers may change by themselves, beyond wanting less or elsewhere: add, and swap for the same product."""

    may_add: bool = True
    may_swap: bool = True


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line before and after: units, what it costs, and the tax in that. What is added has no units before."""

    line: int
    variant: VariantId
    sku: str
    title: str
    unit: Unit
    before: int
    after: int
    was: Money
    will: Money
    tax_was: Money
    tax_will: Money
    instead_of: int | None = None


@dataclass(frozen=True, slots=True)
class Carriage:
    """What delivery costs from now on, and the tax in that (minor units) as it was and will be.

    The `relief` is how much less of what it costs more its buyer is charged, who is exempt.
    """

    charge: Money
    tax_was: int = 0
    tax_will: int = 0
    relief: int = 0


@dataclass(frozen=True, slots=True)
class Bill:
    """What a change does to the money: `back` goes back to the shopper, or `to_pay` is to be paid, never both.

    Of an order that is paid `later`, neither: `will` is what it costs then. Of what delivery costs more, `delivery_tax`
    is tax, and `delivery_relief` is what an exempt buyer is spared of it (minor units).
    """

    was: Money
    will: Money
    delivery_was: Money
    delivery_will: Money
    tax_was: Money
    tax_will: Money
    back: Money
    to_pay: Money
    later: bool = False
    delivery_tax: int = 0
    delivery_relief: int = 0

    @property
    def costs_more(self) -> bool:
        """Tell whether the order costs more afterwards."""
        return self.will > self.was


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Units (line -> how many) that a consignment is not to hold any more."""

    consignment: ConsignmentId
    place: PlaceId
    units: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """`units` of a line as far as one parcel holds it; one unit `takes` so much of each variant from the shelf.

    What `stays` lies at its place for the order already, and only leaves it in another parcel.
    """

    line: int
    variant: VariantId
    sku: str
    title: str
    units: int
    takes: tuple[tuple[VariantId, int], ...]
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a place is to send or to keep ready because of a change; one that `joins` goes into a parcel that it makes
    ready anyway. `slot` is the hour of the place's room that the work takes. What is brought to a store stays so;
    `desk_slot` is the store's hour where it only takes that in.

    What is parted from a consignment of the same place (`of`) stays reserved as it is; what waits there for goods that
    are `expected_on` a day waits on, `since` it did. What is to leave later is not begun before `not_before`.
    """

    place: PlaceId
    parts: tuple[Part, ...]
    ready_at: datetime
    slot: datetime | None = None
    joins: ConsignmentId | None = None
    bring_to: PlaceId | None = None
    there_by: datetime | None = None
    desk_slot: datetime | None = None
    of: ConsignmentId | None = None
    expected_on: date | None = None
    since: datetime | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """`missing` smallest sale units of a variant that are not to be had, for line `line`; `place` is where they were
    looked for, None for everywhere.
    """

    line: int
    variant: VariantId
    title: str
    wanted: int
    missing: int
    place: PlaceId | None = None


@dataclass(frozen=True, slots=True)
class Supply:
    """Where the goods of a change come from, what lacks, and by when they are there.

    `arranged` is why these places send it, where the policy chose them.
    """

    parcels: tuple[Parcel, ...] = ()
    lacks: tuple[Lack, ...] = ()
    promised_by: datetime | None = None
    arranged: Arranged | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a change does, before anybody agrees to it. `version` is that of the order that was looked at.

    What `ends_order` leaves nothing of it. With `lacks` it cannot be confirmed. `carrier` brings what goes to another
    address, by the service with the code `service`; '' where nothing does. Promotions took the `savings` off what is
    added; how that was worked out is `sealed`.
    """

    order: OrderId
    version: int
    lines: tuple[LineChange, ...]
    bill: Bill
    new_lines: tuple[NewLine, ...]
    taken_out: tuple[TakenOut, ...]
    supply: Supply
    promise_was: datetime | None
    promise_will: datetime | None
    ends_order: bool
    service: str = ""
    carrier: str = ""
    savings: tuple[Adjustment, ...] = ()
    sealed: Sealed | None = None

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What is not to be had."""
        return self.supply.lacks


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of a placed order. Its `seal` is the hash of all that was shown; who confirms or pays agrees to that.

    What is confirmed has the same id in the order book. `because` is the code of the refusal that ended it, or ''. Once
    it has ended, its wish holds no contact any more: the order does.
    """

    id: AmendmentId
    market: MarketId
    order: OrderId
    order_number: str
    place: PlaceId | None
    state: AmendmentState
    reason: Reason
    wish: Wish
    preview: Preview
    seal: str
    to_pay: Money
    payment: PaymentId | None
    actor_kind: str
    actor: UUID | None
    proposed_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    because: str
    version: int

    @property
    def is_over(self) -> bool:
        """Whether nothing can become of it any more."""
        return self.state in AMENDMENT_MACHINE.final


@dataclass(frozen=True, slots=True)
class PaidChange:
    """A change that was done for `paid` minor units, by `payment`."""

    id: AmendmentId
    order: OrderId
    paid: int
    payment: PaymentId | None
