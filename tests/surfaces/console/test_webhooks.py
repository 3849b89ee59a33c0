"""`oneshelf webhooks` makes webhooks, shows how they do, and sends again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import typer
from django.db import connection
from typer.testing import CliRunner, Result

from oneshelf.kernel.webhooks import public as webhooks
from oneshelf.surfaces.console import commands

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@contextmanager
def _ready() -> Iterator[None]:
    yield


def _run(*arguments: str) -> Result:
    cli = typer.Typer()
    commands.add_to(cli, _ready)
    return CliRunner().invoke(cli, ["webhooks", *arguments])


def test_a_webhook_lives_by_commands() -> None:
    made = _run("create", "https://example.com/hook", "--type", "webhooks.*", "--description", "Ours")
    assert made.exit_code == 0, made.output
    assert made.output.splitlines()[-1].startswith("whsec_")
    (endpoint,) = webhooks.list_endpoints()
    name = str(endpoint.id)
    assert _run("try", name).exit_code == 0
    assert "1 wait, 0 given up  Ours" in _run("list").output
    assert "webhooks.tried.v1" in _run("log", name).output
    with connection.cursor() as cursor:
        cursor.execute("UPDATE webhooks_delivery SET state = 'given_up', next_at = NULL, ended_at = now()")
    assert "1 will be sent again" in _run("replay", name, "--given-up").output
    (delivery,) = webhooks.list_deliveries(endpoint.id)
    assert delivery.state == "waiting"
    assert "1 will be sent again" in _run("replay", name, str(delivery.id)).output
    assert _run("rotate", name).output.startswith("whsec_")
    assert _run("stop", name).exit_code == 0
    assert _run("try", name).exit_code == 1
    assert _run("start", name).exit_code == 0
    assert _run("remove", name).exit_code == 0
    assert webhooks.list_endpoints() == []


def test_a_webhook_that_failed_is_told_by_the_exit_code() -> None:
    _run("create", "https://example.com/hook", "--type", "*")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE webhooks_endpoint SET active = FALSE, stopped_because = 'failing'")
    listed = _run("list")
    assert (listed.exit_code, "stopped (failing)" in listed.output) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("create", "http://example.com/", "--type", "*"),
        ("create", "https://example.com/", "--type", "nothing.*"),
        ("create", "https://example.com/", "--type", "*", "--market", "nowhere"),
        ("log", "01980000-0000-7000-8000-000000000000"),
        ("replay", "01980000-0000-7000-8000-000000000000"),
        ("replay", "01980000-0000-7000-8000-000000000000", "--given-up"),
    ],
)
def test_what_cannot_be_is_refused(arguments: tuple[str, ...]) -> None:
    assert _run(*arguments).exit_code in {1, 2}
    assert webhooks.list_endpoints() == []
