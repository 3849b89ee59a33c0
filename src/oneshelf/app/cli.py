"""`oneshelf`: one command line for everything. Commands that need modules come from surfaces/console."""

from __future__ import annotations

import importlib.metadata
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import django
import typer
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from oneshelf.app import database, database_commands, environment, logs
from oneshelf.app.problems import CannotStart
from oneshelf.app.problems import marked as _
from oneshelf.surfaces.console import commands

cli = typer.Typer(
    name="oneshelf",
    help="One catalogue, one stock pool, one order book behind every channel.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
cli.add_typer(database_commands.cli, name="database")

Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 lets other machines in.")]
_LOOPBACK = "127.0.0.1"


def main() -> None:
    """Run the command line; what a person can put right is said in two sentences, not in a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oneshelf.app.settings")
    try:
        logs.configure(sys.argv[1] if len(sys.argv) > 1 else "oneshelf", environment.log_level())
        cli()
    except (CannotStart, ImproperlyConfigured) as problem:
        typer.secho(str(problem), err=True, fg="red")
        raise SystemExit(1) from problem


@cli.command()
def serve(host: Host = _LOOPBACK) -> None:
    """Run everything: database, web, live and worker, until Ctrl-C. Ports: ONESHELF_WEB_PORT, ONESHELF_LIVE_PORT."""
    from oneshelf.app import serve as serving

    serving.serve(host, when_ready=lambda supervisor: _print_addresses())


@cli.command()
def demo(
    host: Host = _LOOPBACK,
    check: Annotated[
        bool, typer.Option("--check", help="Use a tiny slice, throw it away, and end with a status.")
    ] = False,
) -> None:
    """Open a shop with real purchases in a data folder of its own, play a day in it, and stay open until Ctrl-C."""
    from oneshelf.app import demo as playing

    if check:
        playing.check()
    else:
        playing.run(host)


@cli.command()
def web(host: Host = _LOOPBACK) -> None:
    """Run only the web process, for a cluster; “oneshelf prepare” must have run before."""
    from oneshelf.app import web as process

    process.run(host)


@cli.command()
def live(host: Host = _LOOPBACK) -> None:
    """Run only the live process, which streams events to open pages."""
    from oneshelf.app import live as process

    process.run(host)


@cli.command()
def worker() -> None:
    """Run only the worker: jobs, the delivery of events, webhooks."""
    django.setup()
    from oneshelf.app import worker as process
    from oneshelf.kernel.outbox import relay
    from oneshelf.kernel.webhooks import sender

    process.run({"relay": relay.run, "webhooks": sender.run})


@cli.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    with _ready():
        _migrate(verbosity=1)


@cli.command()
def prepare() -> None:
    """Bring the database up to date and collect static files: what a release needs before its processes start."""
    from oneshelf.app import statics

    with _ready():
        _migrate(verbosity=0)
    statics.collect()


def _migrate(verbosity: int) -> None:
    from oneshelf.modules.staff import public as staff

    call_command("migrate", interactive=False, verbosity=verbosity)
    staff.open_built_in_roles()  # a release may bring permissions, and somebody has to have them


@cli.command()
def version() -> None:
    """Print the version."""
    typer.echo(importlib.metadata.version("oneshelf"))


@contextmanager
def _ready() -> Iterator[None]:
    """Have Django set up and a database that will do, while the block runs."""
    django.setup()
    with database.available():
        yield


@contextmanager
def up_to_date() -> Iterator[None]:
    """Do as `_ready`, and see to it that the database has every table; CannotStart when it lacks one."""
    with _ready():
        from oneshelf.app import health

        lacking = health.outstanding_migrations()
        if lacking:
            raise CannotStart(
                _("The database lacks %(count)s of Oneshelf's migrations, the first being %(first)s."),
                _("Run “oneshelf migrate” first."),
                count=len(lacking),
                first=lacking[0],
            )
        yield


def _print_addresses() -> None:
    typer.echo(f"Oneshelf is open at {environment.public_url()}")
    typer.echo(f"Live events: {environment.live_url()}   Data: {environment.data_folder()}   Stop with Ctrl-C.")
    if environment.log_file():
        typer.echo(f"Log: {environment.log_file()}")


commands.add_to(cli, up_to_date)
