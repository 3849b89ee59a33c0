"""Programs that place orders at a shop whose processes die, and send again what nobody answered."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx

THREADS = 8

ANSWER_LIMIT_S = 10.0
"""The longest wait for one answer; then it is sent again under the same key."""

ORDER_LIMIT_S = 90.0
"""The longest that one order may take, all its tries together."""

PAUSE_S = 0.2
"""Before it is sent again."""

CENTS = 250


@dataclass
class Buyers:
    """Place orders; `numbers` are those that were acknowledged, by their key, `unanswered` counts tries that were not.

    `shop` is what open_shop printed, `base_url` where it answers.
    """

    base_url: str
    shop: dict[str, Any]
    numbers: dict[str, str] = field(default_factory=dict)
    unanswered: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def order(self, key: str, chance: random.Random) -> dict[str, Any]:
        """Return what is bought under that key: at the till for cash, or in the web shop by card, to be collected."""
        at_till = chance.random() < 0.5
        paid = {"amount": {"amount": CENTS, "currency": "USD"}}
        card = {"method": "test_card", "token": "tok_approve"}
        return {
            "channel": self.shop["till" if at_till else "web"],
            "place": self.shop["place"],
            "method": "take_now" if at_till else "collect",
            "lines": [{"sku": chance.choice(self.shop["skus"]), "quantity": 1}],
            "payments": [paid | ({"method": "cash"} if at_till else card)],
            "contact": {"name": key, "email": f"{key}@example.com"},
        }

    def buy(self, bodies: dict[str, dict[str, Any]]) -> None:
        """Place each order until it is acknowledged, several at a time."""
        with ThreadPoolExecutor(THREADS) as threads:
            for done in [threads.submit(self._place, key, body) for key, body in bodies.items()]:
                done.result()

    def client(self) -> httpx.Client:
        """Return a connection with the program's key."""
        return httpx.Client(
            base_url=f"{self.base_url}/api/v1",
            headers={"Authorization": f"Bearer {self.shop['key']}"},
            timeout=ANSWER_LIMIT_S,
        )

    def _place(self, key: str, body: dict[str, Any]) -> None:
        deadline = time.monotonic() + ORDER_LIMIT_S
        while True:
            answer = self._try(key, body)
            if answer is not None and answer.status_code == 201:
                break
            said = f"{answer.status_code} {answer.text[:200]}" if answer is not None else "nothing"
            assert answer is None or answer.status_code >= 500 or answer.status_code == 409, said
            assert time.monotonic() < deadline, f"{key} was never acknowledged; the last answer was {said}"
            with self._lock:
                self.unanswered[key] += 1
            time.sleep(PAUSE_S)
        number = answer.json()["number"]
        with self._lock:
            assert self.numbers.setdefault(key, number) == number, f"{key} became two orders"

    def _try(self, key: str, body: dict[str, Any]) -> httpx.Response | None:
        try:
            with self.client() as client:
                return client.post("/orders", json=body, headers={"Idempotency-Key": key})
        except httpx.TransportError:
            return None
