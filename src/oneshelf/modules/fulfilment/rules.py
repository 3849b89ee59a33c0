"""Decisions about consignments: no clock, no database."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from oneshelf.kernel.states import StateMachine, WrongState
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.fulfilment.errors import BadPick, NoSuchLine, NothingPicked, ShortPick, WrongMethod, WrongToken
from oneshelf.modules.fulfilment.types import (
    Consignment,
    ConsignmentId,
    Method,
    NewColumns,
    NewConsignment,
)
from oneshelf.modules.fulfilment.types import ConsignmentState as State
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots.public import Told
from oneshelf.modules.places.public import Window

MOST_PIN_TRIES = 5
"""How many PINs may be tried for a consignment before it takes somebody with authority."""

COLLECT_WITHIN = timedelta(days=7)
"""How long goods wait at the pick-up desk."""

PICK_LEAD = timedelta(hours=2)
"""How much opening time a place has to make goods ready, unless it is told otherwise."""

_TOKEN_BYTES = 16

_NOTHING: frozenset[State] = frozenset()
MACHINES: dict[Method, StateMachine[State]] = {
    Method.TAKE_NOW: StateMachine(
        name="consignment taken at once", initial=State.COLLECTED, follows=dict.fromkeys(State, _NOTHING)
    ),
    Method.COLLECT: StateMachine(
        name="consignment to collect",
        initial=State.OPEN,
        follows=dict.fromkeys(State, _NOTHING)
        | {
            State.AWAITED: frozenset({State.OPEN, State.CANCELLED}),
            State.OPEN: frozenset({State.PICKING, State.CANCELLED}),
            State.PICKING: frozenset({State.READY, State.CANCELLED}),
            State.READY: frozenset({State.COLLECTED, State.CANCELLED, State.EXPIRED}),
        },
    ),
    Method.SHIP: StateMachine(
        name="consignment to ship",
        initial=State.OPEN,
        follows=dict.fromkeys(State, _NOTHING)
        | {
            State.AWAITED: frozenset({State.OPEN, State.CANCELLED}),
            State.OPEN: frozenset({State.PICKING, State.CANCELLED}),
            State.PICKING: frozenset({State.PACKED, State.CANCELLED}),
            State.PACKED: frozenset({State.SHIPPED, State.CANCELLED}),
            State.SHIPPED: frozenset({State.DELIVERED}),
        },
    ),
    Method.BRING: StateMachine(
        name="consignment to bring to a store",
        initial=State.OPEN,
        follows=dict.fromkeys(State, _NOTHING)
        | {
            State.OPEN: frozenset({State.PICKING, State.CANCELLED}),
            State.PICKING: frozenset({State.PACKED, State.CANCELLED}),
            State.PACKED: frozenset({State.ON_THE_WAY, State.CANCELLED}),
            State.ON_THE_WAY: frozenset({State.READY, State.CANCELLED}),
            State.READY: frozenset({State.COLLECTED, State.CANCELLED, State.EXPIRED}),
        },
    ),
}

WAITING = frozenset({State.OPEN, State.PICKING, State.READY, State.PACKED})
"""The states in which a place has something to do or to keep."""


UNPICKED = frozenset({State.AWAITED, State.OPEN, State.PICKING})
"""The states in which goods lie on the shelf yet, or are still to come there."""


def check_move(consignment: Consignment, wanted: State) -> None:
    """Raise WrongMethod or WrongState unless `wanted` may follow the consignment's state."""
    machine = MACHINES[consignment.method]
    if wanted is not machine.initial and not machine.before(wanted):
        raise WrongMethod(consignment=str(consignment.id), method=consignment.method, wanted=wanted)
    machine.check(consignment.state, wanted)


def check_picking(consignment: Consignment) -> None:
    """Raise WrongState unless the consignment is being picked."""
    if consignment.state is not State.PICKING:
        raise WrongState(machine=MACHINES[consignment.method].name, state=consignment.state, wanted=State.PICKING)


def check_unpicked(consignment: Consignment) -> None:
    """Raise WrongState unless the consignment waits for goods, is to be picked, or being picked."""
    if consignment.state not in UNPICKED:
        raise WrongState(machine=MACHINES[consignment.method].name, state=consignment.state, wanted=State.OPEN)


def check_complete(consignment: Consignment) -> None:
    """Raise ShortPick while units are missing, NothingPicked when all of them are short."""
    if consignment.missing:
        raise ShortPick(consignment=str(consignment.id), missing=consignment.missing)
    if not consignment.picked:
        raise NothingPicked(consignment=str(consignment.id))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a consignment that is expected on a day needs of which goods."""

    consignment: ConsignmentId
    needs: Mapping[VariantId, int]
    expected_on: date


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether all that a consignment needs is there for it, or else the day on which it is expected."""

    consignment: ConsignmentId
    there: bool
    expected_on: date


def turns(waiting: Iterable[Waiting], outlooks: Mapping[VariantId, inventory.Outlook], *, today: date) -> list[Turn]:
    """Say whose turn it is of those who wait at a place, whoever was promised first being the first.

    What has come is kept for the first who need it until all that they need is there: a later, smaller order never
    overtakes them.
    """
    asked: Counter[VariantId] = Counter()
    found = []
    for each in waiting:
        asked.update(each.needs)
        days = [
            inventory.wait_until(outlooks[variant], asked[variant], each.expected_on, today=today)
            for variant in each.needs
            if asked[variant] > outlooks[variant].free
        ]
        found.append(Turn(each.consignment, not days, max(days, default=each.expected_on)))
    return found


def due_at(placed_at: datetime, open_windows: Sequence[Window], lead: timedelta = PICK_LEAD) -> datetime:
    """Return when goods ordered at `placed_at` are due: as soon as the place has been open for `lead` since then.

    `open_windows` lie in order and share no time. A place that does not open that long within them is given
    `lead` on the clock, so that nothing is without a due time.
    """
    left = lead
    for window in open_windows:
        begins = max(window.opens, placed_at)
        if begins + left <= window.closes:
            return begins + left
        left -= max(window.closes - begins, timedelta())
    return placed_at + lead


def check_lost(consignment: Consignment, lost: Mapping[int, int]) -> None:
    """Raise NoSuchLine or BadPick unless so many picked units of lines can be missing of what was sent."""
    sent = {line.line: line.picked for line in consignment.lines}
    for line, units in lost.items():
        if line not in sent:
            raise NoSuchLine(consignment=str(consignment.id), line=line)
        if not 0 <= units <= sent[line]:
            raise BadPick(line=line, value=units, most=sent[line])


def pin_of(consignment: ConsignmentId, *, key: bytes) -> str:
    """Return the six digits that prove who collects: the consignment's HMAC, never stored (SHA-256, RFC 4226)."""
    digest = hmac.digest(key, b"oneshelf collection pin" + consignment.bytes, "sha256")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFF_FFFF
    return f"{number % 1_000_000:06d}"


def token_of(consignment: ConsignmentId, *, key: bytes) -> str:
    """Return the text of the QR code that proves who collects: the consignment and 128 bits of its HMAC."""
    return base64.urlsafe_b64encode(consignment.bytes + _seal(consignment, key)).decode().rstrip("=")


def consignment_in(token: str, *, key: bytes) -> ConsignmentId:
    """Return the consignment that a QR code speaks of. Raises WrongToken unless we signed it."""
    try:
        data = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise WrongToken from None
    if len(data) != 16 + _TOKEN_BYTES:
        raise WrongToken
    consignment = ConsignmentId(UUID(bytes=data[:16]))
    if not hmac.compare_digest(_seal(consignment, key), data[16:]):
        raise WrongToken
    return consignment


def columns(consignments: Sequence[NewConsignment]) -> NewColumns:
    """Turn consignments and their lines into parallel arrays, in their order."""
    lines = [(each.id, line) for each in consignments for line in each.lines]
    return NewColumns(
        ids=[each.id for each in consignments],
        places=[each.place for each in consignments],
        # What is brought to a store is opened as what is collected there; `bring` says so in the same transaction.
        methods=[Method.COLLECT.value if each.bring_to else each.method.value for each in consignments],
        due=[each.due_at for each in consignments],
        line_consignments=[consignment for consignment, _ in lines],
        line_numbers=[line.line for _, line in lines],
        line_variants=[line.variant for _, line in lines],
        line_titles=[line.title for _, line in lines],
        line_skus=[line.sku for _, line in lines],
        line_quantities=[line.quantity for _, line in lines],
    )


def _seal(consignment: ConsignmentId, key: bytes) -> bytes:
    return hmac.digest(key, b"oneshelf collection token" + consignment.bytes, "sha256")[:_TOKEN_BYTES]


def told_lost(carried: Iterable[Told], missing: Mapping[tuple[int, VariantId], int]) -> tuple[list[Told], list[Told]]:
    """Part what was carried into what comes and what is lost, of each (line, variant) so many units as `missing` says.

    Nobody has seen which were lost: the first are taken for them. They are told on the lines on which losses are moved.
    """
    left, comes, gone = dict(missing), [], []
    for each in carried:
        key = (each.line, each.variant)
        units = min(each.quantity, left.get(key, 0))
        if units:
            left[key] -= units
            gone.append(replace(each, line=inventory.LOST_LINE + each.line, quantity=units))
        if each.quantity > units:
            comes.append(replace(each, quantity=each.quantity - units))
    return comes, gone
