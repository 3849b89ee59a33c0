"""Emptying the database after a test that committed: only what was written to, which is a few tables of two hundred.

Django truncates every table, which makes and syncs a thousand files each time, and then writes its content types and
permissions anew; most of the suite's time went there.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

KEPT = frozenset({"django_migrations", "django_content_type", "auth_permission"})
"""What Django's own flush keeps, or would write again."""


@pytest.fixture(scope="session", autouse=True)
def quick_flush() -> None:
    """Let each test with committed data delete what there is, in place of Django's flush."""
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = _empty  # type: ignore[attr-defined]  # Django's own, unstubbed


def _empty(_case: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no foreign key and no trigger is in the way
        cursor.execute(_written())
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {table}")


def _is_ours(model: type[Model]) -> bool:
    """Tell whether tests write to its table: partitioned ones are ours, though migrations make them by hand."""
    return model._meta.managed or model.__module__.startswith("oneshelf.")


@cache
def _written() -> str:
    """The statement that names each table with rows."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if _is_ours(model)}
    return " UNION ALL ".join(
        f'SELECT \'"{table}"\' WHERE EXISTS (SELECT FROM "{table}")' for table in sorted(tables - KEPT)
    )
