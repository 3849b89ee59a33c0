"""A program of the demo: a client of the API whose key is kept in the data folder, for the story and for trying out.

A key is shown once, so it is written down where only the owner of the data folder can read it. Were it derived like
the passwords of the demo's people, `clients` would need a way to choose keys, and somebody would choose weak ones.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import msgspec
from django.conf import settings

from oneshelf.kernel import decoding
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.clients import public as clients
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId, PlaceKind

MAY = (
    "catalogue.view",
    "checkout.use",
    "inventory.view",
    "orders.cancel",
    "orders.place",
    "orders.refund",
    "orders.view",
)
"""What the program may do."""

REQUESTS_PER_SECOND = 1000
"""How often it may ask: enough for a benchmark."""


@dataclass(frozen=True, slots=True)
class DemoProgram:
    """The program's key, and the codes of the store and the warehouse where the demo's people work."""

    key: str
    store: str
    warehouse: str


def file() -> Path:
    """Return where the program's key is kept."""
    return Path(settings.DATA_FOLDER) / "demo-program.json"


def read(path: Path) -> DemoProgram:
    """Return what is kept in a file. FileNotFoundError when there is none."""
    return decoding.decode(path.read_bytes(), DemoProgram)


def ensure_demo_program(store: PlaceId) -> DemoProgram:
    """Return the demo's program; make it, and write its key down, unless the file holds a key that still opens."""
    if file().exists():
        kept = read(file())
        if clients.find_by_key(kept.key) is not None:
            return kept
    place = places.get_place(store)
    (warehouse, *_) = places.list_places(place.market, {PlaceKind.WAREHOUSE})
    _, key = clients.create_client(
        "Demo", MAY, book=place.market, requests_per_second=REQUESTS_PER_SECOND, actor=SYSTEM
    )
    made = DemoProgram(key, place.code, warehouse.code)
    _keep(made)
    return made


def _keep(made: DemoProgram) -> None:
    """Write the file anew, readable by its owner only from its first byte on."""
    fresh = file().with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.write(msgspec.json.format(msgspec.json.encode(made)) + b"\n")
    fresh.replace(file())
