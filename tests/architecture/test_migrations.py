"""Migrations run while the shop is open: the release before must go on working beside the one after.

A module's first migrations find no rows, so they are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser

from tests.architecture.tree import agree

CURES = {
    "NOT_NULL": "give the column a db_default, so that the release before can still insert",
    "DROP_COLUMN": "stop using it first; drop it one release later, with IgnoreMigration and the reason",
    "DROP_TABLE": "stop using it first; drop it one release later, with IgnoreMigration and the reason",
    "RENAME_COLUMN": "add the new column, write both, move the rows, then stop using the old one",
    "RENAME_TABLE": "keep the table's name with db_table",
    "ALTER_COLUMN": "add a column of the new type, write both, move the rows; if it is only widened, IgnoreMigration",
    "ADD_UNIQUE": "make the index CONCURRENTLY first, then the constraint USING INDEX",
    "CREATE_INDEX": "use AddIndexConcurrently with atomic = False",
    "CREATE_INDEX_EXCLUSIVE": "make the index in a migration of its own, concurrently",
    "DROP_INDEX": "use RemoveIndexConcurrently with atomic = False",
    "REINDEX": "REINDEX CONCURRENTLY, outside a migration",
}


def stops_the_shop(statements: list[str]) -> Iterator[str]:
    """Say what in a migration's SQL locks a table for long or breaks the release before."""
    errors, _ignored, warnings = analyse_sql_statements(PostgresqlAnalyser, statements, [])
    for issue in [*errors, *warnings]:
        where = ".".join(part for part in (issue.table, issue.column) if part)
        yield f"{issue.message} {where}. Cure: {CURES[issue.code]}."


@pytest.mark.database
@pytest.mark.django_db
def test_models_and_migrations_agree(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(f"{capsys.readouterr().out}Cure: python -m django makemigrations, and read it.", pytrace=False)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)  # what is done concurrently shows its SQL outside of transactions only
def test_migrations_run_while_the_shop_is_open() -> None:
    labels = [config.label for config in apps.get_app_configs() if config.name.startswith("oneshelf.")]
    linter = MigrationLinter(include_apps=labels, ignore_initial_migrations=True, no_cache=True, no_output=True)
    agree(
        f"{label} {name}: {complaint}"
        for (label, name), migration in linter.migration_loader.disk_migrations.items()
        if not linter.should_ignore_migration(label, name, migration.operations, is_initial=bool(migration.initial))
        for complaint in stops_the_shop(linter.get_sql(label, name))
    )


@pytest.mark.parametrize(
    "statement",
    [
        'ALTER TABLE "orders_order" DROP COLUMN "note" CASCADE;',
        'ALTER TABLE "orders_order" ADD COLUMN "note" text NOT NULL;',
        'ALTER TABLE "orders_order" RENAME COLUMN "note" TO "remark";',
        'ALTER TABLE "orders_order" ALTER COLUMN "note" TYPE uuid;',
        'DROP TABLE "orders_order" CASCADE;',
        'CREATE INDEX "orders_note" ON "orders_order" ("note");',
        'DROP INDEX IF EXISTS "orders_note";',
    ],
)
def test_a_migration_that_stops_the_shop_is_refused(statement: str) -> None:
    assert any("Cure:" in complaint for complaint in stops_the_shop([statement]))


def test_a_migration_that_only_adds_is_left_alone() -> None:
    statements = [
        'CREATE TABLE "orders_note" ("id" uuid NOT NULL PRIMARY KEY);',
        'ALTER TABLE "orders_order" ADD COLUMN "note" text DEFAULT \'\' NOT NULL;',
        'CREATE INDEX CONCURRENTLY "orders_note" ON "orders_order" ("note");',
    ]
    assert list(stops_the_shop(statements)) == []
