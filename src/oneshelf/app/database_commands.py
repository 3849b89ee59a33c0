"""`oneshelf database ...`: the embedded server by hand."""

from __future__ import annotations

import os
import subprocess

import typer

from oneshelf.app import database, environment

cli = typer.Typer(help="The database: start, stop, address, SQL prompt.", no_args_is_help=True)


@cli.command()
def start() -> None:
    """Start the embedded server and let it stay until “database stop”."""
    database.keep()
    typer.echo(database.url())


@cli.command()
def stop() -> None:
    """Stop the embedded server."""
    database.leave()


@cli.command()
def url() -> None:
    """Print the database's address."""
    typer.echo(database.url())


@cli.command()
def shell() -> None:
    """Open an SQL prompt (psql)."""
    with database.available():
        subprocess.run([database.embedded().programs / "psql"], check=False, env=os.environ | _for_libpq())


def _for_libpq() -> dict[str, str]:
    """The connection as libpq's variables: a password among the arguments would be seen by everybody (ps)."""
    names = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT"}
    given = environment.database_parameters()
    return {names[name]: str(value) for name, value in given.items() if name in names}
