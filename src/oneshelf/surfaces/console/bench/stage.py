"""Where a bench plays: a durable embedded server in a folder of its own, a shop with goods, and a web process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import httpx

from oneshelf.surfaces.console.bench.policy import brand, open_policy
from oneshelf.surfaces.console.scratch import database as database

if TYPE_CHECKING:
    from oneshelf.modules.catalogue.public import VariantId
    from oneshelf.modules.markets.public import ChannelId, MarketId
    from oneshelf.modules.places.public import PlaceId

START_LIMIT_S = 90.0
"""How long the web process may take until it answers."""

CENTS = 250
"""What every variant costs, in minor units."""

_SPARSE = """
INSERT INTO inventory_level (market_id, variant_id, place_id, on_hand)
SELECT
    %(market)s::uuid, ('00000000-0000-7000-8000-' || lpad(number::text, 12, '0'))::uuid,
    (%(stores)s::uuid[])[place], %(units)s
FROM generate_series(1, array_length(%(stores)s::uuid[], 1)) AS place
CROSS JOIN LATERAL generate_series(
    %(spread)s - place %% %(spread)s, %(variants)s, %(spread)s
) AS number
"""
"""Levels of a large shop, without the ledger that they come from: orders read and write no movement of it."""

CHUNK = 5_000
"""How many movements one batch of the load holds."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large the shop is and how long each measurement takes."""

    variants: int = 10_000
    places: int = 10
    clients: int = 16
    seconds: float = 10.0
    units: int = 1_000_000
    """Units of each variant at each place, so that nothing sells out unless it is meant to."""
    spread: int = 1
    """A place has one variant of so many; see `load.Plan`."""


TINY = Size(variants=50, places=2, clients=4, seconds=0.5)


@dataclass(frozen=True, slots=True)
class Stage:
    """A shop that answers. Variant n has the SKU `bench-n` and place n the code `store-n`, both from 1."""

    folder: Path
    url: str
    key: str
    market: MarketId
    channel: ChannelId
    size: Size

    @property
    def address(self) -> tuple[str, int]:
        """Host and port of the web process."""
        host, _, port = self.url.removeprefix("http://").partition(":")
        return host, int(port)

    def server_processes(self) -> list[int]:
        """Return the processes of PostgreSQL."""
        return server_processes(self.folder)


def server_processes(folder: Path) -> list[int]:
    """Return the processes of the PostgreSQL in a data folder."""
    first = int((folder / "db" / "postmaster.pid").read_text().split()[0])
    return [first, *_descendants(first)]


def variant_id(number: int) -> VariantId:
    """Return the id of variant `number`, which SQL can make out of the number as well."""
    from oneshelf.modules.catalogue.public import VariantId

    return VariantId(UUID(f"00000000-0000-7000-8000-{number:012d}"))


@contextmanager
def shop(size: Size) -> Iterator[Stage]:
    """Open a shop of `size` and close it, with all that it wrote, when the block ends."""
    with database() as (folder, port):
        yield _furnish(folder, port, size)


@contextmanager
def web(stage: Stage) -> Iterator[int]:
    """Run the web process as long as the block runs; gives its process id."""
    command = [sys.executable, "-m", "oneshelf.app", "web"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(f"{stage.url}/healthz")
            yield process.pid
        finally:
            process.terminate()
            process.wait(timeout=30)


def cpu_seconds(processes: list[int]) -> float:
    """Return the CPU time that processes and all their descendants have used, in seconds; gone ones count nothing."""
    ticks = 0
    for process in {each for one in processes for each in (one, *_descendants(one))}:
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):  # it has ended, before its file was opened or after
            continue
        ticks += sum(map(int, fields[11:15]))  # its own and those of its children that have ended
    return ticks / os.sysconf("SC_CLK_TCK")


def _descendants(process: int) -> list[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):  # it has ended, before its file was opened or after
        return []
    return [each for child in map(int, children) for each in (child, *_descendants(child))]


def _furnish(folder: Path, port: int, size: Size) -> Stage:
    import django

    django.setup()
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.clients import public as clients
    from oneshelf.modules.markets import public as markets
    from oneshelf.modules.places import public as places

    market = markets.create_market(
        code="bench",
        name="Bench",
        currency="USD",
        default_language="en",
        languages=("en",),
        time_zone="UTC",
        tax_included=True,
    )
    places.open_market_places(market.id)
    channel = markets.create_channel(market.id, code="agent", kind=markets.ChannelKind.AGENT, name="Agent")
    stores = [
        places.open_place(
            market.id,
            code=f"store-{number}",
            name=f"Store {number}",
            kind=places.PlaceKind.STORE,
            actor=SYSTEM,
            sells=True,
            collects=True,
            ships=True,
        ).id
        for number in range(1, size.places + 1)
    ]
    _stock(market.id, stores, places.virtual_places(market.id).supplier, size)
    open_policy(market.id, size.variants)
    _, key = clients.create_client(
        "bench", ["orders.place", "checkout.use"], actor=SYSTEM, book=market.id, requests_per_second=1_000_000
    )
    return Stage(folder, f"http://127.0.0.1:{port}", key, market.id, channel.id, size)


def _stock(market: MarketId, stores: list[PlaceId], supplier: PlaceId, size: Size) -> None:
    from django.db import connection, transaction

    from oneshelf.kernel import clock
    from oneshelf.kernel.ids import new_id
    from oneshelf.modules.catalogue import public as catalogue
    from oneshelf.modules.pricing import public as pricing

    at, category = clock.now() - timedelta(hours=1), new_id()
    numbers = range(1, size.variants + 1)
    with connection.cursor() as cursor:
        cursor.execute("SET transaction_timeout = 0")  # nobody else is there yet
    with transaction.atomic():
        catalogue.bulk_load_categories([catalogue.CategoryRow(category, None, "bench", "Bench")])
        products = {number: new_id() for number in numbers}
        catalogue.bulk_load_products(
            catalogue.ProductRow(products[number], f"bench-{number}", f"Product {number}", category, brand(number))
            for number in numbers
        )
        catalogue.bulk_load_variants(
            catalogue.VariantRow(variant_id(number), products[number], f"bench-{number}") for number in numbers
        )
        pricing.bulk_load_prices(
            pricing.PriceRow(new_id(), market, variant_id(number), CENTS, 1, at, None) for number in numbers
        )
    if size.spread == 1:
        _receive(market, stores, supplier, size, at)
    with connection.cursor() as cursor:
        if size.spread > 1:
            cursor.execute(
                _SPARSE,
                {
                    "market": market,
                    "stores": stores,
                    "units": size.units,
                    "variants": size.variants,
                    "spread": size.spread,
                },
            )
        cursor.execute("VACUUM ANALYZE")


def _receive(market: MarketId, stores: list[PlaceId], supplier: PlaceId, size: Size, at: datetime) -> None:
    from oneshelf.kernel.ids import new_id
    from oneshelf.modules.inventory import public as inventory

    for store in stores:
        for begin in range(1, size.variants + 1, CHUNK):
            batch = [
                inventory.LoadedMovement(
                    new_id(), variant_id(number), supplier, store, size.units, "receipt", new_id(), 1, at
                )
                for number in range(begin, min(begin + CHUNK, size.variants + 1))
            ]
            inventory.bulk_load_movements(market, batch)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while True:
        try:
            if httpx.get(url, timeout=5).is_success:
                return
        except httpx.TransportError:
            assert time.monotonic() < deadline, f"{url} did not answer within {START_LIMIT_S} s"
        time.sleep(0.1)
