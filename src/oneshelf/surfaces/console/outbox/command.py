"""`oneshelf outbox`: see the events that a subscription could not take, try them again, or give them up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from oneshelf.kernel.outbox.public import Letter

cli = typer.Typer(help="Events that somebody should have taken and could not.", no_args_is_help=True)

Which = Annotated[list[UUID] | None, typer.Argument(metavar="LETTER...", help="The letters' ids.")]
Every = Annotated[bool, typer.Option("--all", help="Every dead letter, of every subscription.")]
One = Annotated[UUID, typer.Argument(metavar="LETTER", help="The letter's id.")]

_TONES = {"dead": "red", "retrying": "yellow", "parked": "dim"}


def letters() -> None:
    """List what is held back, for whom, and what was wrong; exits 1 if any letter is dead."""
    console = Console(soft_wrap=True, highlight=False)
    dead = shown = 0
    for letter in _letters():
        shown += 1
        dead += letter.state == "dead"
        tone = _TONES[letter.state]
        of = f"{letter.subscription}  {letter.type}  {letter.aggregate}"
        console.print(f"{letter.id}  [{tone}]{letter.state}[/]  {of}")
        if letter.error:
            console.print(f"    {letter.tries} tries, last: {escape(letter.error)}")
    console.print(f"{shown} held back, {dead} of them dead." if shown else "Every event was delivered.")
    if dead:
        raise typer.Exit(1)


def replay(which: Which = None, every: Every = False) -> None:
    """Try letters again now; what waits behind them follows."""
    from oneshelf.kernel.errors import NotFound
    from oneshelf.kernel.outbox import public as outbox

    if bool(which) == every:
        raise typer.BadParameter("name the letters to try again, or say --all")
    ids = [letter.id for letter in _letters() if letter.state == "dead"] if every else which or []
    for each in ids:
        try:
            outbox.replay(each)
        except NotFound as refusal:
            typer.secho(f"{each} is no letter, or waits behind another one.", err=True, fg="red")
            raise typer.Exit(1) from refusal
    typer.echo(f"{len(ids)} will be tried again at once.")


def drop(letter: One) -> None:
    """Give a letter up for good; what waits behind it follows. It stands in the audit trail."""
    from django.db import transaction

    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.errors import NotFound
    from oneshelf.kernel.outbox import public as outbox
    from oneshelf.kernel.trail import public as trail

    try:
        with transaction.atomic():
            gone = outbox.discard(letter)
            said = {"subscription": gone.subscription, "type": gone.type, "aggregate": str(gone.aggregate)}
            trail.record("outbox.dropped", trail.Subject("event", gone.event), actor=SYSTEM, details=said)
    except NotFound as refusal:
        typer.secho(f"{letter} is no letter.", err=True, fg="red")
        raise typer.Exit(1) from refusal
    typer.echo(f"{gone.subscription} will never get {gone.type} of {gone.aggregate}.")


def _letters() -> Iterator[Letter]:
    """Yield every letter, a subscription after the other, oldest first, read in pages."""
    from oneshelf.kernel.outbox import public as outbox

    for subscription in outbox.status():
        page = outbox.list_letters(subscription.name)
        while page:
            yield from page
            page = outbox.list_letters(subscription.name, after=page[-1].id)
