"""Damaging a database on purpose, and reading what the audit says of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction

from oneshelf.surfaces.console.audit.proof import checks

Damages = list[tuple[str, list[str], set[str]]]
"""What is damaged, by which statements, and the checks that name it."""


def misnamed(damages: Damages, **names: str) -> list[str]:
    """Do each damage by itself, undo it, and return a line for each of which the audit said anything but its checks."""
    return [line for what, statements, named in damages for line in _misnamed(what, statements, named, names)]


def _misnamed(what: str, statements: list[str], named: set[str], names: dict[str, str]) -> Iterator[str]:
    with transaction.atomic():
        _damage(statements, names)
        found = [row for check in checks() for row in check.find()]
        transaction.set_rollback(True)
    if {row.check for row in found} != named or not all(row.subject for row in found):
        yield f"{what}: {found}, and not {named}"


def _damage(statements: list[str], names: dict[str, str]) -> None:
    """Do what no door lets anybody do: without triggers, and with the constraints that stand in the way taken off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement.format(**names))
            assert statement.startswith("ALTER") or cursor.rowcount > 0, statement
