"""Promises: every way to get a five-line basket, from 500 stores with hours, terms, limits and a carrier."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time as clock_time
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from oneshelf.surfaces.console.bench import stage as stages
from oneshelf.surfaces.console.bench.stage import Size, cpu_seconds

if TYPE_CHECKING:
    from oneshelf.modules.catalogue.public import VariantId
    from oneshelf.modules.markets.public import ChannelId, Market, MarketId
    from oneshelf.modules.places.public import Place, PlaceId

STORES, TINY_STORES = 500, 20
VARIANTS, TINY_VARIANTS = 400, 20
LINES = 5
NODE_CORES = 16
"""For how many cores the rate is extrapolated from CPU seconds."""

SEED = 3


@dataclass(frozen=True)
class _Chain:
    market: MarketId
    channel: ChannelId
    stores: list[PlaceId]
    variants: list[VariantId]


def promise(size: Size) -> dict[str, Any]:
    """Measure promises beside the availability of the same baskets, one after the other in one process."""
    tiny = size == stages.TINY
    with stages.database() as (folder, _):
        chain = _open(TINY_STORES if tiny else STORES, TINY_VARIANTS if tiny else VARIANTS)
        with _remembering():
            asks = _asks(chain)
            for ask in asks.values():
                ask()
            server = stages.server_processes(folder)
            told = {name: _measured(ask, size.seconds, server) for name, ask in asks.items()}
    answer: dict[str, Any] = {"bench": "promise", "stores": len(chain.stores), "lines": LINES}
    answer |= told["promise"]
    answer["per_s_16_cores_extrapolated"] = round(NODE_CORES * 1000 / told["promise"]["cpu_ms_per_unit"])
    answer["availability"] = told["availability"]
    answer["ratio"] = round(told["promise"]["per_s"] / told["availability"]["per_s"], 3)
    return answer


def _asks(chain: _Chain) -> dict[str, Callable[[], object]]:
    """Return the work and its peer; each call asks for another basket from another place."""
    from oneshelf.kernel import clock
    from oneshelf.kernel.money import Money
    from oneshelf.modules.delivery.public import Destination
    from oneshelf.modules.inventory import public as inventory
    from oneshelf.modules.places.public import Position
    from oneshelf.modules.sourcing import public as sourcing

    chance = Random(SEED)

    def promised() -> object:
        wanted = chance.sample(chain.variants, LINES)
        lines = tuple(sourcing.OrderLine(n, each, chance.randint(1, 2), 800) for n, each in enumerate(wanted, 1))
        here = Position(chance.uniform(30, 45), chance.uniform(-120, -75))
        where = sourcing.Where(Destination("US", "10001", here))
        basket = sourcing.Basket(lines, Money(4_000, "USD"))
        return sourcing.promise(chain.market, chain.channel, basket, where, clock.now())

    def available() -> object:
        return inventory.availability(chain.market, chain.channel, chance.sample(chain.variants, LINES), chain.stores)

    return {"promise": promised, "availability": available}


def _measured(ask: Callable[[], object], seconds: float, server: list[int]) -> dict[str, Any]:
    spent: list[float] = []
    cpu, began = time.process_time() + cpu_seconds(server[:1]), time.monotonic()
    while time.monotonic() - began < seconds:
        start = time.perf_counter()
        ask()
        spent.append((time.perf_counter() - start) * 1000)
    wall = time.monotonic() - began
    cpu = time.process_time() + cpu_seconds(server[:1]) - cpu
    spent.sort()
    figures = {f"p{part}_ms": round(spent[min(len(spent) * part // 100, len(spent) - 1)], 2) for part in (50, 95, 99)}
    return {"per_s": round(len(spent) / wall, 1), **figures, "cpu_ms_per_unit": round(cpu * 1000 / len(spent), 2)}


@contextmanager
def _remembering() -> Iterator[None]:
    """Let this process remember as a web process does: it hears of every change."""
    from django.db import connection

    from oneshelf.kernel import caches
    from oneshelf.kernel.outbox import live

    with caches.listening(connection.get_connection_params(), live.CHANNEL):
        deadline = time.monotonic() + stages.START_LIMIT_S
        while not caches.Cache.hearing:
            assert time.monotonic() < deadline, "the cache listener did not connect"
            time.sleep(0.05)
        yield


def _open(count: int, articles: int) -> _Chain:
    """Open the chain: every store has hours, terms, a limit, and seven of ten articles."""
    import django

    django.setup()
    from django.db import transaction

    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.ids import new_id
    from oneshelf.modules.delivery import public as delivery
    from oneshelf.modules.markets import public as markets
    from oneshelf.modules.places import public as places
    from oneshelf.modules.sourcing import public as sourcing

    chance = Random(SEED)
    market = markets.create_market(
        code="bench",
        name="Bench",
        currency="USD",
        default_language="en",
        languages=("en",),
        time_zone="America/Chicago",
        tax_included=True,
    )
    places.open_market_places(market.id)
    channel = markets.create_channel(market.id, code="web", kind=markets.ChannelKind.WEB, name="Web")
    stores = [_place(market, number, chance) for number in range(1, count + 1)]
    week = [places.Opening(day, clock_time(9), clock_time(20)) for day in range(7)]
    with transaction.atomic():
        places.bulk_load_places(stores, {store.id: week for store in stores})
        for store in stores:
            delivery.set_terms(store.id, delivery.Terms(90, 30, 80, 10), actor=SYSTEM)
            sourcing.set_limit(store.id, 40, actor=SYSTEM)
        for kind, within, rate in (("parcel", None, 490), ("local", 15_000, 700)):
            zone = delivery.Zone(kind, delivery.Rate(rate, 50, 6_000, 350, 40), "US", within_m=within)
            service = delivery.Service(
                delivery.ServiceId(new_id()), kind, kind, delivery.ServiceKind(kind), 1 - (kind == "local"), 3, (zone,)
            )
            delivery.open_service(market.id, service, actor=SYSTEM)
        for store in stores:
            if store.kind is places.PlaceKind.WAREHOUSE:
                delivery.set_lane(delivery.Lane(store.id, None), actor=SYSTEM)
    chain = _Chain(
        market.id, channel.id, [store.id for store in stores], list(map(stages.variant_id, range(1, articles + 1)))
    )
    _stock(chain, chance)
    return chain


def _place(market: Market, number: int, chance: Random) -> Place:
    """Return one of fifty places as a warehouse, the others as stores; every second one ships."""
    from oneshelf.kernel.ids import new_id
    from oneshelf.modules.places import public as places

    return places.Place(
        id=places.PlaceId(new_id()),
        market=market.id,
        code=f"store-{number}",
        name=f"Store {number}",
        kind=places.PlaceKind.WAREHOUSE if number % 50 == 0 else places.PlaceKind.STORE,
        time_zone=market.time_zone,
        address=places.Address(postal_code=f"{10_000 + 150 * number}", country="US"),
        position=places.Position(chance.uniform(30, 45), chance.uniform(-120, -75)),
        sells=number % 50 > 0,
        collects=number % 50 > 0,
        ships=number % 2 == 0,
    )


def _stock(chain: _Chain, chance: Random) -> None:
    from django.db import connection

    from oneshelf.kernel import clock
    from oneshelf.kernel.ids import new_id
    from oneshelf.modules.inventory import public as inventory
    from oneshelf.modules.places import public as places

    supplier, at = places.virtual_places(chain.market).supplier, clock.now() - timedelta(hours=1)
    for store in chain.stores:
        rows = [
            inventory.LoadedMovement(new_id(), each, supplier, store, chance.randint(1, 9), "receipt", new_id(), 1, at)
            for each in chain.variants
            if chance.random() < 0.7
        ]
        inventory.bulk_load_movements(chain.market, rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
