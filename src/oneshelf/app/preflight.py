"""Looks at the database before anything starts, and says what is wrong with it and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import class_row

from oneshelf.app import environment
from oneshelf.app.binaries import MAJOR
from oneshelf.app.problems import CannotStart
from oneshelf.app.problems import marked as _

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
"""The extensions that our migrations create."""

CONNECT_LIMIT_S = 10
"""The longest wait for the server to answer."""

_FACTS = Path(__file__).parent / "sql" / "preflight.sql"


@dataclass(frozen=True)
class Facts:
    """What the server is and what our role may do: the columns of `sql/preflight.sql`."""

    version: int
    version_text: str
    encoding: str
    is_standby: bool
    makes_tables: bool
    makes_extensions: bool
    available: list[str]
    installed: list[str]
    role: str
    database: str


def check() -> None:
    """Look at the database of the settings; CannotStart when it will not do."""
    judge(probe(environment.database_parameters()))


def probe(parameters: dict[str, Any]) -> Facts:
    """Ask the server that `parameters` (of psycopg.connect) lead to; CannotStart when it lets us not in."""
    try:
        with (
            psycopg.connect(**parameters | {"connect_timeout": CONNECT_LIMIT_S}) as connection,
            connection.cursor(row_factory=class_row(Facts)) as cursor,
        ):
            facts = cursor.execute(_FACTS.read_text(encoding="utf-8")).fetchone()
    except psycopg.OperationalError as error:
        raise _explained(error, parameters) from error
    assert facts is not None, "the statement gives one row"
    return facts


def judge(facts: Facts) -> None:
    """Raise CannotStart for the first thing about the server that will not do."""
    if facts.version < MAJOR * 10_000:
        raise CannotStart(
            _("The database server is PostgreSQL %(version)s; Oneshelf needs PostgreSQL %(ours)s or newer."),
            _("Upgrade it, or unset ONESHELF_DATABASE_URL to use the server that comes with Oneshelf."),
            version=facts.version_text,
            ours=MAJOR,
        )
    if facts.is_standby:
        raise CannotStart(
            _("The database server is a standby, which cannot be written."),
            _("Name the primary in ONESHELF_DATABASE_URL."),
        )
    if facts.encoding != "UTF8":
        raise CannotStart(
            _("The database “%(database)s” stores text as %(encoding)s."),
            _("Make it again: CREATE DATABASE %(database)s ENCODING 'UTF8' TEMPLATE template0."),
            database=facts.database,
            encoding=facts.encoding,
        )
    if not facts.makes_tables:
        raise CannotStart(
            _("The role “%(role)s” may not make tables in the database “%(database)s”."),
            _("Let it: ALTER DATABASE %(database)s OWNER TO %(role)s, or GRANT CREATE ON its SCHEMA TO %(role)s."),
            role=facts.role,
            database=facts.database,
        )
    missing = [name for name in EXTENSIONS if name not in facts.installed]
    absent = [name for name in missing if name not in facts.available]
    if absent:
        raise CannotStart(
            _("The database server lacks the extensions %(names)s."),
            _("Install PostgreSQL's contrib package on it (postgresql-contrib)."),
            names=", ".join(absent),
        )
    if missing and not facts.makes_extensions:
        raise CannotStart(
            _("The role “%(role)s” may not create the extensions %(names)s in the database “%(database)s”."),
            _("Let it: GRANT CREATE ON DATABASE %(database)s TO %(role)s, or create them yourself as superuser."),
            role=facts.role,
            names=", ".join(missing),
            database=facts.database,
        )


# libpq hands over the server's words but not its SQLSTATE when a connection is refused, hence the look at the words.
_REFUSED: tuple[tuple[str, str, str], ...] = (
    (
        "password",
        _("The database server at %(where)s refused the password of the role “%(user)s”."),
        _("Correct the password in ONESHELF_DATABASE_URL; percent-encode special characters in it."),
    ),
    (
        "pg_hba.conf",
        _("The database server at %(where)s lets “%(user)s” not in from here."),
        _("Add a line for this host to its pg_hba.conf, or ask for TLS with “?sslmode=require”."),
    ),
    (
        "role ",
        _("The database server at %(where)s knows no role “%(user)s”."),
        _("Make it: CREATE ROLE %(user)s LOGIN PASSWORD '…'."),
    ),
    (
        "database ",
        _("The database server at %(where)s has no database “%(database)s”, or “%(user)s” may not connect to it."),
        _("Make it: CREATE DATABASE %(database)s OWNER %(user)s."),
    ),
    (
        "connection slots",
        _("The database server at %(where)s has no connection left."),
        _("Raise its max_connections, or put PgBouncer between."),
    ),
)


def _explained(error: psycopg.OperationalError, parameters: dict[str, Any]) -> CannotStart:
    said = str(error).strip()
    known = {
        "where": f"{parameters.get('host') or 'localhost'}:{parameters.get('port') or 5432}",
        "user": parameters.get("user", ""),
        "database": parameters.get("dbname", ""),
        "said": said,
    }
    fatal = said.partition("FATAL:")[2]
    for words, what, cure in _REFUSED:
        if words in fatal:
            return CannotStart(what, cure, **known)
    return CannotStart(
        _("The database server at %(where)s cannot be reached: %(said)s."),
        _("See that it runs, that host and port in ONESHELF_DATABASE_URL are right, and that no firewall is between."),
        **known,
    )
