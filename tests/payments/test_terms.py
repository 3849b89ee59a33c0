"""Where orders may be paid when they are collected, and on which terms."""

from __future__ import annotations

import pytest

from oneshelf.kernel import caches
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import CollectionTerms
from tests.markets.builders import a_market
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_what_is_settled_for_a_place_counts_there_in_place_of_its_market() -> None:
    market = a_market()
    here, there = a_store(market), a_store(market)
    at = [here.id, there.id]
    assert payments.collection_terms(market.id, at) == {}
    usual, here_only = CollectionTerms(5000, 2), CollectionTerms(None, None)
    for place, terms, expected in (
        (None, usual, {here.id: usual, there.id: usual}),
        (here.id, here_only, {here.id: here_only, there.id: usual}),
        (there.id, None, {here.id: here_only}),
        (None, None, {here.id: here_only}),
    ):
        payments.settle_terms(market.id, terms, place=place, actor=SYSTEM)
        caches.forget_all()
        assert payments.collection_terms(market.id, at) == expected
