"""The demo's made-up work around goods: there once, named as made up, and clean in the audit."""

from __future__ import annotations

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.counts import public as counts
from oneshelf.modules.supply import public as supply
from oneshelf.surfaces.console.load.demo_supply import open_demo_supply
from tests.supply.builders import a_chain

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_screens_have_something_to_show() -> None:
    chain = a_chain()
    for _ in range(4):
        chain.variant(store=20, warehouse=20)
    supply.archive_supplier(chain.supplier.id, actor=SYSTEM)
    for _ in range(2):
        open_demo_supply(store=chain.store.id)
    states = sorted(each.state for each in supply.list_purchases(chain.market.id))
    assert states == ["draft", "partly_received", "sent"]
    assert all(each.made_up for each in supply.list_purchases(chain.market.id))
    assert len(supply.on_the_way(chain.market.id)) == 1
    assert len(counts.to_count(chain.store.id)) == 1
    assert chain.audit() == counts.audit() == []
