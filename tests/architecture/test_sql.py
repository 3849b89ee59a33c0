"""SQL is source code: each file is used, parses, gives its dataclass, keeps to its module, and finds its rows."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction
from psycopg import Error as DriverError

from oneshelf.kernel.sql import Statement
from tests.architecture.statements import (
    WALKS,
    Schema,
    code,
    describe,
    plan,
    pretend_one_market,
    read_schema,
    scans,
    strangers,
)
from tests.architecture.tree import ROOT, SOURCE, agree, import_house, texts

STAGES = re.compile(r"\s*CREATE TEMP(?:ORARY)? TABLE\b")
"""How a statement begins that makes a table for one transaction; PostgreSQL plans no such thing."""

PYTHON: dict[str, type] = {
    **dict.fromkeys(["int2", "int4", "int8"], int),
    **dict.fromkeys(["text", "varchar", "bpchar", "name"], str),
    "uuid": UUID,
    "bool": bool,
    "numeric": Decimal,
    "date": date,
    "time": time,
    "timestamptz": datetime,
    "interval": timedelta,
    "bytea": bytes,
}
"""What the driver makes of a column's type."""


def written_badly(path: Path, text: str) -> Iterator[str]:
    """Say when a file has no sentence on top, or takes columns without naming them."""
    if not text.startswith("-- "):
        yield f"{path}: begins without a sentence. Cure: say in a comment on its first line what it does."
    if path.parent.name == "sql" and re.search(r"(SELECT|RETURNING|,|\.)\s*\*", code(text)):
        yield f"{path}: takes every column there happens to be. Cure: spell the columns out."


def plain(annotation: Any) -> Any:
    """Return what stands behind an annotation: without Optional and NewType, an enum as what it holds."""
    while hasattr(annotation, "__supertype__"):
        annotation = annotation.__supertype__
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        named = [each for each in typing.get_args(annotation) if each is not type(None)]
        return plain(named[0]) if len(named) == 1 else Any
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next((kind for kind in (str, int) if issubclass(annotation, kind)), Any)
    return annotation


def mismatched(statement: Statement[Any], names: list[str], kinds: list[str]) -> Iterator[str]:
    """Say where the columns of a statement are not the fields of its row."""
    row = statement.row
    wanted: list[tuple[str, Any]] = []
    if is_dataclass(row):
        hints = typing.get_type_hints(row)
        wanted = [(field.name, hints[field.name]) for field in fields(row)]
        if [name for name, _ in wanted] != names:
            yield (
                f"{statement.path.name}: its columns {names} are not the fields {[name for name, _ in wanted]} of "
                f"{row.__name__}. Cure: name and order them alike (… AS field)."
            )
            return
    elif row is not type(None):
        wanted = [(name, row) for name in names[:1]]
    for (name, hint), kind in zip(wanted, kinds, strict=False):
        expected, given = plain(hint), PYTHON.get(kind)
        if given and expected in PYTHON.values() and expected is not given:
            yield (
                f"{statement.path.name}: {name} comes as {given.__name__} ({kind}), and is declared "
                f"{expected.__name__}. Cure: cast the column (sum(bigint) is numeric) or change the field."
            )


def unsound(statement: Statement[Any], schema: Schema) -> Iterator[str]:
    """Say what PostgreSQL has against a statement, against its row, or what its plan has against hot tables."""
    try:
        with transaction.atomic():
            names, kinds = describe(statement.text)
            found = plan(statement.text)
    except (Error, DriverError) as fault:
        yield f"{statement.path.name}: {fault} Cure: run it by hand; cast parameters whose type is open (::uuid[])."
        return
    yield from mismatched(statement, names, kinds)
    if not WALKS.match(statement.text):
        for scan in scans(found, schema):
            yield (
                f"{statement.path.name} {scan}. Cure: give it an index and a condition on it; where it must read all "
                "(an audit), begin the file with '-- walks the whole table: <reason>'."
            )


@pytest.fixture(scope="module")
def bound() -> list[Statement[Any]]:
    """Every statement that some module binds; importing all of the house finds them."""
    import_house()
    return [statement for statement in Statement.known if statement.path.is_relative_to(SOURCE)]


def test_sql_is_written_out() -> None:
    agree(complaint for path, text in texts(".sql", below="src/") for complaint in written_badly(path, text))


def test_every_statement_is_bound(bound: list[Statement[Any]]) -> None:
    known = {statement.path for statement in bound}
    agree(
        f"{path}: nothing binds it. Cure: sql.statement(__name__, {path.stem!r}), or delete it."
        for path, _ in texts(".sql", below="src/")
        if path.parent.name == "sql" and path.parts[2] != "app" and ROOT / path not in known
    )
    agree(
        f"{path}: is bound, but is not there. Cure: write it, or correct the name."
        for path in known
        if not path.is_file()
    )


def is_left(text: str) -> bool:
    """Tell whether a function says on top that only the release before calls it."""
    return bool(re.search(r"\b(but|how) the release before\b", text.split("CREATE")[0].replace("\n-- ", " ")))


def uncalled(functions: dict[str, str], others: str) -> Iterator[str]:
    """Say which functions nobody calls any more, although they do not say that they are left for the release before."""
    current = {name: code(text) for name, text in functions.items() if not is_left(text)}
    for name in current:
        calls = " ".join([others, *(text for caller, text in current.items() if caller != name)])
        if not re.search(rf"\b{name}\b", calls):
            yield (
                f"{name}: nothing calls it. Cure: say on top “Nothing calls it any more but the release before, which "
                "may still run.”, and drop it a release later."
            )


def test_a_function_is_called_or_left_for_the_release_before() -> None:
    functions, others = {}, []
    for path, text in texts(".sql", ".py", below="src/"):
        if path.parent.name == "functions":
            functions[path.stem] = text
        elif path.parent.name != "migrations":
            others.append(code(text) if path.suffix == ".sql" else text)
    agree(uncalled(functions, " ".join(others)))


def test_a_function_that_only_old_ones_call_is_found() -> None:
    old = "-- Does it as before: nothing calls it but the\n-- release before.\nCREATE FUNCTION a() ... b() ..."
    found = list(uncalled({"a": old, "b": "-- Does it.\nCREATE FUNCTION b() ... b() ...", "c": "-- c"}, "SELECT c()"))
    assert [complaint.split(":")[0] for complaint in found] == ["b"]


@pytest.mark.database
@pytest.mark.django_db
def test_every_statement_is_sound(bound: list[Statement[Any]]) -> None:
    schema = read_schema()
    pretend_one_market(schema)
    staging = [statement for statement in bound if STAGES.match(code(statement.text))]
    for statement in staging:
        statement.execute()  # others read these tables; they go with the transaction
    planned = [statement for statement in bound if statement not in staging]
    agree(complaint for statement in planned for complaint in unsound(statement, schema))


@pytest.mark.database
@pytest.mark.django_db
def test_every_file_keeps_to_its_module() -> None:
    schema = read_schema()
    agree(
        complaint
        for path, text in texts(".sql", below="src/")
        if path.parts[2] in {"kernel", "modules"}
        for complaint in strangers(path, text, schema)
    )


@pytest.mark.database
@pytest.mark.django_db
def test_every_function_is_installed() -> None:
    schema = read_schema()
    agree(
        f"{path}: PostgreSQL has no function {path.stem}. Cure: name the file like its function, and install it by "
        f"a migration with sql.function(__name__, {path.stem!r})."
        for path, _ in texts(".sql", below="src/")
        if path.parent.name == "functions" and path.stem not in schema.functions
    )


@dataclass(frozen=True)
class Event:
    """A row for the violations below."""

    id: UUID
    sequence: int


def _statement(folder: Path, text: str, row: type[Any] = type(None)) -> Statement[Any]:
    path = folder / "tried.sql"
    path.write_text(text, encoding="utf-8")
    statement = Statement(path, row)
    Statement.known.remove(statement)
    return statement


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "row", "word"),
    [
        ("SELEKT 1", int, "syntax error"),
        ("SELECT nothing FROM outbox_event", int, "does not exist"),
        ("SELECT sequence, id FROM outbox_event WHERE aggregate = %(a)s", Event, "are not the fields"),
        (
            "SELECT id, sum(sequence::bigint) AS sequence FROM outbox_event WHERE aggregate = %(a)s GROUP BY id",
            Event,
            "cast",
        ),
        ("SELECT id, sequence FROM outbox_event WHERE type = %(type)s", Event, "end to end"),
        ("SELECT id, sequence FROM outbox_event WHERE type = %(t)s ORDER BY transaction LIMIT 5", Event, "end to end"),
        ("UPDATE outbox_event SET sequence = 1 WHERE type = %(type)s", type(None), "end to end"),
    ],
)
def test_an_unsound_statement_is_refused(text: str, row: type[Any], word: str, tmp_path: Path) -> None:
    complaints = list(unsound(_statement(tmp_path, text, row), read_schema()))
    assert any(word in complaint and "Cure:" in complaint for complaint in complaints), complaints


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "SELECT id, sequence FROM outbox_event WHERE aggregate = ANY (%(aggregates)s) AND data LIKE 'a%%'",
        "SELECT id, sequence FROM outbox_event ORDER BY transaction, id LIMIT 5",
        "-- walks the whole table: the audit counts them.\nSELECT id, sequence FROM outbox_event WHERE type = 'x'",
    ],
)
def test_a_sound_statement_is_left_alone(text: str, tmp_path: Path) -> None:
    assert list(unsound(_statement(tmp_path, text, Event), read_schema())) == []


def test_a_statement_that_reaches_out_is_refused() -> None:
    schema = Schema(
        frozenset({"orders_order", "inventory_level", "outbox_event"}),
        frozenset({"orders_place", "inventory_take", "outbox_emit"}),
    )
    orders = SOURCE / "modules" / "orders" / "sql"
    inventory = SOURCE / "modules" / "inventory" / "sql"
    kernel = SOURCE / "kernel" / "outbox" / "sql"
    refused = [
        (orders / "x.sql", "SELECT on_hand FROM inventory_level"),
        (orders / "x.sql", "SELECT inventory_take (1)"),
        (inventory / "functions" / "x.sql", "PERFORM orders_place(1)"),
        (kernel / "functions" / "x.sql", "PERFORM inventory_take(1)"),
        (kernel / "x.sql", "DELETE FROM orders_order"),
    ]
    for path, text in refused:
        assert any("Cure:" in complaint for complaint in strangers(path, text, schema)), text
    allowed = [
        (orders / "x.sql", "SELECT orders_place(1) -- not inventory_level"),
        (orders / "functions" / "x.sql", "PERFORM inventory_take(1); PERFORM outbox_emit(1); DELETE FROM outbox_event"),
    ]
    for path, text in allowed:
        assert list(strangers(path, text, schema)) == []


def test_careless_sql_is_refused() -> None:
    path = Path("src/oneshelf/modules/orders/sql/x.sql")
    assert len(list(written_badly(path, "SELECT * FROM orders_order"))) == 2
    assert list(written_badly(path, "-- Counts.\nSELECT count(*), 2 * 3 FROM orders_order")) == []


@pytest.mark.database
@pytest.mark.django_db
def test_the_tests_have_the_newest_postgresql() -> None:
    connection.ensure_connection()
    assert connection.connection.info.server_version >= 180000, (
        "the house is written for PostgreSQL 18; see docs/decisions"
    )


@pytest.mark.parametrize(
    ("node", "refused"),
    [
        ({"Node Type": "Seq Scan"}, True),
        ({"Node Type": "Index Scan", "Index Name": "orders_pkey"}, True),
        ({"Node Type": "Index Scan", "Index Name": "orders_open", "Filter": "(placed_at < $1)"}, False),
        ({"Node Type": "Index Scan", "Index Cond": "(market_id = $1)"}, True),
        ({"Node Type": "Index Scan", "Index Cond": "((market_id = $1) AND (number = $2))"}, False),
        ({"Node Type": "Index Only Scan", "Index Cond": "(ROW(transaction, id) > ROW($1, $2))"}, False),
        ({"Node Type": "ModifyTable"}, False),
    ],
)
def test_scans_of_hot_tables_are_seen(node: dict[str, Any], refused: bool) -> None:
    schema = Schema(parents={"orders_order_2031_05": "orders_order"}, partial=frozenset({"orders_open"}))
    for table in ("orders_order", "orders_order_2031_05"):
        assert bool(list(scans(node | {"Relation Name": table}, schema))) is refused
    assert list(scans(node | {"Relation Name": "markets_market"}, schema)) == []


def test_a_limit_bounds_a_scan_but_not_below_a_sort() -> None:
    schema = Schema()
    scan = {"Node Type": "Index Scan", "Index Cond": "(market_id = $1)", "Relation Name": "orders_order"}
    assert list(scans({"Node Type": "Limit", "Plans": [scan]}, schema)) == []
    assert list(scans({"Node Type": "Limit", "Plans": [{"Node Type": "Sort", "Plans": [scan]}]}, schema)) != []
    assert list(scans({"Node Type": "Limit", "Plans": [scan | {"Filter": "(state = $2)"}]}, schema)) != []
