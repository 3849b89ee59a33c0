"""`oneshelf docs`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import django
import typer
from django.utils.module_loading import autodiscover_modules
from typer.core import TyperGroup

Folder = Annotated[Path, typer.Argument(help="Where the pages go: docs/reference of a checkout.")]


def write_reference(context: typer.Context, folder: Folder = Path("docs/reference")) -> None:
    """Write the reference pages of events, commands and the API anew, from the code."""
    django.setup()
    autodiscover_modules("public")  # a face imports every event that its module announces
    from oneshelf.kernel.outbox.events import Event
    from oneshelf.surfaces.console.docs.api import api_page, document
    from oneshelf.surfaces.console.docs.reference import commands_page, events_page

    root = context.find_root().command
    assert isinstance(root, TyperGroup), "oneshelf is a group of commands"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "events.md").write_text(events_page(Event.known.values()), encoding="utf-8")
    (folder / "commands.md").write_text(commands_page(root), encoding="utf-8")
    (folder / "api.md").write_text(api_page(document()), encoding="utf-8")
    typer.echo(f"Wrote events.md, commands.md and api.md in {folder}")
