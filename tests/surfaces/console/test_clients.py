"""Keys by the command line."""

from __future__ import annotations

import re

import pytest
import typer
from typer.testing import CliRunner

from oneshelf.kernel.clients import public as clients
from oneshelf.surfaces.console.clients import command
from tests.markets.builders import a_market
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def run(*arguments: str) -> tuple[int, str]:
    """Run a command; return its status and what it said."""
    cli = typer.Typer()
    cli.command("create")(command.create)
    cli.command("list")(command.show)
    cli.command("revoke")(command.revoke)
    done = CliRunner().invoke(cli, arguments)
    return done.exit_code, done.output


def test_a_key_is_made_shown_and_taken_back() -> None:
    market = a_market()
    store = a_store(market)
    status, said = run("create", "Shop", "--permission", "orders.place", "--market", market.code, "--place", store.code)
    assert status == 0
    key = re.search(r"osk_\S+", said)
    assert key is not None
    client = clients.find_by_key(key.group())
    assert client is not None
    assert (client.book, client.place, client.permissions) == (market.id, store.id, frozenset({"orders.place"}))
    assert "orders.place" in run("list")[1]
    assert run("revoke", str(client.id)) == (0, "")
    assert "revoked" in run("list")[1]
    assert clients.find_by_key(key.group()) is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["create", "Shop", "--permission", "orders.steal"], "orders.steal"),
        (["create", "Shop", "--permission", "orders.place", "--market", "nowhere"], "nowhere"),
        (["create", "Shop", "--permission", "orders.place", "--place", "york"], "--market"),
        (["revoke", "018f0000-0000-7000-8000-000000000000"], "018f0000"),
    ],
)
def test_what_is_wrong_is_said(arguments: list[str], said: str) -> None:
    status, output = run(*arguments)
    assert status != 0
    assert said in output
