"""The database for commands: an outside one, one that runs already, or the embedded server for as long as needed.

While `oneshelf serve` runs (it holds `serve.lock`), the server is its own. Otherwise whoever needs the server holds
`database.lock` together with the others, and the last to leave stops it, unless `oneshelf database start` asked it
to stay (`database.kept`). `database.changing` is held by the one who starts or stops it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oneshelf.app import environment, locks, preflight
from oneshelf.app.postgres import START_LIMIT_S, EmbeddedServer
from oneshelf.app.problems import CannotStart
from oneshelf.app.problems import marked as _

_POLL_S = 0.05


def is_outside() -> bool:
    """Tell whether ONESHELF_DATABASE_URL names a server that is not ours to start and stop."""
    return bool(os.environ.get("ONESHELF_DATABASE_URL"))


def embedded() -> EmbeddedServer:
    """Return the embedded server of the data folder."""
    return EmbeddedServer(environment.data_folder())


def url() -> str:
    """Return the address of the database, the outside or the embedded one."""
    return os.environ.get("ONESHELF_DATABASE_URL") or embedded().url()


@contextmanager
def available() -> Iterator[None]:
    """Have a database that will do while the block runs; CannotStart says what is wrong with it.

    The embedded server is started when it does not run, and stopped when nobody else needs it any more.
    """
    if is_outside():
        preflight.check()
        yield
        return
    _check_folder()
    try:
        with locks.together(_users(), wait_s=START_LIMIT_S):
            with _changing():
                _have_it_ready()
            yield
    finally:
        with _changing():
            if not _kept().exists() and _is_unused():
                embedded().stop()


def keep() -> None:
    """Start the embedded server, unless it runs, and let it stay until `leave`."""
    _refuse_outside()
    _check_folder()
    with _changing():
        _have_it_ready()
        _kept().touch()


def leave() -> None:
    """Stop the embedded server; CannotStart while a command or `oneshelf serve` needs it."""
    _refuse_outside()
    _check_folder()
    with _changing():
        _kept().unlink(missing_ok=True)
        if not _is_unused():
            raise _in_use()
        embedded().stop()


@contextmanager
def owned() -> Iterator[EmbeddedServer]:
    """Be the one process that serves from the data folder; yield the server, stopped, to be run by the caller.

    A server that was kept or left behind is stopped first. CannotStart when another `serve` or a command uses it.
    """
    _check_folder()
    try:
        with locks.alone(_serving()):
            with _changing():
                _kept().unlink(missing_ok=True)
                if not locks.is_free(_users()):
                    raise _in_use()
                embedded().stop()
            yield embedded()
    except locks.Held as held:
        raise CannotStart(
            _("Oneshelf already runs on the data folder %(folder)s (process %(pid)s)."),
            _("Stop that one first, or give this one another folder in ONESHELF_DATA and ports of its own."),
            folder=environment.data_folder(),
            pid=held.holder,
        ) from held


def _have_it_ready() -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while not embedded().is_ready():
        if locks.is_free(_serving()) and embedded().pid() is None:
            _kept().unlink(missing_ok=True)
            embedded().start()
            return
        if time.monotonic() > deadline:
            raise CannotStart(
                _("The database in %(folder)s does not get ready."),
                _("See %(log)s for what it waits for."),
                folder=environment.data_folder(),
                log=embedded().log,
            )
        time.sleep(_POLL_S)


def _is_unused() -> bool:
    return locks.is_free(_serving()) and locks.is_free(_users())


def _in_use() -> CannotStart:
    return CannotStart(
        _("Another Oneshelf process is using the database in %(folder)s."),
        _("Let it end first, or stop it; “oneshelf serve” stops its database itself."),
        folder=environment.data_folder(),
    )


@contextmanager
def _changing() -> Iterator[None]:
    with locks.alone(environment.data_folder() / "database.changing", wait_s=2 * START_LIMIT_S):
        yield


def _users() -> Path:
    return environment.data_folder() / "database.lock"


def _serving() -> Path:
    return environment.data_folder() / "serve.lock"


def _kept() -> Path:
    return environment.data_folder() / "database.kept"


def _check_folder() -> None:
    embedded().check_folder()


def _refuse_outside() -> None:
    if is_outside():
        raise CannotStart(
            _("ONESHELF_DATABASE_URL names an outside database; Oneshelf neither starts nor stops it."),
            _("Unset the variable to use the embedded server."),
        )
