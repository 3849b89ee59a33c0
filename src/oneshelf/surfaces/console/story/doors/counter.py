"""A browser that is a till, and the cashier who has unlocked it."""

from __future__ import annotations

import re
import secrets
import uuid
from typing import Any

import httpx

from oneshelf.surfaces.console.load.demo_people import SignIn
from oneshelf.surfaces.console.story.doors.pages import Browser, expect_status, find
from oneshelf.surfaces.console.story.doors.program import Good
from oneshelf.surfaces.console.story.doors.staff import come_in

_PLACE = r'<option value="([^"]+)"[^>]*>{name}</option>'
_MEMBER = r'name="member" value="([^"]+)"(?:(?!name="member").)*?<span>{name}</span>'
_ORDER = re.compile(r"Order ([0-9A-Z]+)")


class Counter(Browser):
    """A till of a store."""

    def open(self, manager: SignIn, cashier: SignIn, store: str) -> None:
        """Let a manager make this browser a till of the store with that name, and a cashier unlock it."""
        come_in(self, manager, "/till/enrol/")
        place = find(self.read("/till/enrol/"), _named(_PLACE, store), f"{store} among the stores")
        name = f"Story {secrets.token_hex(3)}"  # a till's name is its own, and each story brings a new browser
        locked = self.sent("/till/enrol/", {"place": place, "name": name})
        member = find(locked, _named(_MEMBER, cashier.name), f"{cashier.name} among the cashiers")
        self.sent("/till/unlock/", {"member": member, "pin": cashier.pin or ""})

    def scan(self, good: Good, quantity: int, card: str | None = None) -> dict[str, Any]:
        """Scan a good and perhaps a customer's card; return the sale that would be paid, in cash."""
        basket = self._priced({"lines": [], "code": good.sku})
        if card:
            basket = self._priced({"lines": self._lines(basket), "code": card})
        lines = [line | {"quantity": quantity} for line in self._lines(basket)]
        customer = basket["customer"]
        total = self._priced({"lines": lines, "customer": customer})["total"]
        return {
            "lines": lines,
            "customer": customer,
            "total": total,
            "tenders": [{"method": "cash", "amount": total, "given": total}],
        }

    def try_to_sell(self, sale: dict[str, Any]) -> httpx.Response:
        """Send a sale, and return the answer whatever it is."""
        return self._post("/till/sales/", sale, {"Idempotency-Key": str(uuid.uuid4())})

    def sell(self, good: Good, quantity: int, card: str | None = None) -> str:
        """Sell for cash and return the order's number, as the receipt shows it."""
        sold = self.try_to_sell(self.scan(good, quantity, card))
        expect_status(sold, 201)
        return find(sold.json()["html"], _ORDER, "the order on the receipt")

    def _priced(self, basket: dict[str, Any]) -> dict[str, Any]:
        response = self._post("/till/basket/", basket)
        expect_status(response, 200)
        answer: dict[str, Any] = response.json()
        return answer

    def _post(self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> httpx.Response:
        token = {"X-CSRFToken": self.http.cookies.get("csrftoken") or ""}
        return self.http.post(path, json=body, headers=token | (headers or {}))

    @staticmethod
    def _lines(basket: dict[str, Any]) -> list[dict[str, Any]]:
        return [{name: line[name] for name in ("variant", "quantity", "price")} for line in basket["lines"]]


def _named(pattern: str, name: str) -> re.Pattern[str]:
    return re.compile(pattern.format(name=re.escape(name)), re.DOTALL)
