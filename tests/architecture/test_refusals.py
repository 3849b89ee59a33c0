"""Every refusal can be put into words, in each language of the house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import ClassVar

import pytest
from django.conf import settings
from django.utils import translation

from oneshelf.kernel import sentences
from oneshelf.kernel.errors import Refusal
from tests.architecture.tree import agree, import_house


def sample(kind: type[Refusal]) -> Refusal:
    """Return a refusal of `kind` with 1 in every field, which both %s and %d can print."""
    refusal = kind.__new__(kind)
    for field in fields(kind):
        setattr(refusal, field.name, 1)
    return refusal


def unspeakable(kind: type[Refusal]) -> Iterator[str]:
    """Say when `kind` has no sentence, or one that asks for a field it does not have."""
    where = f"{kind.__module__}.{kind.__qualname__}"
    if not sentences.is_registered(kind):
        yield (
            f"{where} has no sentence. Cure: register what happened and what to do next with sentences.register() "
            "in the module's messages.py, imported by its apps.py in ready()."
        )
        return
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            try:
                words = sentences.describe(sample(kind))
            except (KeyError, ValueError, TypeError) as fault:
                yield (
                    f"{where}: its sentence in {language!r} cannot be filled ({fault}). "
                    f"Cure: use only %(name)s of {[field.name for field in fields(kind)]}."
                )
            else:
                if not words.what or not words.cure:
                    yield f"{where}: its sentence in {language!r} lacks what happened or the cure. Cure: write both."


def test_every_refusal_has_words() -> None:
    import_house()
    agree(
        complaint
        for kind in list(Refusal.known.values())
        if kind.__module__.startswith("oneshelf.")
        for complaint in unspeakable(kind)
    )


def test_a_refusal_without_fitting_words_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Refusal, "known", dict(Refusal.known))

    @dataclass(eq=False)
    class Mute(Refusal):
        code: ClassVar[str] = "mute"
        size: int

    assert any("Cure:" in complaint for complaint in unspeakable(Mute))
    monkeypatch.setattr(sentences, "_registered", {**sentences._registered, Mute: ("It is %(length)s long.", "Cut.")})
    assert any("Cure:" in complaint for complaint in unspeakable(Mute))
    monkeypatch.setattr(sentences, "_registered", {**sentences._registered, Mute: ("It is %(size)d long.", "Cut.")})
    assert list(unspeakable(Mute)) == []
