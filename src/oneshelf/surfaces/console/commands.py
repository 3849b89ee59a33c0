"""The commands of this surface. Each imports what it needs when it runs, so that `oneshelf --help` stays quick."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import ParamSpec

import typer

from oneshelf.surfaces.console.audit.command import audit
from oneshelf.surfaces.console.bench.command import bench
from oneshelf.surfaces.console.clients import command as clients
from oneshelf.surfaces.console.docs.command import write_reference
from oneshelf.surfaces.console.load import command as load
from oneshelf.surfaces.console.load.coupons_command import check_coupons
from oneshelf.surfaces.console.messages.command import collect_messages
from oneshelf.surfaces.console.outbox import command as outbox
from oneshelf.surfaces.console.simulate.command import simulate
from oneshelf.surfaces.console.sourcing import command as sourcing
from oneshelf.surfaces.console.story.command import story
from oneshelf.surfaces.console.tax import command as tax
from oneshelf.surfaces.console.webhooks import command as webhooks

P = ParamSpec("P")
Ready = Callable[[], AbstractContextManager[None]]
"""Sets Django up and has a database that answers, as long as its block runs."""


def add_to(cli: typer.Typer, ready: Ready) -> None:
    """Add every command of this surface to `cli`. Those that need the database are wrapped by `needing(ready, ...)`."""
    cli.command("docs")(write_reference)
    cli.command("messages")(collect_messages)
    cli.command("bench")(bench)
    cli.command("audit")(needing(ready, audit))
    cli.command("story")(story)
    cli.command("simulate")(simulate)
    load.cli.command("journey")(needing(ready, load.load_journey))
    load.cli.command("check-coupons")(check_coupons)
    cli.add_typer(load.cli, name="load")
    sourcing.cli.command("rehearse")(needing(ready, sourcing.rehearse))
    cli.add_typer(sourcing.cli, name="sourcing")
    clients.cli.command("create")(needing(ready, clients.create))
    clients.cli.command("list")(needing(ready, clients.show))
    clients.cli.command("revoke")(needing(ready, clients.revoke))
    cli.add_typer(clients.cli, name="clients")
    outbox.cli.command("letters")(needing(ready, outbox.letters))
    outbox.cli.command("replay")(needing(ready, outbox.replay))
    outbox.cli.command("drop")(needing(ready, outbox.drop))
    cli.add_typer(outbox.cli, name="outbox")
    tax.cli.command("rates")(needing(ready, tax.rates))
    cli.add_typer(tax.cli, name="tax")
    webhooks.cli.command("create")(needing(ready, webhooks.create))
    webhooks.cli.command("list")(needing(ready, webhooks.show))
    webhooks.cli.command("log")(needing(ready, webhooks.log))
    webhooks.cli.command("replay")(needing(ready, webhooks.replay))
    webhooks.cli.command("start")(needing(ready, webhooks.start))
    webhooks.cli.command("stop")(needing(ready, webhooks.stop))
    webhooks.cli.command("try")(needing(ready, webhooks.try_out))
    webhooks.cli.command("rotate")(needing(ready, webhooks.rotate))
    webhooks.cli.command("remove")(needing(ready, webhooks.remove))
    cli.add_typer(webhooks.cli, name="webhooks")


def needing(ready: Ready, command: Callable[P, None]) -> Callable[P, None]:
    """Return `command` with the same options, run while the database is `ready`."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with ready():
            command(*args, **kwargs)

    return run
