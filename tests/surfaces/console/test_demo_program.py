"""The demo's program has a key that opens, kept where only the owner of the data folder can read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import override_settings

from oneshelf.kernel import caches
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.clients import public as clients
from oneshelf.modules.places.public import Place, PlaceKind
from oneshelf.surfaces.console.load import demo_program
from tests.markets.builders import a_market
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def store() -> Place:
    market = a_market()
    a_store(market, kind=PlaceKind.WAREHOUSE, code="depot")
    return a_store(market)


def test_its_key_opens_and_is_kept_for_the_owner_of_the_folder_only(store: Place, tmp_path: Path) -> None:
    with override_settings(DATA_FOLDER=tmp_path):
        made = demo_program.ensure_demo_program(store.id)
        kept = demo_program.file()
    client = clients.find_by_key(made.key)
    assert client is not None
    assert (client.book, client.permissions) == (store.market, frozenset(demo_program.MAY))
    assert (made.store, made.warehouse) == (store.code, "depot")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert demo_program.read(kept) == made


def test_it_is_made_once_and_again_when_its_key_was_revoked(store: Place, tmp_path: Path) -> None:
    with override_settings(DATA_FOLDER=tmp_path):
        made = demo_program.ensure_demo_program(store.id)
        assert demo_program.ensure_demo_program(store.id) == made
        (client,) = clients.list_clients()
        clients.revoke(client.id, actor=SYSTEM)
        caches.forget_all()
        assert demo_program.ensure_demo_program(store.id).key != made.key
