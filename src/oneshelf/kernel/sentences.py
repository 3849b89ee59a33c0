"""From a refusal to the words a person reads: what happened and what to do next.

Each module registers its own in `messages.py`; a test refuses an error class without a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.errors import Invalid, NotAllowed, NotFound, Refusal
from oneshelf.kernel.states import WrongState

Text = str | Promise
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A refusal in words: `what` happened and the `cure`, both in the reader's language."""

    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.what} {self.cure}".strip()


_registered: dict[type[Refusal], tuple[Text, Text]] = {}
_shown: dict[type, Callable[[Any], str]] = {}
_named: dict[str, Text] = {}
_CODED = frozenset({"kind", "machine", "state", "wanted", "method"})
"""The fields in which refusals carry codes of the house, such as 'placed', rather than what somebody wrote."""


def register(sentences: Mapping[type[Refusal], tuple[Text, Text]]) -> None:
    """Add sentences: error class -> (what happened, cure), `%(name)s` standing for the refusal's fields."""
    _registered.update(sentences)


def show(kind: type[T], words: Callable[[T], str]) -> None:
    """Say how sentences write a `kind` of value, such as money, in the active language; others are written as text."""
    _shown[kind] = words


def name_codes(words: Mapping[str, Text]) -> None:
    """Say what people call the codes that refusals carry: kinds of things, states, methods. A code has one word."""
    _named.update(words)


def is_named(code: str) -> bool:
    """Tell whether people have a word for `code`."""
    return code in _named


def describe(refusal: Refusal) -> Sentence:
    """Return the words for `refusal` in the active language. LookupError when its class has none."""
    what, cure = _registered[type(refusal)]
    details = {name: _words(name, value) for name, value in refusal.details.items()}
    return Sentence(str(what) % details, str(cure) % details)


def written(text: Text, **values: Any) -> str:
    """Return a text in the reader's language with values in it, money and times as `show` says they are written."""
    return str(text) % {name: _words(name, value) for name, value in values.items()}


def _words(name: str, value: Any) -> Any:
    words = _shown.get(type(value))
    if words:
        return words(value)
    return _named.get(value, value) if name in _CODED else value


def is_registered(kind: type[Refusal]) -> bool:
    """Tell whether `kind` has a sentence."""
    return kind in _registered


register(
    {
        NotFound: (_("There is no %(kind)s “%(value)s”."), _("Check it and try again.")),
        Invalid: (_("%(name)s cannot be “%(value)s”."), "%(cure)s"),
        WrongState: (
            _("This %(machine)s is %(state)s and cannot become %(wanted)s."),
            _("Look at it again: somebody may have changed it meanwhile."),
        ),
        NotAllowed: (
            _("You may not do this (%(permission)s)."),
            _("Ask whoever manages your team, or whoever made the program's key."),
        ),
    }
)
