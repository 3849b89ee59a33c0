"""Two hundred buyers, a hundred units, one real web process."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import connection

from oneshelf.connectors.test_gateway import book
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments.models import Payment
from tests.app.processes import command, free_port, until
from tests.checkout.builders import Shop
from tests.surfaces.api.programs import Program, sku, usd
from tests.surfaces.api.test_checkouts import ANA, CARD

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

BUYERS, UNITS = 200, 100
PATIENCE_S = 120


@contextmanager
def web(folder: Path) -> Iterator[str]:
    """Run a web process on the tests' database; yield the API's address."""
    port, ours = free_port(), connection.settings_dict
    variables = {
        "ONESHELF_DATABASE_URL": f"postgresql://{ours['USER']}@/{ours['NAME']}?host={ours['HOST']}&port={ours['PORT']}",
        "ONESHELF_DATA": str(folder),
        "ONESHELF_SECRET_KEY": os.environ["ONESHELF_SECRET_KEY"],
        "ONESHELF_WEB_PORT": str(port),
        "ONESHELF_WEB_WORKERS": "2",
        "ONESHELF_API_SHOPPER_RATE": "100000",
        "PYTHONPATH": str(Path(__file__).parents[3] / "src"),
    }
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(
            command("web"), env=os.environ | variables, stdout=log, stderr=log, start_new_session=True
        )
    try:
        address = f"http://127.0.0.1:{port}/api/v1"
        until(lambda: answers(f"{address}/openapi.json"), f"the web process answers; its log is in {folder}")
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_S)


def answers(url: str) -> bool:
    """Tell whether something answers."""
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.TransportError:
        return False


class Buyer:
    """Buys one unit, in one call with a key or step by step without; tells whether it worked."""

    def __init__(self, address: str, shop: Shop, code: str, key: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=PATIENCE_S)
        self.shop, self.code, self.key = shop, code, key

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> dict[str, Any]:
        headers = {"Idempotency-Key": str(new_id())} | headers
        told = self.anyhow(method, path, body, headers)
        while told.status_code == 503 and "Retry-After" in told.headers:  # a machine so busy that senders are slow
            time.sleep(float(told.headers["Retry-After"]))
            told = self.anyhow(method, path, body, headers)
        assert told.status_code < 500, told.text
        answer: dict[str, Any] = told.json()
        return answer | {"http": told.status_code}

    def anyhow(self, method: str, path: str, body: Any, headers: dict[str, str]) -> httpx.Response:
        """Send a request, and once more with the same key when its connection is cut before an answer."""
        try:
            return self.http.request(method, path, json=body, headers=headers)
        except httpx.RemoteProtocolError:
            return self.http.request(method, path, json=body, headers=headers)

    def in_one_call(self) -> bool:
        body = {
            "channel": self.shop.till.code,
            "place": self.shop.store.code,
            "method": "take_now",
            "lines": [{"sku": self.code, "quantity": 1}],
            "payments": [CARD | {"amount": usd(250)}],
        }
        told = self.send("POST", "/orders", body, Authorization=f"Bearer {self.key}")
        return self.done(told)

    def step_by_step(self) -> bool:
        lines = [{"sku": self.code, "quantity": 1}]
        begun = self.send("POST", "/checkouts", {"channel": self.shop.web.code, "lines": lines})
        path, secret = f"/checkouts/{begun['id']}", {"Checkout-Secret": begun["secret"]}
        body = {"method": "collect", "place": self.shop.store.code, "contact": ANA}
        chosen = self.send("PUT", f"{path}/delivery", body, **secret)
        if chosen["http"] != 200:
            return self.done(chosen)
        assert self.send("POST", f"{path}/payments", CARD, **secret)["state"] == "authorised"
        return self.done(self.send("POST", f"{path}/complete", **secret))

    @staticmethod
    def done(told: dict[str, Any]) -> bool:
        assert told["http"] == 201 or told["code"] == "out_of_stock", told
        return bool(told["http"] == 201)


@pytest.mark.parametrize("rush", [False, True], ids=["each alone", "in groups"])
def test_two_hundred_buyers_for_a_hundred_units(shop: Shop, till: Program, tmp_path: Path, rush: bool) -> None:
    """When a rush was announced all walk step by step, and their holds are granted by groups."""
    variant = shop.offered(UNITS)
    if rush:
        inventory.mark_hot(shop.market.id, variant, actor=SYSTEM)
    code, key = sku(variant), str(Program.with_key(shop, "orders.place", requests_per_second=100_000).key)

    with web(tmp_path) as address:

        def buy(number: int) -> bool:
            buyer = Buyer(address, shop, code, key)
            with buyer.http:
                return buyer.in_one_call() if number % 2 and not rush else buyer.step_by_step()

        with ThreadPoolExecutor(BUYERS) as pool:
            bought = sum(pool.map(buy, range(BUYERS)))

    assert bought == UNITS
    assert len(orders.list_orders(shop.market.id, limit=BUYERS)) == UNITS
    level = shop.level(variant)
    assert (level.on_hand - level.reserved, level.available) == (0, 0)
    assert shop.audit() == orders.audit() == []
    paid = set(Payment.objects.exclude(claimed_by=None).values_list("id", flat=True))
    charged = {charge.payment for charge in book.charges() if charge.state in {"held", "captured", "thinking"}}
    assert charged == paid
    assert len(paid) == UNITS
