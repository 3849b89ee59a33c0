"""Accounts live in PostgreSQL with ids of version 7."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection

from oneshelf.kernel.accounts.models import Account

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_an_email_has_one_account_in_any_case() -> None:
    first = Account.objects.create_user("ana@example.com", "secret")
    assert first.id.version == 7
    with pytest.raises(IntegrityError):
        Account.objects.create_user("ANA@example.com", "other")


def test_rows_written_in_sql_get_an_id() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_account (email, name, password, is_active, created_at)"
            " VALUES ('b@example.com', '', '', true, now()) RETURNING id"
        )
        assert cursor.fetchone()[0].version == 7
