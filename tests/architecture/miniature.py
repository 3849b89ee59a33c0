"""A house of a few empty rooms, built in a temporary folder, on which a contract is shown to bite."""

from __future__ import annotations

import tomllib
from itertools import count
from pathlib import Path
from typing import Any

from importlinter import configuration
from importlinter.application import use_cases

from tests.architecture.tree import ROOT

_PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
CONTRACTS: dict[str, dict[str, Any]] = {
    each["id"]: each for each in tomllib.loads(_PROJECT)["tool"]["importlinter"]["contracts"]
}

RUNGS: list[list[str]] = [
    [module.strip(" ()") for module in rung.split("|")] for rung in reversed(CONTRACTS["ladder"]["layers"])
]
"""The ladder's modules, from the lowest rung to the highest."""

_IMPORTS = {
    "app.urls": ["surfaces.storefront.views"],
    "surfaces.storefront.views": ["modules.orders.public", "ui.forms"],
    "surfaces.till.views": ["modules.orders.public"],
    "connectors.stripe.gateway": ["modules.orders.public"],
    "connectors.meta.feed": ["kernel.money"],
    "ui.forms": ["kernel.money"],
    "kernel.outbox.models": ["kernel.outbox.events"],
    "kernel.outbox.events": ["kernel.money"],
    "kernel.errors": [],
    "kernel.states": ["kernel.errors"],
    "kernel.money": [],
}
_ROOMS = {
    "apps": ["listeners", "messages"],
    "admin": ["models"],
    "public": ["actions.place", "queries", "types"],
    "listeners": ["tasks"],
    "tasks": ["actions.place"],
    "actions.place": ["queries", "models", "rules"],
    "queries": ["models"],
    "models": ["types"],
    "rules": ["events"],
    "events": ["types"],
    "messages": ["errors"],
    "errors": ["types"],
    "types": [],
}
_MODULES = {"orders": ["inventory"], "inventory": ["catalogue"], "carts": ["catalogue"], "catalogue": []}
_numbers = count(1)


def rung(module: str) -> int:
    """Return how high `module` stands, the lowest rung being 0."""
    return next(height for height, modules in enumerate(RUNGS) if module in modules)


class Miniature:
    """A package that keeps every contract; `write` one import that does not, then ask whether the house `keeps` it.

    Its root has a name of its own instead of `oneshelf`, so that the linter does not find the installed house.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = f"miniature{next(_numbers)}"
        for importer, imported in _IMPORTS.items():
            self.write(importer, imported)
        for module, lower in _MODULES.items():
            for room, rooms in _ROOMS.items():
                imported = [f"modules.{module}.{each}" for each in rooms]
                if room == "actions.place":
                    imported += [f"modules.{each}.public" for each in lower]
                self.write(f"modules.{module}.{room}", imported)

    def write(self, importer: str, imported: list[str]) -> None:
        """Add to the file of module `importer` an import of each of `imported` (`django.db` stays as it is)."""
        file = self.folder.joinpath(self.root, *importer.split(".")).with_suffix(".py")
        file.parent.mkdir(parents=True, exist_ok=True)
        for package in (file.parent, *file.parent.parents):
            if package == self.folder:
                break
            (package / "__init__.py").touch()
        with file.open("a", encoding="utf-8") as text:
            for each in imported:
                text.write(f"import {each if each.startswith(('django', 'psycopg')) else f'{self.root}.{each}'}\n")

    def keeps(self, *contracts: str) -> bool:
        """Lint the miniature with these contracts of pyproject.toml. Faults of a contract itself raise."""
        project = self.folder / "pyproject.toml"
        linter = _PROJECT[_PROJECT.index("[tool.importlinter]") :]
        project.write_text(linter.replace("oneshelf", self.root), encoding="utf-8")
        return lint(project, contracts, cache=False)


def lint(project: Path, contracts: tuple[str, ...] = (), *, cache: bool = True) -> bool:
    """Tell whether the linter finds every contract of `project` kept; it prints what is not. Its own faults raise."""
    configuration.configure()
    folder = str(ROOT / ".import_linter_cache") if cache else None
    return use_cases.lint_imports(
        config_filename=str(project), limit_to_contracts=contracts, cache_dir=folder, no_logo=True, is_debug_mode=True
    )
