"""`oneshelf serve`: comes up, comes back after anything is killed, goes away without a trace."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

import psutil
import psycopg
import pytest

from oneshelf.app.postgres import EmbeddedServer
from tests.app.processes import House, house, until

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["web", "live", "worker", "database"])
def test_what_is_killed_comes_back(open_shop: House, name: str) -> None:
    victim = open_shop.child(name)

    victim.kill()

    until(lambda: _is_replaced(open_shop, name, victim.pid), f"another {name} runs")
    open_shop.wait_until_ready()


def _is_replaced(shop: House, name: str, old: int) -> bool:
    try:
        return shop.child(name).pid != old
    except (LookupError, psutil.NoSuchProcess):
        return False


def test_a_killed_web_worker_is_replaced_without_a_new_web_process(open_shop: House) -> None:
    web = open_shop.child("web")
    (worker,) = web.children()

    worker.kill()

    until(lambda: [each.pid for each in web.children()] not in ([], [worker.pid]), "another worker answers")
    open_shop.wait_until_ready()
    assert open_shop.child("web").pid == web.pid


def test_a_second_serve_on_the_same_folder_says_so(open_shop: House) -> None:
    assert open_shop.process is not None
    other = House(open_shop.folder)

    refused = other.run("serve")

    assert refused.returncode == 1
    assert f"already runs on the data folder {open_shop.folder} (process {open_shop.process.pid})" in refused.stderr
    assert open_shop.is_ready()


def test_a_taken_port_is_named_with_its_variable(open_shop: House) -> None:
    with house(prepared_before=False) as other:
        other.web_port = open_shop.web_port

        refused = other.run("serve")

    assert refused.returncode == 1
    assert "ONESHELF_WEB_PORT" in refused.stderr


def test_commands_use_the_database_of_a_running_serve_and_leave_it(open_shop: House) -> None:
    database = open_shop.child("database").pid

    done = open_shop.run("migrate")

    assert done.returncode == 0, done.stderr
    assert open_shop.child("database").pid == database
    assert open_shop.is_ready()


def test_shutdown_leaves_no_process_and_no_socket_and_the_next_start_has_the_data(shop: House) -> None:
    shop.serve()
    _remember(shop, "kept")

    assert shop.stop() == 0

    assert shop.processes() == []
    assert list((shop.folder / "run").iterdir()) == []
    shop.serve()
    assert _remembered(shop) == "kept"


def test_the_house_survives_the_death_of_its_supervisor(shop: House) -> None:
    shop.serve()
    _remember(shop, "kept")
    assert shop.process is not None

    os.kill(shop.process.pid, signal.SIGKILL)

    shop.process.wait()
    until(lambda: not shop.processes(), "the children notice that their supervisor is gone")
    shop.serve()
    assert _remembered(shop) == "kept"


def test_the_house_survives_the_death_of_everything_at_once(shop: House) -> None:
    shop.serve()
    _remember(shop, "kept")

    for each in shop.processes():
        with suppress(psutil.NoSuchProcess):  # it has ended with its parent
            each.kill()

    until(lambda: not shop.processes(), "all are gone")
    shop.serve()
    assert _remembered(shop) == "kept"


def test_it_can_be_stopped_while_it_starts(empty_shop: House) -> None:
    empty_shop.start()
    until(lambda: (empty_shop.folder / "db" / "postmaster.pid").exists(), "the database is about to start")

    assert empty_shop.stop() == 0

    assert empty_shop.processes() == []


def _remember(shop: House, text: str) -> None:
    with psycopg.connect(EmbeddedServer(shop.folder).url()) as connection:
        connection.execute("CREATE TABLE remembered (what text)")
        connection.execute("INSERT INTO remembered VALUES (%s)", [text])


def _remembered(shop: House) -> str:
    with psycopg.connect(EmbeddedServer(shop.folder).url()) as connection:
        row = connection.execute("SELECT what FROM remembered").fetchone()
    assert row is not None
    return str(row[0])
