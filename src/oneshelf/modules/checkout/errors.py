"""What checkout refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.local_time import LocalTime
from oneshelf.kernel.money import Money
from oneshelf.modules.orders.public import ContactPart


@dataclass(eq=False)
class UnknownCheckout(Refusal):
    """There is no checkout `checkout`, or it is somebody else's."""

    code = "unknown_checkout"
    status = 404
    field = "checkout"
    checkout: str


@dataclass(eq=False)
class EmptyBasket(Refusal):
    """There is nothing in the basket."""

    code = "empty_basket"
    status = 422
    field = "lines"


@dataclass(eq=False)
class TooManyLines(Refusal):
    """A basket of `count` lines is more than the `most` that one order takes."""

    code = "too_many_lines"
    status = 422
    field = "lines"
    count: int
    most: int


@dataclass(eq=False)
class NotForSale(Refusal):
    """`variant` is unknown or not sold any more."""

    code = "not_for_sale"
    status = 422
    field = "lines"
    variant: str


@dataclass(eq=False)
class PastItsDay(Refusal):
    """The last day of `title`, by its label, was `expires_on`: it is not sold any more."""

    code = "past_its_day"
    field = "lines"
    title: str
    expires_on: date


@dataclass(eq=False)
class WrongLabel(Refusal):
    """The `label` is none of `variant`: it names another article, or nothing that is known."""

    code = "wrong_label"
    status = 422
    field = "label"
    label: str
    variant: str


@dataclass(eq=False)
class OnlyTakenNow(Refusal):
    """What has a label is in somebody's hand, and taken at once; this order is for `method`."""

    code = "only_taken_now"
    status = 422
    field = "method"
    method: str


@dataclass(eq=False)
class CheckoutExpired(Refusal):
    """The checkout's time is over; its basket can be checked out anew."""

    code = "checkout_expired"
    field = "checkout"
    checkout: str


@dataclass(eq=False)
class CheckoutDone(Refusal):
    """The checkout became an order already."""

    code = "checkout_done"
    field = "checkout"
    checkout: str


@dataclass(eq=False)
class ChooseDelivery(Refusal):
    """Nobody has said yet how the goods reach the shopper."""

    code = "choose_delivery"
    field = "method"
    checkout: str


@dataclass(eq=False)
class CostsNothing(Refusal):
    """The order costs nothing: it is completed without a payment."""

    code = "costs_nothing"


@dataclass(eq=False)
class PaymentMissing(Refusal):
    """The order is not paid: `missing` is open."""

    code = "payment_missing"
    field = "payments"
    missing: Money


@dataclass(eq=False)
class PaidTooMuch(Refusal):
    """The payments come to `over` more than the order costs, which nobody would get back."""

    code = "paid_too_much"
    status = 422
    field = "payments"
    over: Money


@dataclass(eq=False)
class CheckoutChanged(Refusal):
    """The checkout was changed or completed by another request in the meantime."""

    code = "checkout_changed"
    field = "checkout"
    checkout: str


@dataclass(eq=False)
class ComesLater(Refusal):
    """Some of the goods are not there any more; they come on `expected_on` (an ISO date), unknown to the buyer."""

    code = "comes_later"
    expected_on: str


@dataclass(eq=False)
class PriceChanged(Refusal):
    """The caller expected to pay `expected`; the house charges `total`."""

    code = "price_changed"
    field = "expected_total"
    expected: Money
    total: Money


@dataclass(eq=False)
class PricedForOtherPayment(Refusal):
    """A promotion asks how the basket is paid, and it was priced for `priced_for` ('' nobody said), not `method`."""

    code = "priced_for_other_payment"
    field = "method"
    method: str
    priced_for: str


@dataclass(eq=False)
class NotBought(Refusal):
    """Of `variant` so many units (`wanted`) are to come later, where `bought` are bought."""

    code = "not_bought"
    status = 422
    field = "onward"
    variant: str
    wanted: int
    bought: int


@dataclass(eq=False)
class NotTakenNow(Refusal):
    """Goods can come later only beside what is taken now; this order is for `method`."""

    code = "not_taken_now"
    status = 422
    field = "onward"
    method: str


@dataclass(eq=False)
class PromiseMoved(Refusal):
    """The buyer was told to have the goods by `told_by`; by now they come by `promised_by`."""

    code = "promise_moved"
    field = "onward"
    told_by: LocalTime
    promised_by: LocalTime


@dataclass(eq=False)
class PlaceDoesNot(Refusal):
    """The place `place` does not offer `method` (collect, ship, take_now)."""

    code = "place_does_not"
    status = 422
    field = "place"
    place: str
    method: str


@dataclass(eq=False)
class ChooseStore(Refusal):
    """Goods are to be collected, and nobody says where."""

    code = "choose_store"
    status = 422
    field = "place"


@dataclass(eq=False)
class NowhereInStock(Refusal):
    """No place that ships has all of the basket."""

    code = "nowhere_in_stock"
    field = "lines"
    variant: str
    wanted: int
    available: int


@dataclass(eq=False)
class ContactMissing(Refusal):
    """`name` is needed to get the goods to the shopper."""

    code = "contact_missing"
    status = 422
    field = "contact"
    name: ContactPart


@dataclass(eq=False)
class OneCardOnly(Refusal):
    """`count` cards were given; one order takes one card beside cash."""

    code = "one_card_only"
    status = 422
    field = "payments"
    count: int


@dataclass(eq=False)
class CardDeclined(Refusal):
    """The card (`method`) would not pay."""

    code = "card_declined"
    status = 402
    field = "payments"
    method: str


@dataclass(eq=False)
class SerialsNeeded(Refusal):
    """Each unit of `title` has a serial number of its own: `wanted` are sold, and `named` of them are named."""

    code = "serials_needed"
    status = 422
    field = "lines"
    variant: str
    title: str
    wanted: int
    named: int


@dataclass(eq=False)
class NotAtCollection(Refusal):
    """At `place` this order cannot be paid when it is collected: paid so is all of an order that is collected there."""

    code = "not_payable_at_collection"
    status = 422
    field = "payments"
    place: str


@dataclass(eq=False)
class TooMuchAtCollection(Refusal):
    """The order comes to `total`; at most `most` is paid when it is collected."""

    code = "too_much_at_collection"
    status = 422
    field = "payments"
    total: Money
    most: Money
