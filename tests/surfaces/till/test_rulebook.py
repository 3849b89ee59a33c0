"""A till has the rules of its market, is told what a basket was priced by, and says where it comes to another total."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from structlog.testing import capture_logs

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from oneshelf.modules.tax import public as tax
from tests.promotions.builders import TENTH, a_live_one
from tests.surfaces.till.builders import Counter, a_counter

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

THIRD_FREE = Terms(reward=compiled.BuyGet(2, 1))


class Written(msgspec.Struct):
    """A rulebook as a till reads it."""

    version: str
    rules: tuple[compiled.Rule, ...]
    groups: tuple[compiled.Group, ...]

    def total(self, asked: dict[str, Any]) -> int:
        """What a basket comes to by it."""
        basket = msgspec.convert(asked, compiled.Basket)
        return pricing.price(basket, pricing.Rulebook(self.rules, self.groups)).total


def fetched(counter: Counter) -> Written:
    answer = counter.client.get("/till/rulebook/")
    assert answer.headers["ETag"] == f'"{msgspec.json.decode(answer.content)["version"]}"'
    return msgspec.json.decode(answer.content, type=Written)


def told(counter: Counter, rulebook: str, asked: dict[str, Any], total: int) -> Any:
    body = {"rulebook": rulebook, "asked": asked, "total": total}
    return counter.client.post("/till/rulebook/differs/", body, content_type="application/json")


def test_a_basket_comes_to_the_same_by_the_rulebook_of_the_till() -> None:
    counter = a_counter()
    a_live_one(counter.shop.market, THIRD_FREE)
    answer = counter.basket((counter.shop.offered(9, 199), 4), (counter.shop.offered(9, 350), 2)).json()
    book = fetched(counter)
    assert (answer["total"], answer["rulebook"]) == (4 * 199 + 2 * 350 - 2 * 199, book.version)
    assert book.total(answer["asked"]) == answer["total"]


def test_a_basket_is_rounded_there_as_its_market_says() -> None:
    counter = a_counter()
    rounding = compiled.Rounding(compiled.RoundingMode.HALF_EVEN, compiled.TaxRounding.LINE)
    tax.set_regime(counter.shop.market.id, tax.Regime(rounding=rounding), actor=SYSTEM)
    a_live_one(counter.shop.market, TENTH)
    answer = counter.basket((counter.shop.offered(1, 105), 1)).json()
    assert (answer["asked"]["rounding"], answer["total"]) == ({"mode": "half_even", "tax": "line"}, 95)
    assert fetched(counter).total(answer["asked"]) == 95


def test_without_rules_a_basket_comes_to_what_is_listed() -> None:
    counter = a_counter()
    answer, book = counter.basket((counter.shop.offered(3, 250), 2)).json(), fetched(counter)
    assert (book.rules, answer["rulebook"]) == ((), book.version)
    assert book.total(answer["asked"]) == answer["total"] == 500


def test_of_an_empty_basket_nothing_is_asked() -> None:
    answer = a_counter().basket().json()
    assert (answer["asked"], answer["rulebook"]) == (None, "")


def test_a_rulebook_that_the_till_has_is_not_sent_again() -> None:
    counter = a_counter()
    a_live_one(counter.shop.market, TENTH)
    first = fetched(counter)
    again = counter.client.get("/till/rulebook/", headers={"If-None-Match": f'"{first.version}"'})
    assert (again.status_code, again.content) == (304, b"")
    a_live_one(counter.shop.market, THIRD_FREE)
    assert len(fetched(counter).rules) == 2
    changed = counter.client.get("/till/rulebook/", headers={"If-None-Match": f'"{first.version}"'})
    assert changed.status_code == 200


def test_a_till_that_comes_to_something_else_is_written_down() -> None:
    counter = a_counter()
    a_live_one(counter.shop.market, TENTH)
    answer = counter.basket((counter.shop.offered(3), 2)).json()
    with capture_logs() as written:
        wrong = told(counter, answer["rulebook"], answer["asked"], 449)
    assert wrong.json() == {"differs": True}
    (line,) = written
    assert (line["log_level"], line["total"], line["till_total"]) == ("error", 450, 449)
    with capture_logs() as written:
        right = told(counter, answer["rulebook"], answer["asked"], 450)
        old = told(counter, "of yesterday", answer["asked"], 500)
    assert (right.json(), old.json(), written) == ({"differs": False}, {"differs": False}, [])


def test_what_is_no_basket_is_refused() -> None:
    counter = a_counter()
    basket = {"currency": "USD", "lines": [], "facts": {"at": 0, "weekday": 0, "minute": 0}}
    nothing = {"key": "1", "article": "a", "quantity": 0, "price": 1}
    for asked, code in (({}, "not_understood"), (basket | {"lines": [nothing]}, "bad_quantity")):
        answer = told(counter, fetched(counter).version, asked, 1)
        assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_locked_till_has_no_rulebook() -> None:
    counter = a_counter(unlocked=False)
    assert counter.client.get("/till/rulebook/").status_code == 401
    assert told(counter, "", {}, 1).status_code == 401
