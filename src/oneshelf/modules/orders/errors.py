"""What the order book refuses."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.money import Money
from oneshelf.kernel.quantity import Quantity


@dataclass(eq=False)
class UnknownOrder(Refusal):
    """No order answers to `number`."""

    code = "unknown_order"
    status = 404
    field = "order"
    number: str


@dataclass(eq=False)
class OrderChanged(Refusal):
    """Somebody changed the order in the meantime: it is at version `version` now."""

    code = "order_changed"
    field = "version"
    number: str
    version: int


@dataclass(eq=False)
class NotCancellable(Refusal):
    """An order in state `state` cannot be cancelled any more."""

    code = "not_cancellable"
    field = "order"
    number: str
    state: str


@dataclass(eq=False)
class GoodsHaveLeft(Refusal):
    """An order cannot be cancelled whole: some of its goods have left, over the counter or by parcel."""

    code = "goods_have_left"
    field = "order"
    number: str


@dataclass(eq=False)
class NotOpen(Refusal):
    """`wanted` units of line `line` were to be changed; `left` are still to come."""

    code = "units_not_open"
    status = 422
    field = "lines"
    line: int
    wanted: int
    left: int


@dataclass(eq=False)
class NotAmendable(Refusal):
    """An order in state `state` cannot be changed any more."""

    code = "not_amendable"
    field = "order"
    number: str
    state: str


@dataclass(eq=False)
class OrderRefundTooLarge(Refusal):
    """`asked` was to be given back (it must be above zero); `left` is left of what was paid."""

    code = "order_refund_too_large"
    status = 422
    field = "amount"
    asked: Money
    left: Money


@dataclass(eq=False)
class TooManyUnpaid(Refusal):
    """The buyer has `most` orders under way already that are paid later."""

    code = "too_many_unpaid_orders"
    field = "payments"
    most: int


@dataclass(eq=False)
class DueChanged(Refusal):
    """`given` was taken for what is handed over, but `due` has to be paid for it."""

    code = "due_changed"
    field = "payments"
    given: Money
    due: Money


@dataclass(eq=False)
class GoodsNotOfOrder(Refusal):
    """`quantity` units of line `line` cannot come back: the order has no such line, or that is no quantity."""

    code = "goods_not_of_order"
    status = 422
    field = "goods"
    line: int
    quantity: int


@dataclass(eq=False)
class ReturnTooLarge(Refusal):
    """`asked` of line `line` (`title`) were to come back; of what the shopper got, `left` have not come back yet."""

    code = "return_too_large"
    status = 422
    field = "goods"
    line: int
    title: str
    asked: Quantity
    left: Quantity


@dataclass(eq=False)
class UnitNotOfOrder(Refusal):
    """The unit with that serial number was not sold on line `line` of the order, or is back already."""

    code = "unit_not_of_order"
    status = 422
    field = "goods"
    serial: str
    number: str
    line: int


@dataclass(eq=False)
class UnitsNotNamed(Refusal):
    """`units` of line `line` (`title`) are to come back; `named` serial numbers say which those are."""

    code = "units_not_named"
    status = 422
    field = "goods"
    line: int
    title: str
    units: int
    named: int
