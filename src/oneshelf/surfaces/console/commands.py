"""The commands of this surface. Each imports what it needs when it runs, so that `oneshelf --help` stays quick."""

from __future__ import annotations

import typer

from oneshelf.surfaces.console.docs.command import write_reference


def add_to(cli: typer.Typer) -> None:
    """Add every command of this surface to `cli`."""
    cli.command("docs")(write_reference)
