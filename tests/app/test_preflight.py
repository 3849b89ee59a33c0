"""What is wrong with a database is said before anything starts, with the cure."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from oneshelf.app import preflight
from oneshelf.app.postgres import EmbeddedServer
from oneshelf.app.preflight import EXTENSIONS, Facts
from oneshelf.app.problems import CannotStart
from tests.app.processes import House, free_port, until

GOOD = Facts(
    version=180_001,
    version_text="18.1",
    encoding="UTF8",
    is_standby=False,
    makes_tables=True,
    makes_extensions=True,
    available=list(EXTENSIONS),
    installed=[],
    role="shop",
    database="shelf",
)


def test_a_good_server_passes() -> None:
    preflight.judge(GOOD)
    preflight.judge(replace(GOOD, version=190_000))
    preflight.judge(replace(GOOD, makes_extensions=False, installed=list(EXTENSIONS)))


@pytest.mark.parametrize(
    ("change", "what", "cure"),
    [
        ({"version": 170_006, "version_text": "17.6"}, "PostgreSQL 17.6; Oneshelf needs PostgreSQL 18", "Upgrade"),
        ({"is_standby": True}, "standby", "primary"),
        ({"encoding": "SQL_ASCII"}, "stores text as SQL_ASCII", "ENCODING 'UTF8'"),
        ({"makes_tables": False}, "“shop” may not make tables", "ALTER DATABASE shelf OWNER TO shop"),
        ({"available": ["pg_trgm"]}, "lacks the extensions btree_gist, unaccent", "postgresql-contrib"),
        ({"makes_extensions": False}, "may not create the extensions", "GRANT CREATE ON DATABASE shelf TO shop"),
    ],
)
def test_what_will_not_do_is_named_with_its_cure(change: dict[str, Any], what: str, cure: str) -> None:
    with pytest.raises(CannotStart) as problem:
        preflight.judge(replace(GOOD, **change))

    assert what in problem.value.what
    assert cure in problem.value.cure


@pytest.fixture(scope="module")
def outside() -> Iterator[dict[str, Any]]:
    """A server on loopback that asks for passwords, with a role that may do nothing; psycopg's parameters to it."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="out-") as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedServer(
            Path(folder) / "d", settings=("fsync=off", f"port={port}", "listen_addresses=127.0.0.1")
        )
        server.prepare()
        process = server.spawn()
        until(lambda: server.is_ready(process.pid), "the outside server is ready")
        socket: dict[str, Any] = {
            "host": str(server.socket_folder),
            "port": port,
            "user": "oneshelf",
            "dbname": "postgres",
        }
        try:
            with psycopg.connect(**socket, autocommit=True) as connection:
                connection.execute("CREATE ROLE clerk LOGIN PASSWORD 'open sesame'")
                connection.execute("CREATE DATABASE shelf")
            with psycopg.connect(**socket | {"dbname": "shelf"}, autocommit=True) as connection:
                connection.execute("REVOKE CREATE ON SCHEMA public FROM public")
            rules = server.cluster / "pg_hba.conf"
            rules.write_text("local all all trust\nhost shelf clerk 127.0.0.1/32 scram-sha-256\n")
            with psycopg.connect(**socket) as connection:
                connection.execute("SELECT pg_reload_conf()")
            yield {"host": "127.0.0.1", "port": port, "user": "clerk", "password": "open sesame", "dbname": "shelf"}
        finally:
            server.stop()


@pytest.mark.parametrize(
    ("change", "what", "cure"),
    [
        ({"password": "wrong"}, "refused the password of the role “clerk”", "ONESHELF_DATABASE_URL"),
        ({"port": free_port()}, "cannot be reached", "See that it runs"),
        ({"user": "nobody"}, "lets “nobody” not in", "pg_hba.conf"),
    ],
)
def test_a_server_that_lets_us_not_in_is_explained(
    outside: dict[str, Any], change: dict[str, Any], what: str, cure: str
) -> None:
    with pytest.raises(CannotStart) as problem:
        preflight.probe(outside | change)

    assert what in problem.value.what
    assert cure in problem.value.cure
    assert "sesame" not in str(problem.value)


def test_a_role_without_rights_is_told_which_it_lacks(outside: dict[str, Any]) -> None:
    facts = preflight.probe(outside)

    assert (facts.role, facts.database, facts.makes_tables, facts.makes_extensions) == ("clerk", "shelf", False, False)
    with pytest.raises(CannotStart, match="may not make tables"):
        preflight.judge(facts)


def test_the_command_line_says_it_in_words(empty_shop: House, outside: dict[str, Any]) -> None:
    url = f"postgresql://clerk:wrong@127.0.0.1:{outside['port']}/shelf"

    refused = empty_shop.run("migrate", ONESHELF_DATABASE_URL=url)

    assert refused.returncode == 1
    assert "refused the password of the role “clerk”" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "wrong" not in refused.stderr
