"""Which texts the source marks for translation, and which package each belongs to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

import oneshelf

HOUSE = Path(oneshelf.__file__).parent

Text = str | tuple[str, str]
"""A text, or the singular and the plural of one."""

_PLAIN: dict[str, tuple[object, ...] | None] = {
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_MARKS = {**_PLAIN, **{f"{name}_lazy": arguments for name, arguments in _PLAIN.items()}, "_": None}
"""Function -> which of its arguments are context, singular and plural, in Babel's words."""


@dataclass(frozen=True, order=True)
class Key:
    """What tells texts apart: the words as they stand in the source, and the context that splits homonyms."""

    text: Text
    context: str | None = None

    @property
    def first(self) -> str:
        """The words, of a pair the singular."""
        return self.text if isinstance(self.text, str) else self.text[0]


def packages() -> list[Path]:
    """Return the folders that hold a `locale`: apps of the house and the others that the settings name, deepest first.

    They are those in which Django looks, so what is found here is found by a page too.
    """
    found = {Path(app.path) for app in apps.get_app_configs()} | {Path(each).parent for each in settings.LOCALE_PATHS}
    return sorted(
        (each for each in found if each.is_relative_to(HOUSE)), key=lambda each: len(each.parts), reverse=True
    )


def marked() -> dict[Path, dict[Key, set[str]]]:
    """Return for each package the texts that its files mark, each with the files it stands in.

    LookupError for a file that marks a text outside every package, where no page would find its translation.
    """
    homes = packages()
    found: dict[Path, dict[Key, set[str]]] = {home: {} for home in homes}
    for file in sorted(HOUSE.rglob("*")):
        for key in texts_of(file):
            home = next((each for each in homes if file.is_relative_to(each)), None)
            if home is None:
                raise LookupError(f"{file} marks “{key.first}”, and no app holds it: add its `locale` to LOCALE_PATHS")
            found[home].setdefault(key, set()).add(file.relative_to(home).as_posix())
    return found


def texts_of(file: Path) -> Iterator[Key]:
    """Yield the texts that a Python file or a template marks; nothing for other files."""
    if file.suffix == ".py":
        source = file.read_text(encoding="utf-8")
        yield from _texts(source, _MARKS | _own_names(source))
    elif file.suffix in {".html", ".txt"} and "templates" in file.parts:
        # What Django makes of a template has the indentation of its HTML, at which Python's tokeniser stumbles.
        python = templatize(file.read_text(encoding="utf-8"), origin=str(file))
        yield from _texts("\n".join(line.strip() for line in python.splitlines()), _MARKS)


def _texts(source: str, marks: dict[str, tuple[object, ...] | None]) -> Iterator[Key]:
    for _line, text, _comments, context in extract("python", BytesIO(source.encode()), keywords=marks):  # type: ignore[arg-type]  # Babel takes them
        yield Key(text if isinstance(text, str) else (text[0], text[1]), context)


def _own_names(source: str) -> dict[str, tuple[object, ...] | None]:
    """Return the other names under which a file imports Django's functions, such as `gettext as _t`."""
    return {
        each.asname: _MARKS[each.name]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for each in node.names
        if each.asname and each.name in _MARKS
    }
