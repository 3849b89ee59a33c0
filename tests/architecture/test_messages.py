"""Every text that people see is translated into every language of the house, where Django finds it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.utils.translation import gettext, ngettext, npgettext, override, pgettext

from oneshelf.kernel import sentences
from oneshelf.kernel.states import StateMachine
from oneshelf.surfaces.console.messages import catalogues
from oneshelf.surfaces.console.messages.sources import HOUSE, Key, marked, texts_of
from tests.architecture.tree import agree, import_house, texts

LANGUAGES = catalogues.languages()


def test_polish_is_spoken() -> None:
    assert LANGUAGES == ["pl"]
    assert catalogues.forms_of("pl") == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    agree(
        complaint
        for package, wanted in marked().items()
        for file in [catalogues.file_of(package, language)]
        for complaint in catalogues.missing(wanted, catalogues.read(file, language), language, file)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_translated_in_one_way(language: str) -> None:
    files = [catalogues.file_of(package, language) for package in marked()]
    agree(catalogues.torn({file: catalogues.read(file, language) for file in files}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_say_what_the_catalogues_say(language: str) -> None:
    """The compiled catalogues are those, and no package of others' says the same text in its own way."""
    with override(language):
        files = [catalogues.file_of(package, language) for package in marked()]
        agree(
            f"{file.relative_to(HOUSE)} says “{form}”, a page “{said}”. Cure: run `oneshelf messages`, or split "
            "the text with pgettext when another package translates it otherwise."
            for file in files
            for key, forms in catalogues.read(file, language).items()
            for form, said in zip(forms, _said(key), strict=True)
            if said != form
        )


def _said(key: Key) -> list[str]:
    """What Django says for one, for few and for many, or for a text without a plural."""
    if isinstance(key.text, str):
        return [pgettext(key.context, key.text) if key.context else gettext(key.text)]
    one, more = key.text
    return [npgettext(key.context, one, more, n) if key.context else ngettext(one, more, n) for n in (1, 2, 5)]


def test_every_code_that_a_refusal_carries_has_a_word() -> None:
    import_house()
    machines = [each for module in list(sys.modules.values()) for each in _machines(module)]
    assert len({machine.name for machine in machines}) > 4
    codes = {code for machine in machines for code in (machine.name, *(str(state) for state in machine.follows))}
    for _path, text in texts(".py", below="src/"):
        codes |= set(re.findall(r'NotFound\(kind="([^"]+)"', text))
    agree(
        f"A refusal says “{code}”, for which no language has a word. Cure: name it with sentences.name_codes()."
        for code in sorted(codes)
        if not sentences.is_named(code)
    )


def _machines(module: ModuleType) -> Iterator[StateMachine[Any]]:
    if module.__name__.startswith("oneshelf."):
        for value in vars(module).values():
            yield from (
                each
                for each in (value.values() if isinstance(value, dict) else [value])
                if isinstance(each, StateMachine)
            )


def test_marks_are_found_under_every_name(tmp_path: Path) -> None:
    file = tmp_path / "lamps.py"
    file.write_text(
        "from django.utils.translation import gettext as _t\n"
        "from django.utils.translation import ngettext, pgettext_lazy\n"
        "_t('dim'), _('light'), pgettext_lazy('adjective', 'light')\n"
        "ngettext('%(count)s lamp', '%(count)s lamps', 2), print('nobody')\n"
    )
    assert list(texts_of(file)) == [
        Key("dim"),
        Key("light"),
        Key("light", "adjective"),
        Key(("%(count)s lamp", "%(count)s lamps")),
    ]


def test_marks_are_found_in_templates(tmp_path: Path) -> None:
    file = tmp_path / "templates" / "lamp.html"
    file.parent.mkdir()
    file.write_text(
        "<p>\n    {% translate 'Dim' %}\n  {% blocktranslate count n=n %}{{ n }} lamp{% plural %}{{ n }} lamps"
        '{% endblocktranslate %}</p>{% translate "Light" context "adjective" %}{% icon "bulb" label=_("on") %}'
    )
    assert list(texts_of(file)) == [
        Key("Dim"),
        Key(("%(n)s lamp", "%(n)s lamps")),
        Key("Light", "adjective"),
        Key("on"),
    ]


@pytest.mark.parametrize(
    "known",
    [
        {},
        {Key("%(count)s lamps"): ("",)},
        {Key("%(count)s lamps"): ("lamp: %(number)s",)},
        {Key("%(count)s lamps"): ("%(count)s lamp",), Key("gone"): ("dawno",)},
        {Key(("%(count)s lamps", "")): ("%(count)s lampa", "%(count)s lampy", "%(count)s lamp")},
    ],
)
def test_an_incomplete_catalogue_is_refused(known: dict[Key, tuple[str, ...]]) -> None:
    complaints = list(catalogues.missing({Key("%(count)s lamps"): set()}, known, "pl", Path("django.po")))
    assert complaints
    assert all("Cure:" in complaint for complaint in complaints)


def test_two_translations_of_one_text_are_refused() -> None:
    here, there = HOUSE / "here.po", HOUSE / "there.po"
    assert list(catalogues.torn({here: {Key("lamp"): ("lampa",)}, there: {Key("lamp"): ("lampka",)}}))
    assert not list(catalogues.torn({here: {Key("lamp"): ("lampa",)}, there: {Key("lamp", "small"): ("lampka",)}}))


def test_a_catalogue_is_written_as_it_is_read(tmp_path: Path) -> None:
    wanted = {
        Key("lamp"): {"lamps.py"},
        Key(("%(n)s lamp", "%(n)s lamps"), "shop"): {"shop.html"},
        Key("new"): {"x.py"},
    }
    known = {
        Key("lamp"): ("lampa",),
        Key(("%(n)s lamp", "%(n)s lamps"), "shop"): ("%(n)s lampa", "%(n)s lampy", "%(n)s lamp"),
    }
    file = tmp_path / "django.po"
    file.write_bytes(catalogues.written(wanted, known, "pl")[0])
    assert catalogues.read(file, "pl") == known | {Key("new"): ("",)}
    assert catalogues.written(wanted, catalogues.read(file, "pl"), "pl") == catalogues.written(wanted, known, "pl")
