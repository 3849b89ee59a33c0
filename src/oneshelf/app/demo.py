"""`oneshelf demo`: a shop of its own with real purchases; a day is played in it, then it stays open."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from oneshelf.app import environment, logs
from oneshelf.app.serve import run_to_end, serve
from oneshelf.app.supervisor import Stopped, Supervisor

SHOP = "Journey Market"
"""What the demo's shop is called, unless ONESHELF_SHOP_NAME says otherwise; its market has the same name."""

DOORS = (
    ("Shop", "/", "the shopper, or nobody"),
    ("Till", "/till/", "the manager makes this browser a till; the cashier unlocks it by PIN"),
    ("Associate", "/associate/", "the picker"),
    ("Back office", "/backoffice/", "the owner or the manager"),
)
"""The addresses of the demo, and who signs in there."""


def run(host: str) -> None:
    """Serve the demo's data folder, load a slice, play the story, and stay open until SIGTERM or SIGINT."""
    os.environ.setdefault("ONESHELF_DATA", str(_folder()))
    os.environ.setdefault("ONESHELF_SHOP_NAME", SHOP)
    if not environment.data_folder().exists():
        typer.echo("The first time it loads a season of purchases: about two minutes on two cores.")
    logs.keep_in_data()  # the story asks for what is refused: beside its ticks that would look like faults
    serve(host, when_ready=_open)


def check() -> None:
    """Do the same with a tiny slice in a folder and on ports that are thrown away; CannotStart when it goes wrong."""
    with _throw_away():
        serve("127.0.0.1", when_ready=_play_tiny)


def _open(supervisor: Supervisor) -> None:
    _play(supervisor)
    typer.echo("\nThe shop is open; stop it with Ctrl-C. Passwords and PINs stand above.")
    for name, path, who in DOORS:
        typer.echo(f"  {name:12} {environment.public_url() + path:36} {who}")
    typer.echo(f"  {'Data':12} {environment.data_folder()}")
    if environment.log_file():
        typer.echo(f"  {'Log':12} {environment.log_file()}")


def _play_tiny(supervisor: Supervisor) -> None:
    _play(supervisor, "--tiny")
    raise Stopped


def _play(supervisor: Supervisor, *options: str) -> None:
    run_to_end(supervisor, "load", "journey", "--demo-people", *options)
    run_to_end(supervisor, "story")


def _folder() -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib/oneshelf-demo")
    return Path.home() / ".local/share/oneshelf-demo"


@contextmanager
def _throw_away() -> Iterator[None]:
    """Point the settings, which have not been read yet, at a new folder and free ports."""
    with tempfile.TemporaryDirectory(prefix="demo-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        web, live = _free_ports()
        os.environ.pop("ONESHELF_PUBLIC_URL", None)
        os.environ.pop("ONESHELF_LIVE_URL", None)
        os.environ.pop("ONESHELF_DATABASE_URL", None)
        os.environ |= {
            "ONESHELF_DATA": f"{folder}/d",
            "ONESHELF_WEB_PORT": str(web),
            "ONESHELF_LIVE_PORT": str(live),
        }
        yield


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
