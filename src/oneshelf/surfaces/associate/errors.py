"""What the associate's pages refuse by themselves."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class NothingScanned(Refusal):
    """What was scanned or typed names neither an order nor an article."""

    code = "nothing_scanned"
    status = 404
    field = "code"
    value: str


@dataclass(eq=False)
class NotOfThisOrder(Refusal):
    """An article was scanned that is not in the order; `title` says what it is."""

    code = "not_of_this_order"
    field = "code"
    title: str


@dataclass(eq=False)
class NotItsNumber(Refusal):
    """A barcode was scanned that says no serial number of the article `title`."""

    code = "not_its_number"
    status = 422
    field = "code"
    value: str
    title: str


@dataclass(eq=False)
class PickedAlready(Refusal):
    """An article was scanned of which the order needs no more."""

    code = "picked_already"
    field = "code"
    title: str


@dataclass(eq=False)
class OrderElsewhere(Refusal):
    """The order exists, but this place has nothing to do for it."""

    code = "order_elsewhere"
    status = 404
    field = "code"
    number: str


@dataclass(eq=False)
class IdentityUnchecked(Refusal):
    """Somebody wants to unlock a collection without having said that they looked at the customer's identity."""

    code = "identity_unchecked"
    status = 422
    field = "checked"


@dataclass(eq=False)
class LessLoose(Refusal):
    """More of an article were to be put into a bin than lie in none; `left` says how many do."""

    code = "less_loose"
    field = "quantity"
    title: str
    left: str


@dataclass(eq=False)
class ReasonMissing(Refusal):
    """Somebody gives work back without saying why."""

    code = "reason_missing"
    status = 422
    field = "reason"
