"""The command line says what a person can put right."""

from __future__ import annotations

import pytest

from oneshelf.app import cli, health
from oneshelf.app.problems import CannotStart

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_command_that_reads_needs_every_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "outstanding_migrations", lambda: ["orders.0001_initial", "orders.0002_more"])

    expected = r"lacks 2 .* orders\.0001_initial\. Run “oneshelf migrate” first"
    with pytest.raises(CannotStart, match=expected), cli.up_to_date():
        raise AssertionError("the command must not run")


def test_a_command_runs_on_a_database_that_has_them_all() -> None:
    with cli.up_to_date():
        assert health.outstanding_migrations() == []
