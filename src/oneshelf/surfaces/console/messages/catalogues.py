"""Catalogues of translations: `locale/<language>/LC_MESSAGES/django.po` of a package, and its compiled `.mo`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from oneshelf.surfaces.console.messages.sources import HOUSE, Key, Text

SOURCE_LANGUAGE = "en"
"""The language in which texts stand in the source; it needs no catalogue."""

_WIDTH = 120
_NAMES = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|</?\w+>")
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # the same texts give the same bytes, whenever they were compiled
_HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""

Translations = Mapping[Key, tuple[str, ...]]
"""What a language says for each text: one form, or as many as its plural has. An empty form is a missing one."""


def languages() -> list[str]:
    """Return the languages of the house that need catalogues."""
    return [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]


def file_of(package: Path, language: str) -> Path:
    """Return where a package keeps its translations."""
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def forms_of(language: str) -> int:
    """Return how many forms the plural of a language has."""
    return Catalog(locale=language).num_plurals


def read(file: Path, language: str) -> dict[Key, tuple[str, ...]]:
    """Return what a catalogue says, without what somebody should think about again (fuzzy); nothing without file."""
    if not file.exists():
        return {}
    with file.open("rb") as opened:
        catalogue = read_po(opened, locale=language)
    return {
        Key(_text(message.id), message.context): _forms(message.string)
        for message in catalogue
        if message.id and not message.fuzzy
    }


def written(wanted: Mapping[Key, set[str]], known: Translations, language: str) -> tuple[bytes, bytes]:
    """Return a catalogue of the `wanted` texts with what is `known` of them: as people edit it, and compiled."""
    catalogue = Catalog(locale=language, creation_date=_NO_TIME, revision_date=_NO_TIME)
    for key in sorted(wanted, key=lambda each: (each.first.casefold(), each.first, each.context or "")):
        plural = not isinstance(key.text, str)
        forms = known.get(key, ("",) * (forms_of(language) if plural else 1))
        places = [(file, None) for file in sorted(wanted[key])]
        catalogue.add(key.text, forms if plural else forms[0], places, context=key.context)  # type: ignore[arg-type]  # Babel takes files without lines
    edited, compiled = BytesIO(), BytesIO()
    write_po(edited, catalogue, width=_WIDTH, omit_header=True, include_lineno=False)
    write_mo(compiled, catalogue)
    header = _HEADER.format(language=language, plurals=catalogue.plural_forms)
    return header.encode() + edited.getvalue(), compiled.getvalue()


def missing(wanted: Mapping[Key, set[str]], known: Translations, language: str, file: Path) -> Iterator[str]:
    """Say which of the `wanted` texts are not `known`, not in every form, or with other names in them; and which
    known ones nobody wants."""
    where = file.relative_to(HOUSE) if file.is_relative_to(HOUSE) else file
    cure = "Cure: run `oneshelf messages`, translate it there, and run it again"
    for key in wanted:
        count = 1 if isinstance(key.text, str) else forms_of(language)
        forms = known.get(key, ())
        if len(forms) != count or not all(forms):
            yield f"{where} does not say “{key.first}”. {cure}."
            continue
        names = [sorted(_NAMES.findall(text)) for text in _forms(key.text)]
        for form in forms:
            if sorted(_NAMES.findall(form)) not in names:
                yield f"{where}: “{form}” has other names in it than “{key.first}”. Cure: keep each as it is."
    for key in known:
        if key not in wanted:
            yield f"{where} says “{key.first}”, which no source says. Cure: run `oneshelf messages`."


def torn(known: Mapping[Path, Translations]) -> Iterator[str]:
    """Say which texts are translated in two ways: Django lays all catalogues over each other, and one would win."""
    said: dict[Key, tuple[Path, tuple[str, ...]]] = {}
    for file, translations in known.items():
        for key, forms in translations.items():
            first, before = said.setdefault(key, (file, forms))
            if all(forms) and all(before) and before != forms:
                yield (
                    f"“{key.first}” is “{before[0]}” in {first.relative_to(HOUSE)} and “{forms[0]}” in "
                    f"{file.relative_to(HOUSE)}. Cure: choose one, or split the text with pgettext."
                )


def _text(given: str | list[str] | tuple[str, ...]) -> Text:
    return given if isinstance(given, str) else (given[0], given[1])


def _forms(given: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())
