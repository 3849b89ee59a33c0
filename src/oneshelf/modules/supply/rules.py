"""Decisions about supply: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from oneshelf.kernel.states import StateMachine
from oneshelf.modules.supply.errors import TooMuchArrived
from oneshelf.modules.supply.types import Arrived, Purchase, PurchaseLine, PurchaseState, TransferLine, TransferState

NUMBER_CHARACTERS = 5
"""A purchase order or transfer is known by five characters and their check character."""

MOST_UNITS = 10**9
"""More smallest sale units than a line can hold."""

DAMAGED_LINE = 1_000_000
"""What is added to a line's number in the movement of its damaged units, since a line of a cause moves once."""

OVER_LINE = 2_000_000
"""What is added to a line's number in the movement of units that nobody had sent."""

_P, _T = PurchaseState, TransferState

PURCHASE_MACHINE: StateMachine[PurchaseState] = StateMachine(
    name="purchase order",
    initial=_P.DRAFT,
    follows={
        _P.DRAFT: frozenset({_P.SENT, _P.CANCELLED}),
        _P.SENT: frozenset({_P.PARTLY_RECEIVED, _P.RECEIVED, _P.CANCELLED}),
        _P.PARTLY_RECEIVED: frozenset({_P.PARTLY_RECEIVED, _P.RECEIVED}),
        _P.RECEIVED: frozenset(),
        _P.CANCELLED: frozenset(),
    },
)

TRANSFER_MACHINE: StateMachine[TransferState] = StateMachine(
    name="transfer",
    initial=_T.DRAFT,
    follows={
        _T.DRAFT: frozenset({_T.IN_TRANSIT, _T.CANCELLED}),
        _T.IN_TRANSIT: frozenset({_T.UNSETTLED, _T.RECEIVED}),
        _T.UNSETTLED: frozenset({_T.UNSETTLED, _T.RECEIVED}),
        _T.RECEIVED: frozenset(),
        _T.CANCELLED: frozenset(),
    },
)

COMING = (PurchaseState.SENT, PurchaseState.PARTLY_RECEIVED)
"""The states in which a purchase order is expected at its place."""

ON_THE_WAY = (TransferState.IN_TRANSIT, TransferState.UNSETTLED)
"""The states in which a transfer has units in transit."""


def most_to_take(line: PurchaseLine, over_percent: int) -> int:
    """Return how many more units of a line may be taken in: what was ordered and `over_percent` of it, rounded down."""
    return max(0, line.quantity + line.quantity * over_percent // 100 - line.arrived)


def check_arrival(line: PurchaseLine, arrived: Arrived, over_percent: int) -> None:
    """Raise TooMuchArrived when more came of a line than its supplier's tolerance lets in."""
    most, came = most_to_take(line, over_percent), arrived.good + arrived.damaged
    if came > most:
        raise TooMuchArrived(article=line.title, arrived=came, most=most)


def closed_after(line: PurchaseLine, arrived: int) -> int:
    """Return what stays closed short when `arrived` more units came after all."""
    return min(line.closed, max(0, line.quantity - line.arrived - arrived))


def state_after(purchase: Purchase) -> PurchaseState:
    """Return the state of an order that was sent: what its lines have got by now."""
    if not any(line.open for line in purchase.lines):
        return PurchaseState.RECEIVED if any(line.arrived for line in purchase.lines) else PurchaseState.CANCELLED
    return PurchaseState.PARTLY_RECEIVED if any(line.arrived for line in purchase.lines) else PurchaseState.SENT


def split_arrival(line: TransferLine, arrived: Arrived, *, may_be_over: bool) -> tuple[int, int]:
    """Return (good, over): the good units that were sent, and those that nobody had sent.

    Raises TooMuchArrived when more is damaged than was sent, or more came in all and that may not be.
    """
    most = line.quantity - arrived.damaged
    if most < 0 or (arrived.good > most and not may_be_over):
        raise TooMuchArrived(article=line.title, arrived=arrived.good + arrived.damaged, most=line.quantity)
    good = min(arrived.good, most)
    return good, arrived.good - good


def transfer_state_after(lines: Iterable[TransferLine]) -> TransferState:
    """Return the state of a transfer that arrived: unsettled while something of it is missing."""
    return TransferState.UNSETTLED if any(line.missing for line in lines) else TransferState.RECEIVED


def same_arrival(before: Sequence[tuple[int, int, int]], now: Iterable[Arrived]) -> bool:
    """Tell whether a receipt that was written says the same as the one that comes now."""
    return sorted(before) == sorted((each.line, each.good, each.damaged) for each in now if each.good or each.damaged)
