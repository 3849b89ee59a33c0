"""Bins, and where goods that cannot be sold are kept apart."""

from __future__ import annotations

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.places import public as places
from tests.markets.builders import a_market
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_bins_are_walked_in_their_order() -> None:
    store = a_store(a_market())
    for code, walk in (("b-1", 2), ("a-9", 1), ("a-1", 2)):
        places.open_bin(store.id, code=code, walk=walk, actor=SYSTEM)
    assert [each.code for each in places.list_bins(store.id)] == ["a-9", "a-1", "b-1"]
    assert places.bin_by_code(store.id, "b-1").walk == 2


def test_a_bin_is_known_in_its_place_only_and_while_it_is_used() -> None:
    market = a_market()
    here, there = a_store(market), a_store(market)
    bin = places.open_bin(here.id, code="a-1", actor=SYSTEM)
    places.open_bin(there.id, code="a-1", actor=SYSTEM)
    with pytest.raises(places.BinCodeTaken):
        places.open_bin(here.id, code="a-1", actor=SYSTEM)
    for _ in range(2):
        places.archive_bin(bin.id, actor=SYSTEM)
    for code in ("a-1", "a\x00", "never"):
        with pytest.raises(places.UnknownBin):
            places.bin_by_code(here.id, code)
    assert places.bins_by_id([bin.id])[bin.id].archived


def test_every_place_has_one_quarantine() -> None:
    market = a_market()
    places.open_market_places(market.id)
    store = a_store(market)
    apart = places.open_quarantine(store.id)
    assert places.open_quarantine(store.id) == apart
    assert places.open_quarantine(apart.id) == apart
    assert (apart.kind, apart.belongs_to, apart.counted) == (places.PlaceKind.QUARANTINE, store.id, True)
    assert (apart.sells, apart.collects, apart.ships) == (False, False, False)
    with pytest.raises(places.VirtualPlaceFixed):
        places.open_quarantine(places.virtual_places(market.id).loss)
    with pytest.raises(places.VirtualPlaceFixed):
        places.open_bin(places.virtual_places(market.id).loss, code="a", actor=SYSTEM)
