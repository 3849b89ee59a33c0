"""What a check needs to know of SQL: whose a file is, what it names, how PostgreSQL would run it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import DataError, connection
from psycopg.pq import ExecStatus

from tests.architecture.miniature import RUNGS, rung
from tests.architecture.tree import ROOT, SOURCE

HOT = {
    *("inventory_movement", "inventory_level", "inventory_reservation", "outbox_event"),
    *("orders_order", "orders_line", "orders_search", "payments_payment"),
}
"""Tables that grow with every order: a statement of a request never reads one from end to end."""

WALKS = re.compile(r"\A-- walks the whole table: \S")
"""How a statement begins that may: an audit, a rebuild."""

GATHERS = {"Sort", "Incremental Sort", "Aggregate", "Hash", "WindowAgg", "Unique", "SetOp", "Materialize"}
"""Plan nodes that read all of what is below them, whatever limit stands above."""

KERNEL = {"kernel", *(folder.name for folder in (SOURCE / "kernel").iterdir() if folder.is_dir())}
MODULES = {module for modules in RUNGS for module in modules}


@dataclass(frozen=True)
class Schema:
    """The migrated database: tables and functions (extensions aside), partitions' parents, partial indexes."""

    tables: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    parents: Mapping[str, str] = field(default_factory=dict)
    partial: frozenset[str] = frozenset()


def read_schema() -> Schema:
    """Read the schema of the tests' database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
        tables = frozenset(name for (name,) in cursor.fetchall())
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS "
            "(SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')"
        )
        functions = frozenset(name for (name,) in cursor.fetchall())
        cursor.execute("SELECT inhrelid::regclass::text, inhparent::regclass::text FROM pg_inherits")
        parents = dict(cursor.fetchall())
        cursor.execute("SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL")
        return Schema(tables, functions, parents, frozenset(name for (name,) in cursor.fetchall()))


def pretend_one_market(schema: Schema) -> None:
    """Tell the planner that all rows of hot tables are one market's, for this transaction.

    Of two indexes that begin with the market it then takes the one that also knows the rest of a condition; on the
    tests' empty tables both would seem equal.
    """
    hot = HOT | {child for child, parent in schema.parents.items() if parent in HOT}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_restore_attribute_stats('schemaname', 'public', 'relname', relname::text, 'attname', "
            "'market_id', 'inherited', relkind = 'p', 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real) "
            "FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'market_id' "
            "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname::text = ANY (%s)",
            [list(hot)],
        )


def owner(path: Path) -> str:
    """Return the module that an SQL file belongs to, or 'kernel', or the surface or connector that holds it."""
    storey, name = (ROOT / path).relative_to(SOURCE).parts[:2]
    return "kernel" if storey == "kernel" else name


def label(name: str) -> str:
    """Return the module whose table or function `name` is; 'kernel' for the kernel's, the first word otherwise."""
    word = name.partition("_")[0]
    return "kernel" if word in KERNEL else word


def code(text: str) -> str:
    """Return SQL without its comments."""
    return re.sub(r"--[^\n]*|/\*.*?\*/", " ", text, flags=re.DOTALL)


def strangers(path: Path, text: str, schema: Schema) -> Iterator[str]:
    """Say which tables and functions the file names that are not its module's to touch."""
    mine, words = owner(path), set(re.findall(r"\w+", code(text)))
    composing = "functions" in path.parts
    for table in sorted(words & schema.tables):
        if label(table) not in {mine, "kernel"}:
            yield (
                f"{path.name} of {mine} touches {table}. Cure: ask the face of {label(table)}, or in a composing "
                f"function its SQL face, {label(table)}_<verb>(...)."
            )
    for called in sorted(set(re.findall(r"(\w+)\s*\(", code(text))) & schema.functions):
        theirs = label(called)
        if theirs in {mine, "kernel"}:
            continue
        if not composing:
            yield f"{path.name} of {mine} calls {called}. Cure: call the face of {theirs} in Python instead."
        elif mine not in MODULES or theirs not in MODULES or rung(theirs) >= rung(mine):
            yield f"{path.name} of {mine} calls {called}, which is not below it. Cure: calls go down, facts go up."


def numbered(text: str) -> str:
    """Return the statement as the server sees it: $1, $2 ... for the named parameters."""
    numbers: dict[str, str] = {}
    text = re.sub(r"%\((\w+)\)[sb]", lambda found: numbers.setdefault(found[1], f"${len(numbers) + 1}"), text)
    return text.replace("%%", "%")


def describe(text: str) -> tuple[list[str], list[str]]:
    """Prepare a statement; return the names and the types of its columns. DataError when it does not parse."""
    raw = connection.connection
    with raw.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
        result = raw.pgconn.prepare(b"described", numbered(text).encode())
        if result.status != ExecStatus.COMMAND_OK:
            raise DataError(result.error_message.decode().strip())
        described = raw.pgconn.describe_prepared(b"described")
        names = [described.fname(i).decode() for i in range(described.nfields)]
        types = [raw.adapters.types.get(described.ftype(i)) for i in range(described.nfields)]
        return names, [each.name if each else "?" for each in types]


def plan(text: str) -> dict[str, Any]:
    """Return the generic plan that PostgreSQL would use if it could not scan tables end to end."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        raw = cursor.connection.cursor()
        raw.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {numbered(text)}".replace("%", "%%").encode(), ())
        (found,) = raw.fetchone()
        cursor.execute("SET LOCAL enable_seqscan = on")
        root: dict[str, Any] = found[0]["Plan"]
        return root


def scans(node: dict[str, Any], schema: Schema, *, limited: bool = False) -> Iterator[str]:
    """Say which hot tables a plan reads from end to end, and how."""
    limited = node["Node Type"] == "Limit" or (limited and node["Node Type"] not in GATHERS)
    table = schema.parents.get(node.get("Relation Name", ""), node.get("Relation Name", ""))
    if table in HOT and node["Node Type"] != "ModifyTable":
        stops_early = limited and "Index" in node["Node Type"] and "Filter" not in node
        conditions = list(_conditions(node, schema))
        if not conditions and not stops_early:
            yield f"reads {table} from end to end ({node['Node Type']})"
        if conditions and not stops_early and all(map(_by_market_only, conditions)):
            yield f"finds rows of {table} by their market only, which is the whole table of a shop with one market"
    for child in node.get("Plans", []):
        yield from scans(child, schema, limited=limited)


def _by_market_only(condition: str) -> bool:
    return set(re.findall(r"(\w+)(?: = | [<>]=? | IS |, )", condition)) == {"market_id"}


def _conditions(node: dict[str, Any], schema: Schema) -> Iterator[str]:
    if "Index Cond" in node or node.get("Index Name") in schema.partial:
        yield f"{node.get('Index Cond', '')} {node.get('Index Name', '')}"
    if "TID Cond" in node:
        yield node["TID Cond"]
    if node["Node Type"].startswith("Bitmap"):
        for child in node.get("Plans", []):
            yield from _conditions(child, schema)
