"""A language in which every translated text shows: it stands in ⟦brackets⟧. What a page shows without them is either
data, a number, a date, or a text that somebody forgot to mark."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from babel import Locale
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import trans_real

SPOKEN = ("aria-label", "aria-description", "aria-roledescription", "title", "placeholder", "alt", "label", "summary")
"""Attributes that are shown or read aloud."""

NAMES = ("Oneshelf", "OpenMoji", "CC BY-SA", "PDF", "SKU", "GTIN", "kg", "km", "mi")
"""The same in every language."""

_CODES = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?:\b[0-9A-Z]{4,5}-){2,}[0-9A-Z]{1,5}\b|"
    r"https?://\S+|\w+\.(?:\w+|\*)|[\w.+-]+@[\w.-]+|\w+/\w+(?:/\w+)?|\{\w*\}|(?<!\w)(?=\w*\d)(?=\w*[a-zA-Z])\w+(?!\w)"
)
"""Ids, codes of carts and coupons, addresses, time zones, what a script fills in, what mixes letters with digits."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_LOOKS_SAID = re.compile(r"^[A-Z][a-z]+\b.*|.*[a-z]{2,} [a-z]{2,}.*", re.DOTALL)
"""A capital, or two words: a data attribute or a value for a script may be anything else than a text."""

_DRAWN = ("material-symbols", "ui-avatar")
"""Classes of elements whose text is a drawing: icons that Unfold writes as words of a font, initials."""

_UNSAID = {"data-key", "data-do"}
_SILENT = {"script", "style", "kbd", "code"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "path"}


@contextmanager
def spoken(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak it for as long as the block runs."""
    with patch.context() as within:
        for name in ("gettext", "ngettext", "pgettext", "npgettext"):
            within.setattr(f"django.utils.translation._trans.{name}", _bracketed(getattr(trans_real, name)))
        yield


_FILLED = re.compile(r"(%\(\w+\)[a-z]|%[a-z]|\{\w*\}|<[^>]+>)")
"""Places that are filled in, and markup. They stay outside of the brackets, so that what is filled in is looked at."""


def _bracketed(said: Any) -> Any:
    def say(*given: Any) -> str:
        parts = _FILLED.split(said(*given))
        return "".join(part if number % 2 or not part else f"⟦{part}⟧" for number, part in enumerate(parts))

    return say


def unmarked(html: str, data: Iterable[str] = ()) -> list[str]:
    """Return every text of a page, or piece of one, that went past gettext and is none of `data`."""
    page = _Page()
    page.feed(html)
    page.close()
    known = _known(tuple(sorted(set(data), key=len, reverse=True)))
    return [text for text in page.texts if _WORD.search(_bare(text, known))]


def _bare(text: str, known: re.Pattern[str]) -> str:
    """Return what is left of a text without translations, data, numbers and what Babel writes."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = shorter
    # A value cut short by a page, or a text that a package shortens in the middle of the brackets.
    text = re.sub(r"⟦[^⟦⟧]*…", " ", text)
    for pattern in (_babel(), _CODES, known, _CODES):
        text = pattern.sub(" ", text)
    return text


@cache
def _known(data: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in (*data, *NAMES)))


@cache
def _babel() -> re.Pattern[str]:
    """Words of English dates and amounts of money."""
    english = Locale.parse("en")
    words = {"AM", "PM", "at"} | set(english.territories.values())
    for kind in (english.months, english.days):
        words |= {name for widths in kind.values() for names in widths.values() for name in names.values()}
    ordered = sorted((word for word in words if len(word) > 1), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in ordered) + r"|\bUSD\b|(?<=\d)[AP]M\b")


class _Page(HTMLParser):
    """Collects what people see or hear of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._json = False
        self._heard = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._say()
        given = {name: value or "" for name, value in attrs}
        foreign = given.get("translate") == "no" or (tag != "html" and given.get("lang", "en") != "en")
        foreign = foreign or any(each in given.get("class", "") for each in _DRAWN)
        silent = tag in _SILENT or foreign or given.get("type") == "hidden" or bool(self._open and self._open[-1][1])
        if not silent:
            self.texts += [given[name] for name in SPOKEN if given.get(name)]
            self.texts += [
                value
                for name, value in given.items()
                if name.startswith("data-") and name not in _UNSAID and _is_said(value)
            ]
            if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
                self.texts.append(given.get("value", ""))
            if tag == "meta" and given.get("name") == "description":
                self.texts.append(given.get("content", ""))
        self._json = tag == "script" and given.get("type") == "application/json"
        if tag not in _VOID:
            self._open.append((tag, silent))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        self._say()
        if any(each == tag for each, _silent in self._open):
            while self._open and self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._json and data.strip():
            self.texts += [text for text in strings_in(json.loads(data)) if _is_said(text)]
        elif not (self._open and self._open[-1][1]):
            self._heard += data

    def close(self) -> None:
        super().close()
        self._say()

    def _say(self) -> None:
        if self._heard.strip():
            self.texts.append(" ".join(self._heard.split()))
        self._heard = ""


def _is_said(value: str) -> bool:
    return bool(_LOOKS_SAID.match(value)) and not value.startswith(("{", "[", "/", "http"))


def strings_in(value: Any) -> Iterator[str]:
    """Yield every text within a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings_in(each)


def data_of_the_house() -> set[str]:
    """Return every text in the database that is written by people: names, titles, numbers, but not codes like 'placed'.

    A page that shows such a code shows a word that nobody translated.
    """
    found: set[str] = set()
    for model in apps.get_models():
        fields = [each.attname for each in model._meta.concrete_fields if isinstance(each, _TEXTS)]
        for row in model._default_manager.values_list(*fields) if fields else ():
            found.update(text for value in row for text in strings_in(_plain(value)))
    return {text.strip() for text in found if re.search(r"[A-ZŁŚŻ0-9 @-]", text) and _WORD.search(text)}


_TEXTS = (models.CharField, models.TextField, models.JSONField, ArrayField)


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))
