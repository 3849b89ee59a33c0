"""Sourcing: 10,000 open orders, 300 places with hours that fill up, costs and goods; needs no database."""

from __future__ import annotations

import time
from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from oneshelf.surfaces.console.bench import stage as stages
from oneshelf.surfaces.console.bench.stage import Size

if TYPE_CHECKING:
    from oneshelf.modules.places.public import PlaceId
    from oneshelf.modules.sourcing.public import Candidate, OpenOrder, Option, OrderLine

ORDERS, PLACES, VARIANTS = 10_000, 300, 2_000
TINY_ORDERS, TINY_PLACES, TINY_VARIANTS = 40, 12, 40
SAMPLE, TINY_SAMPLE = 250, 10
"""How many of the orders are compared with the exact optimum, which weighs every place for each of them."""

SEED = 5
SLACK = 1.5
"""The places together have room for so many times the orders, so that near ones fill up."""


class _World:
    """A chain on a map of a thousand kilometres: more people and more places in its middle."""

    def __init__(self, places: int, variants: int, orders: int) -> None:
        from oneshelf.modules.catalogue.public import VariantId
        from oneshelf.modules.places.public import PlaceId

        self.chance = Random(SEED)
        self.places = [PlaceId(UUID(int=number)) for number in range(1, places + 1)]
        self.variants = [VariantId(UUID(int=10**6 + number)) for number in range(variants)]
        self.at = {place: self._somewhere() for place in self.places}
        self.parcel = {place: self.chance.randint(250, 600) for place in self.places}
        self.stock = {
            (place, variant): self.chance.randint(1, 20)
            for place in self.places
            for variant in self.variants
            if self.chance.random() < 0.5
        }
        self.room = {place: round(orders * SLACK / places * self.chance.uniform(0.5, 1.5)) for place in self.places}
        self.orders = [self._order() for _ in range(orders)]

    def candidates(self, order: tuple[tuple[float, float], list[OrderLine]]) -> list[Candidate]:
        """Return every place as it looks to one order."""
        from oneshelf.modules.places.public import PlaceKind
        from oneshelf.modules.sourcing.public import Candidate

        (x, y), lines = order
        have = self.stock.get
        return [
            Candidate(
                place=place,
                kind=PlaceKind.STORE,
                units=tuple([have((place, line.variant), 0) for line in lines]),
                distance_m=round(((self.at[place][0] - x) ** 2 + (self.at[place][1] - y) ** 2) ** 0.5),
                parcel_cost=self.parcel[place],
                unit_cost=12,
                kg_cost=45,
            )
            for place in self.places
        ]

    def _order(self) -> tuple[tuple[float, float], list[OrderLine]]:
        from oneshelf.modules.sourcing.public import OrderLine

        chosen = self.chance.sample(self.variants, self.chance.choice([1, 1, 2, 2, 3, 5]))
        lines = [
            OrderLine(number, variant, self.chance.choice([1, 1, 1, 2]), self.chance.randint(50, 2_500))
            for number, variant in enumerate(chosen, start=1)
        ]
        return self._somewhere(), lines

    def _somewhere(self) -> tuple[float, float]:
        return self.chance.gauss(0, 250_000), self.chance.gauss(0, 250_000)


def sourcing(size: Size) -> dict[str, Any]:
    """Measure deciding one by one, then the whole batch, beside the rule "first fit" and the optimum of a sample."""
    import django

    django.setup()
    from oneshelf.modules.sourcing import public as module

    tiny = size == stages.TINY
    world = _World(*((TINY_PLACES, TINY_VARIANTS, TINY_ORDERS) if tiny else (PLACES, VARIANTS, ORDERS)))
    online = _online(world, TINY_SAMPLE if tiny else 400)
    began = time.perf_counter()
    waiting = [
        module.OpenOrder(UUID(int=number), module.options(lines, world.candidates((at, lines)), module.USUAL))
        for number, (at, lines) in enumerate(world.orders)
    ]
    weighing = time.perf_counter() - began
    began = time.perf_counter()
    plan = module.optimise(waiting, world.room, world.stock)
    solving = time.perf_counter() - began
    return {
        "bench": "sourcing",
        "orders": len(waiting),
        "places": len(world.places),
        "online": online,
        "batch": {
            "weighing_ms_per_order": round(weighing * 1000 / len(waiting), 2),
            "solving_s": round(solving, 2),
            "proven_gap_percent": round(plan.gap_percent, 3),
            "unserved": sum(option is None for option in plan.chosen),
        },
        "below_first_fit_percent": _below(world, waiting, plan.chosen),
        "sample": _sample(world, TINY_SAMPLE if tiny else SAMPLE),
    }


def _online(world: _World, orders: int) -> dict[str, Any]:
    """Decide order by order, as checkout does: every place is weighed, with the alternatives told."""
    from oneshelf.modules.sourcing import public as module

    spent, exact = [], 0
    for order in world.orders[:orders]:
        asked = world.candidates(order)
        began = time.perf_counter()
        decision = module.decide(order[1], asked, module.USUAL)
        spent.append((time.perf_counter() - began) * 1000)
        exact += decision.exact
    spent.sort()
    figures = {f"p{part}_ms": round(spent[min(len(spent) * part // 100, len(spent) - 1)], 2) for part in (50, 95, 99)}
    return {
        "mean_ms": round(sum(spent) / len(spent), 2),
        **figures,
        "exact_percent": round(100 * exact / len(spent), 1),
    }


def _below(world: _World, waiting: list[OpenOrder], chosen: tuple[Option | None, ...]) -> dict[str, float]:
    """Return how much less the plan costs than two rules; an order left without counts twice its dearest option."""
    from oneshelf.modules.sourcing import public as module

    by_code = [
        module.OpenOrder(each.id, tuple(sorted(each.options, key=lambda option: option.assignments[0].place)))
        for each in waiting
    ]
    ours, answer = _cost(waiting, chosen), {}
    for name, orders in (("cheapest_first", waiting), ("by_code", by_code)):
        rule = module.first_fit(orders, world.room, world.stock)
        theirs = _cost(waiting, rule)
        answer[name] = round(100 * (theirs - ours) / theirs, 2) if theirs else 0.0
        answer[f"{name}_unserved"] = sum(option is None for option in rule)
    return answer


def _cost(waiting: list[OpenOrder], chosen: Sequence[Option | None]) -> int:
    return sum(
        taken.mills if taken else 2 * max((option.mills for option in order.options), default=0)
        for order, taken in zip(waiting, chosen, strict=True)
    )


def _sample(world: _World, orders: int) -> dict[str, Any]:
    """Compare the batch of a sample with its exact optimum, for which every place is an option and no gap is left."""
    from oneshelf.modules.sourcing import public as module

    some = world.orders[:orders]
    room: dict[PlaceId, int] = {
        place: max(1, -(-count * orders // len(world.orders))) for place, count in world.room.items()
    }
    plans = []
    for most, gap in ((module.MOST_OPTIONS, module.USUAL_GAP), (len(world.places), 0.0)):
        waiting = [
            module.OpenOrder(UUID(int=n), module.options(lines, world.candidates((at, lines)), module.USUAL, most=most))
            for n, (at, lines) in enumerate(some)
        ]
        plans.append(module.optimise(waiting, room, world.stock, gap=gap))
    ours, optimum = plans
    served = [(a.mills, b.mills) for a, b in zip(ours.chosen, optimum.chosen, strict=True) if a and b]
    cost, best = sum(a for a, _ in served), sum(b for _, b in served)
    return {
        "orders": orders,
        "gap_percent": round(100 * (cost - best) / best, 3) if best else 0.0,
        "unserved": sum(option is None for option in ours.chosen),
        "unserved_at_optimum": sum(option is None for option in optimum.chosen),
        "optimum_proven_gap_percent": round(optimum.gap_percent, 4),
    }
