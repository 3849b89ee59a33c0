"""What amendments refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.money import Money
from oneshelf.modules.orders.public import ContactPart


@dataclass(eq=False)
class UnknownAmendment(Refusal):
    """There is no change `amendment` of this order."""

    code = "unknown_amendment"
    status = 404
    field = "amendment"
    amendment: str


@dataclass(eq=False)
class NothingChanges(Refusal):
    """The change leaves everything as it is."""

    code = "nothing_changes"
    status = 422
    field = "lines"


@dataclass(eq=False)
class BadChange(Refusal):
    """A change cannot take `value` as a quantity, or names a line twice."""

    code = "bad_change"
    status = 422
    field = "lines"
    value: int


@dataclass(eq=False)
class NotOffered(Refusal):
    """`variant` is unknown or not sold any more, so it cannot be added."""

    code = "not_offered"
    status = 422
    field = "add"
    variant: str


@dataclass(eq=False)
class TooMuchToPayLater(Refusal):
    """An order that is paid when it is collected would come to `total`, more than its store lets be paid so."""

    code = "too_much_to_pay_later"
    field = "lines"
    total: Money


@dataclass(eq=False)
class AlreadyPicked(Refusal):
    """`wanted` units of line `line` (`title`) were to be changed; `left` of them still lie on a shelf."""

    code = "already_picked"
    field = "lines"
    line: int
    title: str
    wanted: int
    left: int


@dataclass(eq=False)
class AlreadyPacked(Refusal):
    """A parcel of the order is packed or gone, with its old address on it."""

    code = "already_packed"
    field = "contact"
    number: str


@dataclass(eq=False)
class CannotGoThere(Refusal):
    """The goods cannot be collected at `place`: it hands nothing over, or the order is not one to be collected."""

    code = "cannot_go_there"
    status = 422
    field = "store"
    place: str


@dataclass(eq=False)
class TaxedElsewhere(Refusal):
    """Goods of order `number` are taxed otherwise at the address `there` (country, region, postcode) than they were."""

    code = "taxed_elsewhere"
    status = 422
    field = "contact"
    number: str
    there: str


@dataclass(eq=False)
class StoreTaxedElsewhere(Refusal):
    """Goods of order `number` are taxed otherwise at the store `place` than they were."""

    code = "store_taxed_elsewhere"
    status = 422
    field = "store"
    number: str
    place: str


@dataclass(eq=False)
class CannotComeFrom(Refusal):
    """Goods of the order cannot come from `place`: it sends nothing, or no transport leads to the order's store."""

    code = "cannot_come_from"
    status = 422
    field = "apart"
    place: str


@dataclass(eq=False)
class BadDay(Refusal):
    """On `day` nothing of the order can be begun: it is past or too far, or the goods are still to come."""

    code = "bad_day"
    status = 422
    field = "apart"
    day: str


@dataclass(eq=False)
class ContactIncomplete(Refusal):
    """`name` is needed to get the goods to the shopper."""

    code = "contact_incomplete"
    status = 422
    field = "contact"
    name: ContactPart


@dataclass(eq=False)
class NotByYourself(Refusal):
    """Shoppers do not add to their orders, or swap articles of them, by themselves in this shop."""

    code = "not_by_yourself"
    field = "lines"


@dataclass(eq=False)
class OnOthersAccount(Refusal):
    """Order `number` is on the account of a company: by themselves, only who ordered it make it cost more."""

    code = "on_others_account"
    status = 403
    field = "lines"
    number: str


@dataclass(eq=False)
class PickingHasBegun(Refusal):
    """Somebody makes order `number` ready already, so its shopper cannot add to it any more."""

    code = "picking_has_begun"
    field = "lines"
    number: str


@dataclass(eq=False)
class PreviewOutdated(Refusal):
    """What is agreed to is not what was shown last."""

    code = "preview_outdated"
    field = "seal"


@dataclass(eq=False)
class AmendmentOver(Refusal):
    """The change is over: it is `state`."""

    code = "amendment_over"
    field = "amendment"
    state: str


@dataclass(eq=False)
class ChangeAwaitsPayment(Refusal):
    """Another change of order `number` waits to be paid."""

    code = "change_awaits_payment"
    field = "order"
    number: str


@dataclass(eq=False)
class NothingToPay(Refusal):
    """The change does not wait for money: it is `state`."""

    code = "nothing_to_pay"
    field = "amendment"
    state: str


@dataclass(eq=False)
class ChangeCostsMore(Refusal):
    """The change came to `agreed`; meanwhile it would come to `now`."""

    code = "change_costs_otherwise"
    field = "seal"
    agreed: Money
    now: Money


@dataclass(eq=False)
class ChangeNotPaid(Refusal):
    """The card (`method`) would not pay for the change."""

    code = "change_not_paid"
    status = 402
    field = "payment"
    method: str
