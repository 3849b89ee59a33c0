"""Decisions about changes of orders: no clock, no database."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from oneshelf.kernel.money import Money, round_half_away
from oneshelf.modules.amendments.errors import (
    AlreadyPacked,
    AlreadyPicked,
    BadChange,
    ContactIncomplete,
    NotByYourself,
    NothingChanges,
    PickingHasBegun,
)
from oneshelf.modules.amendments.types import Apart, Bill, Carriage, LineChange, OwnTerms, Parcel, Part, TakenOut, Wish
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentId, ConsignmentState
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Contact, NewLine, Order, OrderLine
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import Buyer
from oneshelf.modules.sourcing.public import Assignment

PROPOSED_FOR = timedelta(minutes=30)
"""How long what was shown may be agreed to: prices and promises stand that long."""

MOST_SHOWN = 20
"""How many changes of one order that were only shown are kept: whoever tries and tries again agrees to a late one."""

PAY_WITHIN = timedelta(hours=24)
"""How long a change waits for its money, and holds its goods."""

MOST_LINES = 200
"""The most lines that an order may come to have."""

MOST_UNITS = 10**12
"""The most smallest sale units of one line."""

LATEST = timedelta(days=365)
"""How far ahead goods can be told to leave."""

UNPICKED = (ConsignmentState.AWAITED, ConsignmentState.OPEN, ConsignmentState.PICKING)
"""The states in which what is not picked yet can be taken out of a consignment, the ones to empty first first."""

Going = tuple[ConsignmentId, PlaceId | None, date | None]
"""Which consignment units leave in a parcel of their own, from which other place, and not before which day."""

GIVEN_UP = frozenset({ConsignmentState.CANCELLED, ConsignmentState.EXPIRED})


def buyer_of(order: Order) -> Buyer:
    """For whom the prices are of what is added to an order."""
    bought = order.summary
    return Buyer(bought.channel, bought.place if bought.method is orders.Method.TAKE_NOW else None, bought.customer)


def check_wish(order: Order, wish: Wish) -> None:
    """Raise NothingChanges, BadChange or ContactIncomplete unless a wish says something that can be looked at.

    What moves to another store goes there in one parcel.
    """
    # whoever says where else it goes says nothing of the VAT id, which stays the order's
    is_readdressed = wish.contact is not None and replace(wish.contact, vat_id=order.vat_id) != order.contact
    if not (wish.cancel or wish.add or wish.apart or wish.store or is_readdressed):
        raise NothingChanges
    if wish.store and wish.apart:
        raise BadChange(value=wish.apart[0].line)
    parted = [each.units for each in wish.apart if each.units is not None]
    for units in (*wish.cancel.values(), *(each.quantity for each in wish.add), *parted):
        if not 0 < units <= MOST_UNITS:
            raise BadChange(value=units)
    count = len(order.lines) + len(wish.add)
    if count > MOST_LINES:
        raise BadChange(value=count)
    known = {line.line for line in order.lines}
    ways = [(each.line, each.place, each.on) for each in wish.apart]
    for line in (
        *(line for line, _, _ in ways),
        *(each.instead_of for each in wish.add if each.instead_of is not None),
    ):
        if line not in known:
            raise BadChange(value=line)
    for way in ways:
        if ways.count(way) > 1:
            raise BadChange(value=way[0])
    if wish.contact:
        missing = orders.missing_part(order.summary.method, wish.contact)
        if missing is not None:
            raise ContactIncomplete(name=missing)


def check_own(order: Order, consignments: Iterable[Consignment], wish: Wish, terms: OwnTerms) -> None:
    """Raise NotByYourself or PickingHasBegun unless a shopper may wish for this by themselves.

    Wanting less, or elsewhere, is theirs as long as it lies on the shelf; what is new must go along with what nobody
    has begun to pick, so that the shop sends nothing twice for it.
    """
    swapped = [each for each in wish.add if each.instead_of is not None]
    if (swapped and not terms.may_swap) or (len(swapped) < len(wish.add) and not terms.may_add) or wish.apart:
        raise NotByYourself
    if wish.add and has_begun(consignments):
        raise PickingHasBegun(number=order.summary.number)


def has_begun(consignments: Iterable[Consignment]) -> bool:
    """Tell whether somebody has begun to make an order ready."""
    untouched = (ConsignmentState.AWAITED, ConsignmentState.OPEN)
    return any(each.state not in (*untouched, *GIVEN_UP) for each in consignments)


def held_unpicked(consignments: Iterable[Consignment]) -> dict[ConsignmentId, dict[int, int]]:
    """Return how many units of each line still lie on the shelf for each consignment; the ones to empty first first.

    What waits for goods comes before what is there, and that before what is being picked; later ones before earlier
    ones.
    """
    able = [each for each in consignments if each.state in UNPICKED]
    able.sort(key=lambda each: (each.opened_at, each.id), reverse=True)
    able.sort(key=lambda each: UNPICKED.index(each.state))
    return {each.id: {line.line: line.missing for line in each.lines if line.missing} for each in able}


def take_out(
    order: Order,
    held: Mapping[ConsignmentId, Mapping[int, int]],
    loose: Mapping[int, int],
    cancel: Mapping[int, int],
) -> dict[ConsignmentId, dict[int, int]]:
    """Return from which consignments the units of `cancel` are taken; what none of them holds (`loose`) goes first.

    Raises orders' NotOpen for more than is wanted, and AlreadyPicked for more than lies on the shelves.
    """
    orders.value_of_cancelled(order.lines, cancel)
    taken: dict[ConsignmentId, dict[int, int]] = {}
    for line, wanted in sorted(cancel.items()):
        left = wanted - min(wanted, loose.get(line, 0))
        for consignment, units in held.items():
            count = min(left, units.get(line, 0))
            if count:
                taken.setdefault(consignment, {})[line] = count
                left -= count
        if left:
            raise AlreadyPicked(line=line, title=_title(order, line), wanted=wanted, left=wanted - left)
    return taken


def move_all(
    order: Order,
    held: Mapping[ConsignmentId, Mapping[int, int]],
    loose: Mapping[int, int],
    cancel: Mapping[int, int],
) -> dict[int, int]:
    """Return line -> units of all that is wanted, to be moved elsewhere. Raises AlreadyPicked unless all of it can."""
    moved = {}
    for line in order.lines:
        wanted = line.wanted - cancel.get(line.line, 0)
        able = loose.get(line.line, 0) + sum(units.get(line.line, 0) for units in held.values())
        able -= cancel.get(line.line, 0)
        if able < wanted:
            raise AlreadyPicked(line=line.line, title=line.title, wanted=wanted, left=max(0, able))
        if wanted:
            moved[line.line] = wanted
    return moved


def split_off(
    order: Order,
    held: Mapping[ConsignmentId, Mapping[int, int]],
    taken: Mapping[ConsignmentId, Mapping[int, int]],
    wishes: Sequence[Apart],
) -> dict[Going, dict[int, int]]:
    """Return what leaves each consignment for a parcel of its own, and how that parcel goes.

    What would leave it for no other place and day, and is all that would stay, is a parcel of its own already.
    Raises AlreadyPicked for more than lies on the shelves, and NothingChanges when nothing is to be parted.
    """
    left = {
        consignment: {line: units - taken.get(consignment, {}).get(line, 0) for line, units in lines.items()}
        for consignment, lines in held.items()
    }
    apart: dict[Going, dict[int, int]] = {}
    # Named numbers come first: what is said to be all is all the rest.
    for wish in sorted(wishes, key=lambda each: each.units is None):
        there = sum(units.get(wish.line, 0) for units in left.values())
        wanted = there if wish.units is None else wish.units
        if not 0 < wanted <= there:
            raise AlreadyPicked(line=wish.line, title=_title(order, wish.line), wanted=max(wanted, 1), left=there)
        for consignment, units in left.items():
            count = min(wanted, units.get(wish.line, 0))
            if count:
                apart.setdefault((consignment, wish.place, wish.on), {})[wish.line] = count
                units[wish.line] -= count
                wanted -= count
    for going in [each for each in apart if each[1:] == (None, None)]:
        if not any(left[going[0]].values()):
            del apart[going]
    if not apart:
        raise NothingChanges
    return apart


def check_unpacked(order: Order, consignments: Iterable[Consignment]) -> None:
    """Raise AlreadyPacked when a parcel has its address on it."""
    if any(each.state not in (*UNPICKED, *GIVEN_UP) for each in consignments):
        raise AlreadyPacked(number=order.summary.number)


def merged(
    taken: Mapping[ConsignmentId, Mapping[int, int]],
    *parted: tuple[ConsignmentId, Mapping[int, int]],
    places: Mapping[ConsignmentId, PlaceId],
) -> tuple[TakenOut, ...]:
    """Return what leaves each consignment, all reasons added up."""
    sums: dict[ConsignmentId, dict[int, int]] = {}
    for consignment, units in (*taken.items(), *parted):
        into = sums.setdefault(consignment, {})
        for line, count in units.items():
            into[line] = into.get(line, 0) + count
    return tuple(TakenOut(consignment, places[consignment], units) for consignment, units in sums.items())


def line_changes(order: Order, wish: Wish, added: Sequence[NewLine], first: int) -> tuple[LineChange, ...]:
    """Return every line that is wanted now or afterwards, before and after; new ones are numbered from `first`."""
    changes = []
    for line in order.lines:
        less = wish.cancel.get(line.line, 0)
        if line.wanted:
            changes.append(_changed(line, line.wanted - less))
    nothing = Money.zero(order.summary.currency)
    for number, (fresh, asked) in enumerate(zip(added, wish.add, strict=True), start=first):
        changes.append(
            LineChange(
                number,
                fresh.variant,
                fresh.sku,
                fresh.title,
                fresh.unit,
                before=0,
                after=fresh.quantity,
                was=nothing,
                will=fresh.amount,
                tax_was=nothing,
                tax_will=Money(fresh.tax, nothing.currency),
                instead_of=asked.instead_of,
            )
        )
    return tuple(changes)


def bill(
    order: Order, changes: Iterable[LineChange], carriage: Carriage, left_of_paid: Money, *, ends_order: bool
) -> Bill:
    """Return what a change does to the money; `carriage` is what delivery costs from then on.

    More goes back than is `left_of_paid` in no case. What ends the order gives all of that back, delivery too. Of an
    order that is paid later, what was not collected was not paid either: the change says what it costs then.
    """
    changes, currency = list(changes), order.summary.currency
    nothing = Money.zero(currency)
    delivery_was = order.delivery - order.waived
    was = order.due
    difference = sum((each.will - each.was for each in changes), nothing) + carriage.charge - delivery_was
    will = nothing if ends_order else was + difference
    later = order.terms is not None
    back = left_of_paid if ends_order else min(max(nothing, -difference), left_of_paid)
    return Bill(
        was=was,
        will=will,
        delivery_was=delivery_was,
        delivery_will=nothing if ends_order else carriage.charge,
        tax_was=sum((each.tax_was for each in changes), Money(carriage.tax_was, currency)),
        tax_will=sum((each.tax_will for each in changes), Money(0 if ends_order else carriage.tax_will, currency)),
        back=nothing if later else back,
        to_pay=nothing if later else max(nothing, difference),
        later=later,
        delivery_tax=0 if ends_order else max(0, carriage.tax_will - carriage.tax_was),
        delivery_relief=0 if ends_order else carriage.relief,
    )


def parted_from(consignment: ConsignmentId, parcels: Iterable[Parcel]) -> dict[int, int]:
    """Return line -> units that leave a consignment in parcels of their own, from the same place."""
    units: dict[int, int] = {}
    for parcel in parcels:
        for part in parcel.parts if parcel.of == consignment else ():
            units[part.line] = units.get(part.line, 0) + part.units
    return units


def parts_of(
    units: Mapping[int, int],
    lines: Iterable[OrderLine],
    takes: Mapping[VariantId, VariantSnapshot],
    *,
    stay: bool,
) -> tuple[Part, ...]:
    """Return units of lines that the order has already, as parts of a parcel."""
    return tuple(
        Part(
            line.line,
            line.variant,
            line.sku,
            line.title,
            units[line.line],
            takes[line.variant].parts if line.variant in takes else ((line.variant, 1),),
            stays=stay,
        )
        for line in lines
        if units.get(line.line)
    )


def shared_out(parts: Sequence[Part], assignments: Iterable[Assignment]) -> dict[PlaceId, tuple[Part, ...]] | None:
    """Return what each place gives of `parts`, in whole units; None when a kit would be torn apart."""
    given: dict[PlaceId, dict[int, dict[VariantId, int]]] = {}
    for each in assignments:
        units = given.setdefault(each.place, {}).setdefault(each.line, {})
        units[each.variant] = units.get(each.variant, 0) + each.quantity
    known, shared = {part.line: part for part in parts}, {}
    for place, lines in given.items():
        found = []
        for line, units in sorted(lines.items()):
            part = known[line]
            count = min(units.get(variant, 0) // per for variant, per in part.takes)
            if units != {variant: count * per for variant, per in part.takes}:
                return None
            found.append(_of(part, count))
        shared[place] = tuple(found)
    return shared


def demanded(parts: Iterable[Part]) -> dict[VariantId, int]:
    """Return how many smallest sale units of each variant parts take from the shelves, summed."""
    sums: dict[VariantId, int] = {}
    for part in parts:
        for variant, per in part.takes:
            sums[variant] = sums.get(variant, 0) + part.units * per
    return sums


def on_shelves(consignments: Iterable[Consignment], parts: Iterable[Part]) -> dict[tuple[PlaceId, VariantId], int]:
    """Return what lies on the shelves of places for an order of these parts, and nobody has picked yet."""
    takes = {part.line: part.takes for part in parts}
    units: Counter[tuple[PlaceId, VariantId]] = Counter()
    for each in consignments:
        if each.state in UNPICKED and each.state is not ConsignmentState.AWAITED:
            for line in each.lines:
                units.update({(each.place, variant): line.missing * per for variant, per in takes.get(line.line, ())})
    return units


def is_elsewhere(old: Contact | None, new: Contact) -> bool:
    """Tell whether a parcel to `new` goes to another country or postcode than one to `old`."""
    return old is None or (old.country, old.postal_code) != (new.country, new.postal_code)


def seal_of(shown: bytes) -> str:
    """Return the SHA-256 (hex) of what was shown: who agrees to it agrees to exactly that."""
    return hashlib.sha256(shown).hexdigest()


def _changed(line: OrderLine, after: int) -> LineChange:
    cancelled = line.quantity - after
    return LineChange(
        line.line,
        line.variant,
        line.sku,
        line.title,
        line.unit,
        before=line.wanted,
        after=after,
        was=line.amount - Money(orders.value_of_units(line, line.cancelled), line.amount.currency),
        will=line.amount - Money(orders.value_of_units(line, cancelled), line.amount.currency),
        tax_was=_tax(line, line.wanted),
        tax_will=_tax(line, after),
    )


def _tax(line: OrderLine, units: int) -> Money:
    return Money(round_half_away(line.tax.minor * units, line.quantity), line.tax.currency)


def _of(part: Part, units: int) -> Part:
    return Part(part.line, part.variant, part.sku, part.title, units, part.takes, part.stays)


def _title(order: Order, line: int) -> str:
    return next((each.title for each in order.lines if each.line == line), "")
