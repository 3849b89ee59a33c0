"""Try a policy out on one past order: from where would it be sent, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oneshelf.kernel import clock
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceKind
from oneshelf.modules.sourcing import queries, rules
from oneshelf.modules.sourcing.actions.promise import MOST_CONSIDERED
from oneshelf.modules.sourcing.types import (
    Candidate,
    Decision,
    Network,
    OrderLine,
    PastOrder,
    Policy,
    Situation,
)


def try_out(market: MarketId, order: PastOrder, policy: Policy) -> Decision:
    """Return how an order of the past would be sent under `policy`, with the alternatives; see `rehearse`.

    Nothing is written.
    """
    ((_, situation, asked),) = set_up(queries.network_of(market), [order], [policy])
    return rules.decide(order.lines, asked, policy, region=rules.region_of(situation))


def set_up(
    network: Network, orders: Sequence[PastOrder], policies: Sequence[Policy]
) -> Iterator[tuple[PastOrder, Situation, list[Candidate]]]:
    """Give each order with what `policies` would decide about it stands on, and the places that could send it.

    The shelves are those of today, with what the order took from them put back: one statement for all of them, and
    another one where a policy asks how long goods have lain.
    """
    asked = [place for place, facts in network.facts.items() if facts.place.kind is not PlaceKind.PICKUP_POINT]
    variants = list(dict.fromkeys(line.variant for order in orders for line in order.lines))
    rows = inventory.availability(network.market, None, variants, asked)
    shelves = {row.place: dict(zip(variants, row.units, strict=True)) for row in rows}
    goods = [OrderLine(1, variant, 1) for variant in variants]
    lain = queries.ages_of(network.market, goods, asked, clock.now(), policies)
    ages = {place: dict(zip(variants, days, strict=True)) for place, days in lain.items()}
    for order in orders:
        back = set(order.sent_from)
        units = {
            place: tuple(have[line.variant] + (line.quantity if place in back else 0) for line in order.lines)
            for place, have in shelves.items()
        }
        position = delivery.located(order.destination, (facts.place for facts in network.facts.values()))
        distances = {
            place: delivery.distance_m(position, facts.place.position)
            for place, facts in network.facts.items()
            if position is not None and facts.place.position is not None
        }
        old = {place: tuple(days[line.variant] for line in order.lines) for place, days in ages.items()}
        situation = Situation(network, order.lines, units, {}, order.placed_at, order.destination, distances, old)
        service = next((each for each in network.book.services if each.code == order.service), None)
        service = service or next(iter(network.book.services), None)
        yield order, situation, rules.candidates(situation, service, most=MOST_CONSIDERED)
