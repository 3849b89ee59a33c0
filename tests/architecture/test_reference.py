"""The reference pages know every setting, event and command, and nothing that is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import typer
from typer.core import TyperGroup

from oneshelf.app.cli import cli
from oneshelf.kernel.outbox.events import Event
from oneshelf.surfaces.console.docs.api import api_page, document
from oneshelf.surfaces.console.docs.reference import commands_page, events_page
from tests.architecture.tree import ROOT, agree, import_house, texts

PAGES = ROOT / "docs" / "reference"
SETTING = re.compile(r"\bONESHELF_[A-Z]+(?:_[A-Z]+)*\b")
WRITE = "Cure: run `oneshelf docs` in the root of the checkout and commit what it wrote"


def settings_apart(used: set[str], described: set[str]) -> Iterator[str]:
    """Say which settings are used and not described, or the reverse."""
    for name in sorted(used - described):
        yield f"{name} is used, and docs/reference/settings.md does not know it. Cure: add a row for it."
    for name in sorted(described - used):
        yield f"{name} stands in docs/reference/settings.md, and nothing reads it. Cure: take its row out."


def outdated(page: str, wanted: str) -> Iterator[str]:
    """Say when a written page is not what the code would write, and name what differs."""
    written = (PAGES / page).read_text(encoding="utf-8")
    if written != wanted:
        apart = set(written.splitlines()) ^ set(wanted.splitlines())
        headings = sorted(line.lstrip("# ") for line in apart if line.startswith("##")) or sorted(apart)
        yield f"docs/reference/{page} is not what the code says: {', '.join(headings[:9]) or 'its order'}. {WRITE}."


def _group(commands: typer.Typer) -> TyperGroup:
    group = typer.main.get_command(commands)
    assert isinstance(group, TyperGroup)
    return group


def test_every_setting_is_described() -> None:
    used = {name for _, text in texts(".py", ".html", below="src/") for name in SETTING.findall(text)}
    agree(settings_apart(used, set(SETTING.findall((PAGES / "settings.md").read_text(encoding="utf-8")))))


def test_every_event_is_described() -> None:
    import_house()
    agree(outdated("events.md", events_page(Event.known.values())))


def test_every_command_is_described() -> None:
    agree(outdated("commands.md", commands_page(_group(cli))))


def test_every_operation_of_the_api_is_described() -> None:
    agree(outdated("api.md", api_page(document())))


def test_events_and_commands_say_what_they_mean() -> None:
    import_house()
    agree(
        f"{kind.__module__}.{kind.__name__} has no docstring. Cure: say which fact it is and when it is announced."
        for kind in Event.known.values()
        if kind.__module__.startswith("oneshelf.") and (kind.__doc__ or "").startswith((kind.__name__ + "(", "Base of"))
    )
    agree(
        f"{heading} has no sentence. Cure: give the command's function a docstring."
        for heading in re.findall(r"^## (`.*`)\n\n(?:\n|\Z|\|)", commands_page(_group(cli)), re.MULTILINE)
    )


def test_an_outdated_page_is_refused() -> None:
    assert any("Cure:" in complaint for complaint in outdated("events.md", "## `lamps.dimmed.v1`"))


def test_a_setting_nobody_describes_is_refused() -> None:
    complaints = list(settings_apart({"ONESHELF_A", "ONESHELF_B"}, {"ONESHELF_B", "ONESHELF_C"}))
    assert [complaint.split()[0] for complaint in complaints] == ["ONESHELF_A", "ONESHELF_C"]


def test_a_page_shows_the_whole_event() -> None:
    @dataclass(frozen=True)
    class LampDimmed(Event):
        """A lamp gives less light, from the moment it was dimmed."""

        TYPE = "lamps.dimmed.v1"
        lamp: UUID
        note: str = ""

    LampDimmed.__module__ = "oneshelf.modules.lamps.events"
    try:
        page = events_page([LampDimmed])
    finally:
        del Event.known["lamps.dimmed.v1"]
    assert "## lamps" in page
    assert "### `lamps.dimmed.v1`" in page
    assert "A lamp gives less light, from the moment it was dimmed." in page
    assert "| `lamp` | `UUID` |  |" in page
    assert "| `note` | `str` | may be absent |" in page


def test_a_page_shows_the_whole_command() -> None:
    lamps, house = typer.Typer(), typer.Typer(help="A house.")

    @lamps.command()
    def dim(
        lamp: Annotated[str, typer.Argument(help="Which one.")], far: Annotated[int, typer.Option(help="%")] = 5
    ) -> None:
        """Give less light."""

    @lamps.command()
    def light() -> None:
        """Give light."""

    house.add_typer(lamps, name="lamps")
    page = commands_page(_group(house))
    assert "## `oneshelf lamps dim`\n\nGive less light." in page
    assert "| `LAMP` | Which one. |" in page
    assert "| `--far` | % |" in page
    assert "## `oneshelf lamps light`" in page
