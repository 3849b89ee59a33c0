"""The proof: every module recomputes its own, and what no module can see alone is compared here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from oneshelf.kernel.audits import Discrepancy
from oneshelf.kernel.ledger import public as ledger
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.cases import public as cases
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.companies import public as companies
from oneshelf.modules.counts import public as counts
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.offers import public as offers
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.supply import public as supply
from oneshelf.modules.tills import public as tills

_PAGE = 200
"""How many levels are read at once."""

PROVED_AT_ONCE = 1_000
"""How many orders are read at once for a comparison."""

_Key = tuple[UUID, int, PlaceId]
"""A line of an order at a place."""


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the proof: what it shows, and what finds the rows that are wrong."""

    title: str
    find: Callable[[], Iterable[Discrepancy]]


def checks() -> list[Check]:
    """Return the whole proof, in the order in which goods and money flow."""
    return [
        Check("Every level is the sum of its movements and reservations", _stock),
        Check("What is reserved for orders is what they still wait for", reserved_and_awaited),
        Check("What came back of orders is what was put on hand for it", returned_and_taken_back),
        Check("Every delivery and transfer is what its lines got", supply.audit),
        Check("What is in transit belongs to a transfer, or to an order that is brought to a store", on_the_road),
        Check("What counts against a coupon's limits is what was held and used under them", coupons.audit),
        Check("Every change of a count and every correction has its event", counts.audit),
        Check("What hours of places have taken is what orders have claimed of them", sourcing.audit),
        Check("What promotions gave is what was taken of them, and every change has its event", promotions.audit),
        Check("Every order adds up, and every change of one has its event", orders.audit),
        Check("What is paid when it is collected goes against payment only, and is paid", owed_and_kept),
        Check(
            "What companies owe is what was invoiced, credited and paid, and their numbers have no gap", companies.audit
        ),
        Check("What offers gave was used by the orders that say so, and every change has its event", offers.audit),
        Check("What was paid for changes of orders is what was agreed to", agreed_and_paid),
        Check("Every step of a change of an order has its event", amendments.audit),
        Check("Every change of a case has its event", cases.audit),
        Check("Every consignment is picked before it leaves, and every change has its event", fulfilment.audit),
        Check("Every payment agrees with its refunds, the ledger and its events", payments.audit),
        Check("Every transfer debits one account and credits another, and every balance is their sum", _ledger),
        Check("Every sale at a till has its receipt, and receipts follow each other without a gap", tills.audit),
    ]


def reserved_and_awaited() -> Iterator[Discrepancy]:
    """Compare the units that stock keeps for each line with those that its consignments still have to hand out."""
    reserved: dict[_Key, list[inventory.AllocatedDemand]] = {}
    for each in inventory.allocated_demand():
        reserved.setdefault((each.order, each.line, each.place), []).append(each)
    demanded: dict[_Key, Counter[bool]] = {}
    for open_demand in fulfilment.open_demand():
        key = (open_demand.order, open_demand.line, open_demand.place)
        demanded.setdefault(key, Counter())[open_demand.awaited] += open_demand.quantity
    for key in sorted(reserved.keys() | demanded.keys()):
        kept, wants = reserved.get(key, []), demanded.get(key, Counter())
        fewest, most, wanted = sum(each.fewest for each in kept), sum(each.most for each in kept), wants.total()
        ahead = sum(each.most for each in kept if each.ahead)
        if fewest == most == wanted and ahead != wants[True]:
            yield Discrepancy(
                check="who waits for goods is who was promised them ahead",
                subject="order {}, line {}, place {}".format(*key),
                found=f"{wants[True]} waiting",
                expected=f"{ahead} waiting",
            )
        if not fewest == most == wanted:
            yield Discrepancy(
                check="what is reserved for an order is what it waits for",
                subject="order {}, line {}, place {}".format(*key),
                found=f"{fewest} reserved" if fewest == most else f"{fewest} to {most} reserved of its components",
                expected=f"{wanted} awaited",
            )


def on_the_road() -> Iterator[Discrepancy]:
    """Compare what lies in transit with what open transfers, and consignments on their way to stores, have there."""
    claimed = Counter(supply.in_transit())
    claimed.update(fulfilment.on_the_road())
    lying: dict[tuple[MarketId, VariantId], int] = {}
    for market in markets.list_markets():
        for road in places.list_places(market.id, {places.PlaceKind.IN_TRANSIT})[:1]:
            lying |= {(market.id, level.variant): level.on_hand for level in _levels_at(market.id, road.id)}
    for key in sorted(lying.keys() | claimed.keys()):
        found, expected = lying.get(key, 0), claimed[key]
        if found != expected:
            yield Discrepancy(
                check="what is in transit belongs to a transfer or an order",
                subject=f"variant {key[1]} in market {markets.get_market(key[0]).code}",
                found=f"{found} in transit",
                expected=f"{expected} of transfers and orders",
            )


def returned_and_taken_back() -> Iterator[Discrepancy]:
    """Compare the units that each return counts in the order book with those that it put on hand."""
    counted = {(each.cause, each.line): each for each in orders.all_returns()}
    moved: dict[tuple[UUID, int], list[inventory.TakenBack]] = {}
    for each in inventory.taken_back(_counted()):
        moved.setdefault((each.cause, each.line), []).append(each)
    for cause, line in sorted(counted.keys() | moved.keys()):
        back, parts = counted.get((cause, line)), moved.get((cause, line), [])
        expected = f"{back.units} to place {back.place}" if back else "nothing"
        found = ", ".join(sorted({_units_back(back, part) for part in parts})) or "nothing"
        if found != expected:
            yield Discrepancy(
                check="what came back is on hand again",
                subject=f"return {cause}, line {line}",
                found=found,
                expected=expected,
            )


def agreed_and_paid() -> Iterator[Discrepancy]:
    """Compare what each change of an order was agreed to cost with the order book, and with the payment for it."""
    agreed = {each.id: each for each in amendments.paid_changes()}
    booked = {amendments.AmendmentId(each.id): each for each in orders.paid_amendments()}
    for key in sorted(agreed.keys() | booked.keys()):
        change, book = agreed.get(key), booked.get(key)
        paid = payments.find_payment(change.payment) if change and change.payment else None
        expected = f"{change.paid} for order {change.order}" if change else "nothing"
        for found in (
            f"{book.paid} for order {book.order}" if book else "nothing",
            f"{paid.amount} for order {paid.order}" if paid else "nothing",
        ):
            if found != expected:
                yield Discrepancy("what is paid for a change is what was agreed to", f"change {key}", found, expected)


def owed_and_kept() -> Iterator[Discrepancy]:
    """Compare which orders are paid when they are collected with what goes against payment only, and with the money.

    Whatever of them was collected was paid for, to the cent.
    """
    booked = {each.order for each in orders.all_owing() if each.terms is orders.Terms.AT_COLLECTION}
    kept = {orders.OrderId(order) for order in fulfilment.against_payment()}
    for order in sorted(booked | kept):
        if (order in booked) != (order in kept):
            found, expected = ("against payment" if order in each else "freely" for each in (kept, booked))
            yield Discrepancy("what is paid later goes against payment", f"order {order}", found, expected)
    later = sorted(booked & kept)
    for first in range(0, len(later), PROVED_AT_ONCE):
        yield from _collected_and_paid(later[first : first + PROVED_AT_ONCE])


def _collected_and_paid(later: list[orders.OrderId]) -> Iterator[Discrepancy]:
    sent, paid, lines = fulfilment.consignments_of(later), payments.payments_of(later), orders.lines_of(later)
    for order in later:
        gone = [each for each in sent[order] if each.state is fulfilment.ConsignmentState.COLLECTED]
        worth, taken = orders.value_held(lines[order], gone), orders.money_of(paid[order])
        # What a bank held for it and did not give in the end was taken at the counter all the same, and has its case.
        taken += sum(each.amount for each in paid[order] if each.state is payments.PaymentState.EXPIRED)
        if worth != taken:
            yield Discrepancy("what was collected is paid for", f"order {order}", f"{taken} paid", f"{worth} collected")


def _units_back(back: orders.ReturnedLine | None, part: inventory.TakenBack) -> str:
    """Say what a movement brought back, in units of its line: a kit's components come back for whole kits."""
    if back and part.variant != back.variant and part.quantity % back.units == 0:
        return f"{back.units} to place {part.place}"
    return f"{part.quantity} to place {part.place}"


def _stock() -> list[Discrepancy]:
    return inventory.audit(_counted())


def _levels_at(market: MarketId, place: PlaceId) -> Iterator[inventory.Level]:
    last = None
    while page := inventory.levels_at(market, place, after=last, limit=_PAGE):
        yield from page
        last = page[-1].variant


def _counted() -> list[PlaceId]:
    return [
        place.id for market in markets.list_markets() for place in places.places_ever(market.id, places.COUNTED_KINDS)
    ]


def _ledger() -> Iterator[Discrepancy]:
    for finding in ledger.audit():
        yield Discrepancy(finding.fault, f"ledger row {finding.row}", str(finding.found), str(finding.expected))
