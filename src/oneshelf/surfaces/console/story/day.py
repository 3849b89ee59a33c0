"""The day, step by step."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from typing import Any

import httpx

from oneshelf.kernel.money import Money
from oneshelf.surfaces.console.story.cast import Cast
from oneshelf.surfaces.console.story.doors.pages import expect_status
from oneshelf.surfaces.console.story.doors.program import Good
from oneshelf.surfaces.console.story.doors.shopper import Ordered
from oneshelf.surfaces.console.story.telling import NotSo, Step, Teller
from oneshelf.ui.formats import money_text

SETTLES_WITHIN_S = 15.0
"""How long the worker may take until an order's money or state has followed its goods."""

AUDIT_LIMIT_S = 120.0
"""The longest that the audit may take."""

TRACKING = "1Z999AA10123456784"
"""What the carrier calls the parcel."""

WRONG_PIN_STATUS = 403
"""How the desk answers to a wrong PIN."""

ENOUGH = 4
"""How many of a good there are at least, so that the day can sell some."""


@dataclass
class Day:
    """What happened so far: orders of the web shop, and the sale over the counter, by their numbers."""

    cast: Cast
    teller: Teller
    orders: list[str] = field(default_factory=list)

    def play(self) -> None:
        """Play the whole day. Raises NotSo at the first thing that is not so."""
        self.open_shop()
        self.come_in()
        good, collected = self.order_to_collect()
        sold = self.sell_the_same(good)
        self.race_for_the_last(good)
        self.hand_over(collected, good)
        sent = self.send()
        self.refund(good, sold)
        self.look_at_the_account([collected.number, sent.number, sold])
        self.audit()

    def open_shop(self) -> None:
        """Staff come to work."""
        with self.teller.step("Staff come in: a new till is enrolled and unlocked, the desks are manned") as step:
            step.note(self.cast.open_shop())

    def come_in(self) -> None:
        """The shopper opens the shop."""
        with self.teller.step("A shopper signs in and chooses a store") as step:
            self.cast.shopper.come_in(self.cast.store)
            step.note(self.cast.shopper.person.name)

    def order_to_collect(self) -> tuple[Good, Ordered]:
        """Order two in the web shop, to be collected."""
        cast = self.cast
        with self.teller.step("They order online, to be collected in the store") as step:
            good = cast.good(lambda count: count >= ENOUGH, cast.store)
            before = cast.shopper.available(good)
            ordered = cast.shopper.collect(good, 2, cast.store)
            step.note(f"order {ordered.number}, 2 × {good.title}")
            step.expect("digits of the PIN", len(ordered.pin), 6, so="they get a PIN of six digits")
            _expect_left(step, "on the product's page", cast.shopper.available(good), before, 2)
            step.expect("the order's state", cast.program.order(ordered.number)["state"], "placed")
        return good, ordered

    def sell_the_same(self, good: Good) -> str:
        """Sell one over the counter, to the same person with their card."""
        cast = self.cast
        with self.teller.step("The till sells the same product to the same person") as step:
            before = cast.shopper.available(good)
            number = cast.counter.sell(good, 1, cast.card())
            step.note(f"order {number}")
            _expect_left(step, "on the product's page", cast.shopper.available(good), before, 1)
        return number

    def race_for_the_last(self, but: Good) -> None:
        """Sell all but one, then let the web and the counter want it at the same moment."""
        cast = self.cast
        with self.teller.step("Web and till race for the last one") as step:
            good = cast.good(lambda count: 2 <= count <= 30, cast.store, but=(but,))
            cast.counter.sell(good, cast.program.available(good, cast.store) - 1)
            step.expect(f"left of {good.title}", cast.program.available(good, cast.store), 1, so=good.title)
            (checkout, secret), sale = cast.passer_by.begin(good), cast.counter.scan(good, 1)
            contact = {"name": "Passer-by", "email": "passer.by@example.com"}
            delivery = {"method": "collect", "place": cast.store, "contact": contact}
            web, till = _at_once(
                lambda: cast.passer_by.try_to("PUT", f"{checkout}/delivery", delivery, secret),
                lambda: cast.counter.try_to_sell(sale),
            )
            step.expect("winners", (web.status_code == 200) + (till.status_code == 201), 1)
            if web.status_code == 200:
                step.note("the web won")
                self._pay(checkout, secret)
            else:
                step.note("the till won")
            _expect_sold_out(step, till if web.status_code == 200 else web)
            step.expect("left", cast.program.available(good, cast.store), 0, so="none is left")

    def _pay(self, checkout: str, secret: dict[str, str]) -> None:
        shop = self.cast.passer_by
        shop.do("POST", f"{checkout}/payments", {"method": "test_card", "token": "tok_approve"}, secret)
        shop.do("POST", f"{checkout}/complete", headers=secret)

    def hand_over(self, ordered: Ordered, good: Good) -> None:
        """Pick the order, make it ready, and give it to whoever knows the PIN."""
        cast = self.cast
        with self.teller.step("The store picks the order and makes it ready") as step:
            work = cast.desk.look_up(ordered.number)
            cast.desk.pick(work, good, 2)
            told = _settled(lambda: cast.program.order(ordered.number)["state"], "ready")
            step.expect("the order's state", told, "ready", so=f"order {ordered.number}")
        with self.teller.step("It is handed over by PIN") as step:
            wrong = cast.desk.hand_over(work, f"{(int(ordered.pin) + 1) % 10**6:06}")
            step.expect("the answer to a wrong PIN", wrong.status_code, WRONG_PIN_STATUS, so="a wrong PIN is refused")
            expect_status(cast.desk.hand_over(work, ordered.pin), 200)
            told = _settled(lambda: cast.program.order(ordered.number)["state"], "completed")
            step.expect("the order's state", told, "completed", so="the right one completes the order")

    def send(self) -> Ordered:
        """Order one to be sent from the warehouse, and send it."""
        ordered, good = self._order_to_be_sent()
        cast = self.cast
        with self.teller.step("The warehouse packs it and gives it to a carrier") as step:
            work = cast.parcels.look_up(ordered.number)
            cast.parcels.pick(work, good, 1)
            cast.parcels.ship(work, "Parcel Post", TRACKING)
            told = _settled(lambda: TRACKING in cast.shopper.read(ordered.page), True)
            step.expect(
                f"{TRACKING} on the order's page", told, True, so=f"the order's page shows its number {TRACKING}"
            )
        return ordered

    def _order_to_be_sent(self) -> tuple[Ordered, Good]:
        cast = self.cast
        with self.teller.step("They order something else to be sent home") as step:
            good = cast.good(lambda count: count >= ENOUGH, cast.warehouse)
            before = cast.program.available(good, cast.warehouse)
            ordered = cast.shopper.have_sent(good, 1)
            step.note(f"order {ordered.number}, {good.title}")
            _expect_left(step, "in the warehouse", cast.program.available(good, cast.warehouse), before, 1)
        return ordered, good

    def refund(self, good: Good, number: str) -> None:
        """Take back what was sold over the counter."""
        cast = self.cast
        with self.teller.step("The store takes one back and gives the money back") as step:
            before, order = cast.program.available(good, cast.store), cast.program.order(number)
            back = {"line": order["lines"][0]["line"], "quantity": 1}
            body = {"amount": order["total"], "goods": [back], "to_place": cast.store}
            refund = cast.program.do("POST", f"orders/{number}/refunds", body)
            given = sum(share["amount"]["amount"] for share in refund["shares"])
            paid = order["total"]["amount"]  # the price, and its tax where that is added
            step.expect("given back", given, paid, so=money_text(Money(given, good.currency)))
            told = _settled(lambda: cast.program.order(number)["refunded"]["amount"], paid)
            step.expect("refunded, as the order says,", told, paid)
            after = cast.program.available(good, cast.store)
            step.expect("on the shelf", after, before + 1, so=f"of {before} in the store there are {after} again")

    def look_at_the_account(self, numbers: list[str]) -> None:
        """Every purchase of every channel stands in the account."""
        cast = self.cast
        with self.teller.step("The account shows what was bought, in every channel") as step:
            page = cast.shopper.read("/account/")
            for number in numbers:
                order = cast.program.order(number)
                channel = f"{order['channel']} order {number}"
                step.expect(channel, _shown(page, order["id"]), "shown", so=channel)

    def audit(self) -> None:
        """Prove the books."""
        with self.teller.step("The audit proves the books") as step:
            command = [sys.executable, "-m", "oneshelf.app", "audit", "--json"]
            ran = subprocess.run(command, capture_output=True, text=True, timeout=AUDIT_LIMIT_S, check=False)
            if not ran.stdout.strip():
                raise NotSo("the audit", "done", f"status {ran.returncode}: {ran.stderr[-500:]}")
            told = json.loads(ran.stdout.splitlines()[-1])
            wrong = [row for check in told["checks"] for row in check["wrong"]]
            step.expect("rows that are wrong", wrong, [], so="no row is wrong")
            step.expect("its status", ran.returncode, 0)


def _shown(page: str, order: str) -> str:
    return "shown" if f"/account/purchases/{order}/" in page else "missing"


def _expect_left(step: Step, where: str, came: int, before: int, taken: int) -> None:
    left = before - taken
    step.expect(f"left {where}, of {before},", came, left, so=f"of {before} {where} {left} are left")


def _expect_sold_out(step: Step, loser: httpx.Response) -> None:
    expect_status(loser, 409)
    problem = loser.json()
    step.expect("what the loser is told", problem["code"], "out_of_stock", so="the other is told that it is sold out")
    step.expect("with what is left", problem["available"], 0)


def _at_once(*acts: Callable[[], httpx.Response]) -> list[httpx.Response]:
    """Do all at the same moment, each in a thread of its own; return the answers in order."""
    start = Barrier(len(acts))

    def run(act: Callable[[], httpx.Response]) -> httpx.Response:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def _settled(look: Callable[[], Any], expected: object) -> Any:
    """Look again until it is as expected, at most SETTLES_WITHIN_S; return what was seen last."""
    deadline = time.monotonic() + SETTLES_WITHIN_S
    while (seen := look()) != expected and time.monotonic() < deadline:
        time.sleep(0.1)
    return seen
