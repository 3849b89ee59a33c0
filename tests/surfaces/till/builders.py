"""A till at a counter, for tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.signing import get_cookie_signer
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.staff import public as staff
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.till import device
from tests.checkout.builders import Shop, a_shop
from tests.staff.builders import a_member
from tests.surfaces.answers import Answer

PIN = "2580"

Rung = tuple[UUID, int, *tuple[str, ...]]
"""A variant, how many of it, and the serial numbers of those."""


@dataclass(frozen=True)
class Counter:
    """A till of a shop in a browser of its own, and its cashier."""

    shop: Shop
    till: tills.Till
    token: str
    cashier: staff.Member
    client: Client

    def unlock(self, pin: str = PIN) -> Answer:
        return self.client.post("/till/unlock/", {"member": str(self.cashier.id), "pin": pin})

    def basket(self, *lines: Rung, **fields: Any) -> Answer:
        return self._send("/till/basket/", {"lines": _lines(lines)} | fields)

    def sell(
        self,
        *lines: Rung,
        total: int,
        key: str = "k1",
        tenders: list[dict[str, Any]] | None = None,
        leave: str = "",
        later: dict[str, Any] | None = None,
        coupons: list[str] | None = None,
        customer: str | None = None,
        pay_by: str = "",
    ) -> Answer:
        cash = [{"method": "cash", "amount": total, "given": total}]
        body = {
            "lines": _lines(lines),
            "total": total,
            "tenders": cash if tenders is None else tenders,
            "leave": leave,
            "later": later,
            "coupons": coupons or [],
            "customer": customer,
            "pay_by": pay_by,
        }
        return self._send("/till/sales/", body, headers={"Idempotency-Key": key})

    def ask_leave(self, member: UUID, pin: str, *lines: Rung) -> Answer:
        body = {"member": str(member), "pin": pin, "lines": _lines(lines)}
        return self._send("/till/overrule/", body)

    def _send(self, address: str, body: dict[str, Any], **more: Any) -> Answer:
        return self.client.post(address, json.dumps(body), content_type="application/json", **more)


def a_counter(*, unlocked: bool = True, role: str = "cashier") -> Counter:
    """Enrol a till in a new shop's store and unlock it as a member who has `role` there."""
    return a_counter_of(a_shop(), unlocked=unlocked, role=role)


def a_counter_of(shop: Shop, name: str = "Till 1", *, unlocked: bool = True, role: str = "cashier") -> Counter:
    """Enrol a till in a shop's store and unlock it as a new member who has `role` there."""
    till, token = tills.enrol_till(shop.store.id, shop.till.id, name, actor=SYSTEM)
    cashier = a_member(role, at=shop.store.id)
    staff.set_pin(cashier.id, PIN, actor=SYSTEM)
    counter = Counter(shop, till, token, cashier, as_till(Client(), token))
    if unlocked:
        assert counter.unlock().status_code == 302
    return counter


def as_till(client: Client, token: str) -> Client:
    """Give a browser the cookie of the till with that secret."""
    client.cookies[device.COOKIE] = get_cookie_signer(salt=device.COOKIE + device._SALT).sign(token)
    return client


def _lines(lines: tuple[Rung, ...]) -> list[dict[str, Any]]:
    return [
        {"variant": str(variant), "quantity": quantity, "price": "", "serials": list(serials)}
        for variant, quantity, *serials in lines
    ]
