"""The command line of the story."""

from __future__ import annotations

import time
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

BaseUrl = Annotated[str, typer.Option(help="Where the web process answers; ONESHELF_PUBLIC_URL, if left out.")]


def story(base_url: BaseUrl = "") -> None:
    """Play a day in the demo's shop through its public doors, and check each step; exits 1 if anything is not so."""
    import django
    from django.conf import settings

    django.setup()  # the registry only: what the story sees, it sees through the doors
    from oneshelf.surfaces.console.load import demo_program
    from oneshelf.surfaces.console.story.cast import cast
    from oneshelf.surfaces.console.story.day import Day
    from oneshelf.surfaces.console.story.telling import NotSo, Teller

    console = Console(highlight=False)
    try:
        given = demo_program.read(demo_program.file())
    except FileNotFoundError as missing:
        console.print(f"{missing.filename} is missing. Run “oneshelf load journey --demo-people” first.")
        raise typer.Exit(1) from missing
    teller, started = Teller(console), time.monotonic()
    try:
        Day(cast((base_url or settings.PUBLIC_URL).rstrip("/"), given), teller).play()
    except NotSo as wrong:
        console.print(f"[bold red]The story ends here.[/] {escape(str(wrong))}", soft_wrap=True)
        raise typer.Exit(1) from wrong
    console.print(f"[green]{teller.steps} steps, and all of it is so.[/] [dim]{time.monotonic() - started:.1f} s[/]")
