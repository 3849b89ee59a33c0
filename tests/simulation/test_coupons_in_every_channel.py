"""A coupon that few may use, wanted by many at the same moment: in the web shop, at tills and by programs.

Whoever is refused is told so in the manner of their channel, has bought nothing, and can pay the full price.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from enum import Enum, auto

import pytest
import time_machine
from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.actions.start import OPEN_FOR
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import BatchId, Tally
from oneshelf.modules.orders import public as orders
from tests.checkout.builders import Shop
from tests.coupons.builders import a_shared
from tests.simulation.meetings import an_honest_shop, at_once
from tests.surfaces.api.programs import Program, usd
from tests.surfaces.storefront.shopping import CONTACT, fill
from tests.surfaces.till.builders import a_counter_of

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

REDEEMERS, USES = 64, 40
LEAVING = 6
"""How many in the web shop pay by a card that is declined, once the coupon is held for them, and leave."""

CODE, FULL, REDUCED = "RUSH", 250, 225
UNITS = 100


class Came(Enum):
    """What came of wanting to buy."""

    BOUGHT = auto()
    REFUSED = auto()
    DECLINED = auto()


class OnTheWeb:
    """A guest in a browser, before the button of a checkout that shows the reduced price."""

    def __init__(self, shop: Shop, variant: VariantId, card: str) -> None:
        self.shop, self.card, self.browser = shop, card, Client()
        fill(self.browser, variant)
        assert self.browser.post("/cart/codes/", {"code": CODE}).status_code == 302
        self.page = self.browser.get("/checkout/").content.decode()
        assert self.shown["seen_total"] == str(REDUCED)

    @property
    def shown(self) -> dict[str, str]:
        """What the page sends along: its checkout, and what it says that this costs."""
        found = re.findall(r'name="(checkout|seen_\w+)" value="([^"]*)"', self.page)
        return dict(found)

    def redeem(self) -> Came:
        """Press the button, on the page as it is."""
        status = self._press()
        if status == 302:
            return Came.BOUGHT
        if status == 402:
            assert "The card was declined." in self.page
            return Came.DECLINED
        assert (status, "does not work here" in self.page) == (422, True)
        assert self.shown["seen_total"] == str(FULL), "what it costs without the coupon stands there at once"
        return Came.REFUSED

    def come_again(self) -> Came:
        """Press with a card that is good: the checkout's time is over, and its page begins anew with what it costs."""
        self.card = "tok_approve"
        assert (self._press(), "You took longer" in self.page) == (409, True)
        return self.redeem() if self.shown["seen_total"] == str(REDUCED) else Came.REFUSED

    def _press(self) -> int:
        chosen = {"method": "collect", "store": self.shop.store.code, "card": self.card}
        answer = self.browser.post("/checkout/", CONTACT | chosen | self.shown)
        self.page = answer.content.decode()
        return answer.status_code

    pay_in_full = redeem


class AtATill:
    """A cashier with a customer's basket, and the coupon scanned."""

    def __init__(self, shop: Shop, variant: VariantId, name: str) -> None:
        self.counter, self.variant = a_counter_of(shop, name), variant

    def redeem(self) -> Came:
        """Scan, and sell at the price that is shown."""
        shown = self.counter.basket((self.variant, 1), code=CODE).json()
        if shown.get("total") != REDUCED:  # it was used up before the scan, or while the basket was priced
            said = shown["html"]["lines"] if "html" in shown else shown["detail"]
            assert (shown.get("total", FULL), "used up" in said) == (FULL, True), shown
            return Came.REFUSED
        answer = self.counter.sell((self.variant, 1), total=REDUCED, key=str(new_id()), coupons=shown["coupons"])
        if answer.status_code == 201:
            return Came.BOUGHT
        why = answer.json()
        assert (answer.status_code, why["code"]) in {(409, "price_changed"), (422, "coupon_does_not_work")}, why
        return Came.REFUSED

    def come_again(self) -> Came:
        """Unlock the till, which locked itself meanwhile, and scan once more."""
        assert self.counter.unlock().status_code == 302
        return self.redeem()

    def pay_in_full(self) -> Came:
        """Sell the basket without the coupon."""
        assert self.counter.sell((self.variant, 1), total=FULL, key=str(new_id())).status_code == 201
        return Came.BOUGHT


class ByAProgram:
    """A program that orders in one call."""

    def __init__(self, program: Program, variant: VariantId) -> None:
        self.program, self.variant = program, variant

    def redeem(self) -> Came:
        """Order with the code, and pay what it comes to then."""
        body = self.program.order(self.variant, codes=[CODE], payments=[{"method": "cash", "amount": usd(REDUCED)}])
        told = self.program.post("/orders", body)
        if told.status == 201:
            return Came.BOUGHT
        assert (told.status, told["code"]) == (422, "coupon_does_not_work"), told.body
        return Came.REFUSED

    come_again = redeem

    def pay_in_full(self) -> Came:
        """Order without the code."""
        assert self.program.post("/orders", self.program.order(self.variant)).status == 201
        return Came.BOUGHT


Redeemer = OnTheWeb | AtATill | ByAProgram


@pytest.fixture
def shop() -> Iterator[Shop]:
    with an_honest_shop() as shop:
        yield shop


def test_a_coupon_is_used_as_often_as_it_may_be_in_whatever_channel(shop: Shop) -> None:
    batch = a_shared(shop.market, CODE, in_all=USES).id
    variant = shop.offered(UNITS)
    everybody = _redeemers(shop, variant)

    came = _all_at_once(everybody, [each.redeem for each in everybody])
    held = len(came[Came.DECLINED])
    assert tally(batch) == Tally(USES - held, held, 0)
    assert sold(shop) == {REDUCED: USES - held}
    assert shop.level(variant).available == UNITS - USES, "what is held for those who left is held as a whole"
    assert len({type(each) for each in came[Came.BOUGHT]}) > 1, "they did not meet"

    with time_machine.travel(clock.now() + OPEN_FOR + timedelta(minutes=1), tick=True):
        coupons.expire()
        checkout.expire_checkouts()
        assert tally(batch) == Tally(USES - held, 0, 0)
        left = came[Came.DECLINED] + came[Came.REFUSED]
        again = _all_at_once(left, [each.come_again for each in left])
        assert tally(batch) == Tally(USES, 0, 0)
        assert sold(shop) == {REDUCED: USES}
        refused = again[Came.REFUSED]
        assert len(refused) == REDEEMERS - USES
        assert len(_all_at_once(refused, [each.pay_in_full for each in refused])[Came.BOUGHT]) == len(refused)

    assert tally(batch) == Tally(USES, 0, 0)
    assert sold(shop) == {REDUCED: USES, FULL: REDEEMERS - USES}


def _redeemers(shop: Shop, variant: VariantId) -> list[Redeemer]:
    """Return a third of them in each channel, in turns."""
    program = Program.with_key(shop)
    cards = ["tok_decline"] * LEAVING + ["tok_approve"] * REDEEMERS
    made: list[Callable[[int], Redeemer]] = [
        lambda number: OnTheWeb(shop, variant, cards[number // 3]),
        lambda number: AtATill(shop, variant, f"Till {number}"),
        lambda _: ByAProgram(program, variant),
    ]
    return [made[number % 3](number) for number in range(REDEEMERS)]


def _all_at_once(people: Sequence[Redeemer], deeds: Sequence[Callable[[], Came]]) -> dict[Came, list[Redeemer]]:
    """Let all do their deeds at the same moment; return who came to what."""
    came: dict[Came, list[Redeemer]] = {each: [] for each in Came}
    for who, what in zip(people, at_once(*deeds), strict=True):
        assert isinstance(what, Came), what
        came[what].append(who)
    print({what.name: dict(Counter(type(each).__name__ for each in who)) for what, who in came.items()})  # noqa: T201  # shown when the test fails
    return came


def tally(batch: BatchId) -> Tally:
    return coupons.tallies([batch])[batch]


def sold(shop: Shop) -> Counter[int]:
    """Return how many orders came to what total; what is reduced must name the coupon, and nothing else may."""
    told: Counter[int] = Counter()
    for each in orders.list_orders(shop.market.id, limit=REDEEMERS * 2):
        named = [coupon for taken in orders.get_order(each.id).adjustments for coupon in taken.coupons]
        assert len(named) == (each.total.minor == REDUCED), each
        told[each.total.minor] += 1
    return told
