"""The audit proves sound books and names every row of unsound ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import typer
from django.db import connection
from typer.testing import CliRunner

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places import public as places
from oneshelf.surfaces.console import commands
from tests.checkout.builders import Shop, a_shop
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@contextmanager
def _ready() -> Iterator[None]:
    yield


@pytest.fixture
def traded() -> Shop:
    """A shop that has sold at its till and holds an order to be collected."""
    shop = a_shop()
    variant = shop.offered(9)
    checkout.place_order(shop.purchase(variant, 2), actor=SYSTEM)
    checkout.complete(shop.paid_checkout(variant, 3).id, actor=ANONYMOUS)
    return shop


def _audit() -> tuple[int, set[str]]:
    cli = typer.Typer()
    commands.add_to(cli, _ready)
    result = CliRunner().invoke(cli, ["audit", "--json"])
    answer = json.loads(result.output)
    assert answer["clean"] == (result.exit_code == 0)
    return result.exit_code, {row["check"] for check in answer["checks"] for row in check["wrong"]}


def test_sound_books_pass(traded: Shop) -> None:
    assert _audit() == (0, set())


def test_goods_in_a_place_that_was_archived_are_counted(traded: Shop) -> None:
    place = a_store(traded.market)
    inventory.receive(traded.market.id, place.id, {traded.offered(1): 3}, cause=new_id(), at=clock.now())
    places.archive_place(place.id, actor=SYSTEM)
    assert _audit() == (0, set())


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        ("UPDATE inventory_level SET on_hand = on_hand + 1", {"on hand equals its movements"}),
        (
            "UPDATE inventory_reservation SET quantity = 2 WHERE state = 'allocated'",
            {"reserved equals its reservations", "what is reserved for an order is what it waits for"},
        ),
        (
            "UPDATE orders_line SET amount = amount + 1",
            {"an order is the sum of its lines", "a line is quantity times price"},
        ),
        ("UPDATE orders_order SET version = version + 1", {"every change of an order has its event"}),
    ],
)
def test_a_changed_row_is_named(traded: Shop, harm: str, named: set[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(harm)
    code, found = _audit()
    assert (code, found) == (1, named)
