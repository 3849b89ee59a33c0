"""The language that shows its translations: it shows them, and nothing else."""

from __future__ import annotations

import pytest

from oneshelf.kernel import sentences
from oneshelf.kernel.states import WrongState
from tests.surfaces.pseudo import spoken, unmarked


def test_what_is_not_translated_is_found() -> None:
    found = unmarked(
        "<title>⟦Lamps⟧ · Oneshelf</title><p>⟦Every lamp⟧ Dim $12.34 <b>Lamp 3</b> placed</p><kbd>Esc</kbd>"
        '<input aria-label="Search" placeholder="⟦Search⟧" type="submit" value="Go on"><img alt="A lamp">'
        '<span data-failed="That did not work" data-view="find">November 22, 2026 at 3:00 PM</span>'
        '<script type="application/json">{"said": "Lamp is on", "code": "lamp"}</script><i lang="pl">Polski</i>'
        '<button translate="no">OpenMoji</button><script>let lamp = "no page"</script><p>⟦of ⟧<b>⟦many⟧</b></p>',
        ["Lamp 3"],
    )
    assert found == [
        "⟦Every lamp⟧ Dim $12.34",
        "placed",
        "Search",
        "Go on",
        "A lamp",
        "That did not work",
        "Lamp is on",
    ]


def test_a_translation_shows_and_what_is_filled_in_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    with spoken(monkeypatch):
        said = sentences.describe(WrongState(machine="lamp", state="ready", wanted="refunded"))
    assert said.what == "⟦This ⟧lamp⟦ is ⟧⟦ready⟧⟦ and cannot become ⟧⟦refunded⟧⟦.⟧"
    assert unmarked(said.what) == [said.what]
    assert "⟦" not in str(sentences.describe(WrongState(machine="lamp", state="ready", wanted="refunded")))
