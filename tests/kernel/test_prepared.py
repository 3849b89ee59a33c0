"""Statements of SQL files stay prepared on their connection; what the ORM asks is not prepared by itself."""

from __future__ import annotations

import pytest
from django.db import connection

from oneshelf.kernel import sql
from oneshelf.kernel.accounts.models import Account
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.sql import Statement

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_statement_is_planned_once() -> None:
    statement: Statement[None] = sql.statement("oneshelf.kernel.outbox.public", "emit")
    for _ in range(3):
        statement.execute(types=[], aggregates=[], sequences=[], data=[], at=None)
        Account.objects.filter(id=new_id()).first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements")
        prepared = cursor.fetchall()
    assert [runs for text, runs in prepared if "outbox_event" in text] == [3]
    assert [text for text, _ in prepared if "accounts_account" in text] == []
