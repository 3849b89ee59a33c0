"""Compares the shop with the books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from oneshelf.modules.cases import public as cases
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState
from oneshelf.modules.places import public as places
from oneshelf.surfaces.console.simulate.acts.waiting import left_waiting
from oneshelf.surfaces.console.simulate.books import UNDATED, Key
from oneshelf.surfaces.console.simulate.clockwork import BEGINS
from oneshelf.surfaces.console.simulate.dealings import UNDER_WAY
from oneshelf.surfaces.console.simulate.world import World

MOST_TOLD = 20
"""How many differences are told."""

PAGE = 100
"""How many orders are read at once."""

_BEFORE_THE_END = (PaymentState.PENDING, PaymentState.AUTHORISED)


def differences(world: World) -> list[str]:
    """Return what is not as the books say: levels, promises, orders, parcels and money; MOST_TOLD at most."""
    found = []
    for difference in _all(world):
        found.append(difference)
        if len(found) == MOST_TOLD:
            break
    return found


def _all(world: World) -> Iterator[str]:
    yield from _levels(world)
    yield from _batches(world)
    yield from _fences(world)
    yield from _promises(world)
    yield from _orders(world)
    yield from left_waiting(world)
    yield from _cases(world)
    yield from _bank(world)


def _levels(world: World) -> Iterator[str]:
    books, chain = world.books, world.chain
    counted = [each.id for each in places.list_places(chain.market.id, places.COUNTED_KINDS)]
    known: dict[tuple[UUID, UUID], tuple[int, int]] = {
        (each.place, each.variant): (each.on_hand, each.reserved)
        for each in inventory.levels(chain.market.id, [each.variant for each in chain.articles], counted)
    }
    reserved = books.reserved()
    for key in sorted(known.keys() | {key for key, units in (books.on_hand + reserved).items() if units}):
        found, expected = known.get(key, (0, 0)), (books.on_hand[key], reserved[key])
        if found != expected:
            yield f"place {key[0]}, variant {key[1]}: (on hand, reserved) is {found}, the books say {expected}"


def _batches(world: World) -> Iterator[str]:
    """Of which batches those units are that have a last day: what is good for the shortest time has gone first."""
    books, chain = world.books, world.chain
    found: dict[Key, Counter[date]] = {}
    for each in lots.parts(chain.market.id, sorted(chain.dated), chain.shelves):
        found.setdefault((each.place, each.variant), Counter())[each.expires_on or UNDATED] += each.quantity
    for key in [(place, variant) for place in chain.shelves for variant in sorted(chain.dated)]:
        there, expected = found.get(key, Counter()), books.batches.get(key, Counter())
        if there != expected:
            yield f"place {key[0]}, variant {key[1]}: batches are {dict(there)}, the books say {dict(expected)}"


def _fences(world: World) -> Iterator[str]:
    """Those fences stand that should, as full as can be, of what nobody was promised."""
    books = world.books
    standing = {id: fence for id, fence in books.fences.items() if not fence.is_over(world.now)}
    found = {each.id: each for each in inventory.list_fences(world.chain.market.id)}
    for id in sorted(found.keys() ^ standing.keys()):
        yield f"fence {id} stands {'and nobody set it' if id in found else 'in the books only'}"
    apart: Counter[Key] = Counter()
    for each in found.values():
        apart[each.place, each.variant] += each.remaining
    for id, each in found.items():
        key = (each.place, each.variant)
        left = books.free(key, world.now) - apart[key]
        over = -left - books.ahead(key, world.now)
        if over > 0:
            yield f"fences around variant {key[1]} at place {key[0]} hold {over} more than nobody was promised"
        if each.begins <= world.now and left > 0 and each.remaining + each.drawn < standing[id].units:
            yield f"fence {id} is not filled, though {left} units are free"


def _promises(world: World) -> Iterator[str]:
    """What is promised to each line of each parcel that is under way."""
    expected: Counter[tuple[UUID, int, UUID]] = Counter()
    for order in world.books.orders.values():
        for parcel in order.parcels:
            if parcel.state in UNDER_WAY:
                for number, part in parcel.parts.items():
                    expected[order.id, number, parcel.place] += part.quantity - part.short
    found: Counter[tuple[UUID, int, UUID]] = Counter()
    for each in inventory.allocated_demand():
        found[each.order, each.line, each.place] += each.most
    for order_id, line, place in sorted((found | expected).keys(), key=str):
        key = (order_id, line, place)
        if found[key] != expected[key]:
            yield f"order {order_id}, line {line}, place {place}: {found[key]} promised, the books say {expected[key]}"


def _orders(world: World) -> Iterator[str]:
    books = world.books
    ids = [OrderId(order) for order in books.orders]
    paid, sent = payments.payments_of(ids), fulfilment.consignments_of(ids)
    for id in ids:
        order = books.orders[id]
        captured = sum(each.captured for each in paid[id])
        refunded = sum(each.refunded for each in paid[id])
        if order.settled and any(each.state in _BEFORE_THE_END for each in paid[id]):
            yield f"order {order.number} is {order.state}, and its money is still held"
        if (captured, refunded) != (order.captured, order.given_back):
            yield (
                f"order {order.number}: (taken, given back) is {(captured, refunded)}, "
                f"the books say {(order.captured, order.given_back)}"
            )
        parcels = {each.id: each.state.value for each in sent[id]}
        if parcels != {parcel.id: parcel.state for parcel in order.parcels}:
            yield f"order {order.number}: parcels are {parcels}, the books say {order.parcels}"
    summaries = {each.id: each for each in _summaries(world)}
    for id in ids:
        order, summary = books.orders[id], summaries.get(id)
        known = (summary.state.value, summary.total.minor, summary.refunded.minor) if summary else None
        expected = (order.state, order.total, order.given_back)
        if known is None or known != expected:
            yield f"order {order.number}: (state, total, refunded) is {known}, the books say {expected}"
    for stranger in summaries.keys() - set(ids):
        yield f"order {summaries[stranger].number} is in the order book, and the books do not know it"


def _summaries(world: World) -> Iterator[orders.OrderSummary]:
    page = orders.list_orders(world.chain.market.id, since=BEGINS, limit=PAGE)
    while page:
        yield from page
        last = page[-1]
        page = orders.list_orders(
            world.chain.market.id, since=BEGINS, before=last.placed_at, before_id=last.id, limit=PAGE
        )


def _cases(world: World) -> Iterator[str]:
    """Shoppers are asked about what is missing of orders under way, and about nothing else."""
    kinds = (cases.Kind.LINE_SHORT, cases.Kind.DELAYED)
    asked = {each.id for kind in kinds for each in cases.to_settle(world.chain.market.id, kind=kind)}
    for id in sorted(asked ^ world.books.cases.keys()):
        order = world.books.orders[cases.get_case(cases.CaseId(id)).order]
        yield f"order {order.number}: case {id} waits {'and nobody knows why' if id in asked else 'in the books only'}"
    for order in world.books.orders.values():
        for line, units in sorted(world.books.forgotten(order).items()):
            yield f"order {order.number}, line {line}: {units} units are missing, and nobody sends them or is asked"


def _bank(world: World) -> Iterator[str]:
    """The bank holds money for orders under way only, and has taken and given back what the orders say."""
    under_way = sum(
        tender.amount
        for order in world.books.orders.values()
        if order.state in ("placed", "ready")
        for tender in order.tenders
        if tender.held
    )
    held = sum(charge.amount for charge in world.bank.charges.values() if charge.state in ("held", "thinking"))
    if held != under_way:
        yield f"the bank holds {held}, orders under way are worth {under_way}"
