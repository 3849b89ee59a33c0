"""A program that talks to the API, for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from django.test.client import Client, ClientHandler

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.clients import public as clients
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.surfaces.api.handler import ApiHandler
from tests.checkout.builders import Shop

EVERYTHING = (
    "catalogue.view",
    "inventory.view",
    "tax.view",
    "checkout.use",
    "orders.place",
    "orders.view",
    "orders.cancel",
    "orders.refund",
    "orders.amend",
    "events.read",
    "webhooks.manage",
    "supply.view",
    "supply.order",
    "supply.receive",
    "supply.transfer",
    "supply.settle",
    "counts.count",
    "companies.view",
    "companies.sell",
    "companies.manage",
    "companies.settle",
    "coupons.view",
    "coupons.manage",
    "coupons.export",
    "customers.view",
    "offers.view",
    "offers.manage",
    "promotions.view",
    "promotions.edit",
    "promotions.approve",
    "pricing.view",
    "pricing.edit",
    "customers.view",
    "customers.manage",
)


class _ShortWay(ClientHandler):
    """Django's test handler with the API's own chain."""

    load_middleware = ApiHandler.load_middleware
    _answer = ApiHandler._answer


@dataclass(frozen=True)
class Told:
    """What the API answered."""

    status: int
    headers: dict[str, str]
    body: Any

    def __getitem__(self, name: str) -> Any:
        return self.body[name]


@dataclass
class Program:
    """Sends JSON to the API of one shop."""

    shop: Shop
    key: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def with_key(shop: Shop, *permissions: str, **bound: Any) -> Program:
        """Return a program with a key for these permissions (all of them, when none is named)."""
        limits: dict[str, Any] = {"book": shop.market.id, "requests_per_second": 1000} | bound
        _, key = clients.create_client("Program", permissions or EVERYTHING, actor=SYSTEM, **limits)
        return Program(shop, key)

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Told:
        """Send a request; headers are named with underscores."""
        client = Client()
        client.handler = _ShortWay()
        given = {name.replace("_", "-"): value for name, value in (self.headers | headers).items()}
        if self.key:
            given["Authorization"] = f"Bearer {self.key}"
        raw = body if isinstance(body, bytes) else b"" if body is None else msgspec.json.encode(body)
        kind = given.pop("Content-Type", "application/json")
        response = client.generic(method, f"/api/v1{path}", raw, kind, headers=given)
        decoded = msgspec.json.decode(response.content) if response.content else None
        return Told(response.status_code, dict(response.headers), decoded)

    def get(self, path: str, **headers: str) -> Told:
        """Read something."""
        return self.send("GET", path, **headers)

    def post(self, path: str, body: object = None, key: str = "", **headers: str) -> Told:
        """Do something, under a new idempotency key unless one is given."""
        return self.send("POST", path, body, Idempotency_Key=key or str(new_id()), **headers)

    def order(self, variant: VariantId, quantity: int = 1, **fields: Any) -> dict[str, Any]:
        """Return the body of a sale at the till, paid in cash."""
        given: dict[str, Any] = {
            "channel": self.shop.till.code,
            "place": self.shop.store.code,
            "method": "take_now",
            "lines": [{"sku": sku(variant), "quantity": quantity}],
            "payments": [{"method": "cash", "amount": usd(250 * quantity)}],
        }
        return given | fields


def sku(variant: VariantId) -> str:
    """Return a variant's SKU."""
    return catalogue.snapshots([variant])[variant].sku


def usd(cents: int) -> dict[str, Any]:
    """Return an amount as it goes over the wire."""
    return {"amount": cents, "currency": "USD"}


def is_uuid(text: str) -> bool:
    """Tell whether a text is a UUID."""
    return str(UUID(text)) == text
