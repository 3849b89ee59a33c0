"""SQL files and their dataclasses agree, or say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import DataError

from oneshelf.kernel import sql
from oneshelf.kernel.sql import ColumnMismatch, Statement


@dataclass(frozen=True)
class Pair:
    """Two numbers."""

    left: int
    right: int


def _statement(folder: Path, text: str, row: type[object]) -> Statement[object]:
    path = folder / "sql" / "pair.sql"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    made = Statement(path, row)
    Statement.known.remove(made)  # the architecture's tests look at the house's own only
    return made


@pytest.mark.database
@pytest.mark.django_db
def test_rows_come_as_their_dataclass(tmp_path: Path) -> None:
    pairs = _statement(tmp_path, "SELECT n AS left, n * 2 AS right FROM unnest(%(numbers)s::int[]) AS n", Pair)
    assert pairs.all(numbers=[1, 2]) == [Pair(1, 2), Pair(2, 4)]
    assert pairs.find(numbers=[]) is None
    with pytest.raises(LookupError, match=r"pair\.sql gave no row"):
        pairs.one(numbers=[])


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("columns", ["1 AS right, 2 AS left", "1 AS left", "1 AS left, 2 AS right, 3 AS more"])
def test_other_columns_are_an_error(columns: str, tmp_path: Path) -> None:
    with pytest.raises(ColumnMismatch, match="are not the fields"):
        _statement(tmp_path, f"SELECT {columns}", Pair).all()


@pytest.mark.database
@pytest.mark.django_db
def test_one_column_comes_as_a_plain_value(tmp_path: Path) -> None:
    assert _statement(tmp_path, "SELECT 7 AS n", int).one() == 7
    assert connection.in_atomic_block


_TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("text", _TEXTS | st.sampled_from(["", "NULL", "null", "{}", ",", '"', "\\", '\\"', " a ", "{a,b}"])),
        ("bigint", st.integers(-(2**63), 2**63 - 1)),
        ("boolean", st.booleans()),
        ("uuid", st.uuids()),
        (
            "timestamptz",
            st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC)),
        ),
        ("date", st.dates()),
        ("numeric", st.decimals(allow_nan=False, allow_infinity=False, places=4)),
    ],
)
def test_lists_arrive_as_they_were(kind: str, values: st.SearchStrategy[object], tmp_path: Path) -> None:
    back = _statement(
        tmp_path, f"SELECT value FROM unnest(%(given)s::{kind}[]) WITH ORDINALITY AS _ (value, n) ORDER BY n", object
    )

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(values | st.none(), max_size=5))
    def check(given: list[object]) -> None:
        assert back.all(given=given) == given

    check()


@pytest.mark.database
@pytest.mark.django_db
def test_a_nul_in_a_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="NUL"):
        _statement(tmp_path, "SELECT %(given)s::text[]", list).one(given=["a\0b"])


def test_a_module_without_sql_says_so() -> None:
    with pytest.raises(LookupError, match="no sql/ folder"):
        sql.sql_folder("oneshelf.kernel.money")
    with pytest.raises(LookupError, match="no module"):
        sql.sql_folder("no_such_module_anywhere")


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_made_anew(tmp_path: Path) -> None:
    pid = _statement(tmp_path, "SELECT pg_backend_pid()", int)
    lost = pid.one()
    connection.connection.close()
    assert pid.one() != lost
