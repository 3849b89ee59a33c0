"""A program at the API: with a key as a partner's system, without one as any shopper's app."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from oneshelf.surfaces.console.story.doors.pages import ANSWER_LIMIT_S, expect_status

MOST_PAGES = 20
"""How many pages of products are looked through for goods that will do."""

_PAGE = 50

Headers = Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Good:
    """A variant on sale. `cents` are minor units of `currency` for one."""

    slug: str
    sku: str
    title: str
    cents: int
    currency: str


class Program:
    """Speaks JSON with version 1 of the API."""

    def __init__(self, base_url: str, key: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.http = httpx.Client(base_url=f"{base_url}/api/v1/", timeout=ANSWER_LIMIT_S, headers=headers)

    def get(self, path: str, **query: str | int) -> Any:
        """Return what stands at `path`. Raises NotSo."""
        response = self.http.get(path, params=query)
        expect_status(response, 200)
        return response.json()

    def try_to(self, method: str, path: str, body: object = None, headers: Headers = None) -> httpx.Response:
        """Send something under a new idempotency key and return the answer, whatever it is."""
        given = {"Idempotency-Key": str(uuid.uuid4()), **(headers or {})}
        return self.http.request(method, path, json=body if body is not None else {}, headers=given)

    def do(self, method: str, path: str, body: object = None, headers: Headers = None) -> Any:
        """Do the same and return what was made. Raises NotSo when nothing was."""
        response = self.try_to(method, path, body, headers)
        expect_status(response, 201)
        return response.json()

    def goods(self) -> Iterator[Good]:
        """Walk through what is sold by the piece, a page at a time. Stops after MOST_PAGES."""
        cursor: dict[str, str | int] = {}
        for _ in range(MOST_PAGES):
            page = self.get("products", limit=_PAGE, **cursor)
            for product in page["items"]:
                for variant in product["variants"]:
                    price = variant["price"]
                    if variant["unit"] == "each" and variant["sellable"] and price and not variant["minimum_age"]:
                        title = variant["title"]
                        yield Good(product["slug"], variant["sku"], title, price["amount"], price["currency"])
            if page["next"] is None:
                return
            cursor = {"cursor": page["next"]}

    def available(self, good: Good, place: str) -> int:
        """Return how many can be promised at a place."""
        (found,) = self.get("availability", sku=good.sku, place=place)["items"]
        return int(found["available"])

    def order(self, number: str) -> Any:
        """Return an order by its number."""
        return self.get(f"orders/{number}")

    def begin(self, good: Good) -> tuple[str, dict[str, str]]:
        """Start a checkout of one piece in the web shop; return its address and the headers that open it."""
        begun = self.do("POST", "checkouts", {"channel": "web", "lines": [{"sku": good.sku, "quantity": 1}]})
        return f"checkouts/{begun['id']}", {"Checkout-Secret": begun["secret"]}
