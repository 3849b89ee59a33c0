"""The commands of the integrator's guide do what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderState
from tests.architecture.tree import ROOT
from tests.checkout.builders import Shop
from tests.surfaces.api.programs import Program, sku
from tests.surfaces.api.test_race import web
from tests.tax.builders import a_rate

GUIDE = ROOT / "docs" / "guides" / "integrator.md"


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the guide speaks in curl, which this machine lacks")
@pytest.mark.parametrize("rate", [0, 1_000])
def test_the_guide_works_as_it_is_written(shop: Shop, till: Program, tmp_path: Path, rate: int) -> None:
    variant = shop.offered(5)
    a_rate(shop.market.id, rate)
    script = "set -eu\n" + "\n".join(re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL))
    with web(tmp_path) as address:
        told = {"API": address, "KEY": str(till.key), "SKU": sku(variant), "PLACE": shop.store.code}
        done = subprocess.run(
            ["sh", "-c", script], env=os.environ | told, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 0, done.stdout + done.stderr
    book = orders.list_orders(shop.market.id)
    assert sorted(order.state for order in book) == [OrderState.COMPLETED, OrderState.PLACED]
    assert (shop.level(variant).on_hand, shop.level(variant).reserved) == (3, 1)
