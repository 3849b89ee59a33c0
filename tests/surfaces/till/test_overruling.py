"""What rules keep back or fences set apart is sold at the till only by who may, and that is written down."""

from __future__ import annotations

from typing import Any, TypedDict

import pytest
import time_machine
from django.core import signing
from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.staff import public as staff
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.till import overrule
from tests.staff.builders import a_member
from tests.surfaces.till.builders import Counter, a_counter, as_till

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

MANAGERS_PIN = "1470"


def _kept_back(counter: Counter, units: int, *, of: int = 3, hard: bool = True) -> VariantId:
    variant = counter.shop.offered(of)
    scope = inventory.Scope(place=counter.shop.store.id, variant=variant)
    amount = inventory.Amount(units=units, hard=hard)
    inventory.set_rule(counter.shop.market.id, scope, amount, begins=clock.now(), actor=SYSTEM)
    return variant


def _fenced(counter: Counter, units: int, *, of: int = 3) -> VariantId:
    variant, shop = counter.shop.offered(of), counter.shop
    inventory.set_fence(shop.market.id, shop.store.id, variant, shop.web.id, units, actor=SYSTEM)
    return variant


def _manager(counter: Counter) -> staff.Member:
    manager = a_member("manager", at=counter.shop.store.id)
    staff.set_pin(manager.id, MANAGERS_PIN, actor=SYSTEM)
    return manager


def _ask(counter: Counter, member: staff.Member, *lines: tuple[VariantId, int], pin: str = MANAGERS_PIN) -> Any:
    return counter.ask_leave(member.id, pin, *lines)


class _Leave(TypedDict):
    leave: str
    key: str


def _under(answer: Any) -> _Leave:
    """Return leave with the key of the one sale for which it holds."""
    return {"leave": answer["leave"], "key": answer["key"]}


def test_a_till_sells_what_a_hard_rule_leaves_and_no_more() -> None:
    counter = a_counter()
    variant = _kept_back(counter, 2)
    refused = counter.sell((variant, 2), total=500)
    assert (refused.status_code, refused.json()["code"], refused.json()["available"]) == (409, "out_of_stock", 1)
    assert refused.json()["detail"].endswith(": 3 here, of which 2 kept back by a rule.")
    assert counter.shop.level(variant).on_hand == 3
    assert counter.sell((variant, 1), total=250, key="k2").status_code == 201
    assert counter.shop.audit() == []


def test_a_soft_rule_keeps_nothing_from_a_customer_who_has_it_in_hand() -> None:
    counter = a_counter()
    variant = _kept_back(counter, 3, hard=False)
    assert counter.sell((variant, 3), total=750).status_code == 201


def test_what_is_promised_to_somebody_nobody_may_sell() -> None:
    counter = a_counter(role="manager")
    variant = _kept_back(counter, 1)
    shop = counter.shop
    demand = inventory.Demand(1, shop.store.id, variant, 2)
    inventory.allocate(shop.market.id, [demand], order=counter.till.id)
    refused = counter.sell((variant, 2), total=500).json()
    assert "leave" not in refused
    kept = counter.sell((variant, 1), total=250, key="k2").json()
    assert counter.sell((variant, 1), total=250, **_under(kept)).status_code == 201
    assert counter.shop.level(variant).on_hand == 2


@pytest.mark.parametrize("apart", [_kept_back, _fenced])
def test_who_may_overrule_sells_it_all_the_same_and_the_trail_says_so(apart: Any) -> None:
    counter = a_counter(role="manager")
    variant = apart(counter, 2)
    refused = counter.sell((variant, 3), total=750).json()
    assert refused["colleagues"] == []
    assert "written down" in refused["cure"]
    sold = counter.sell((variant, 3), total=750, **_under(refused))
    assert sold.status_code == 201
    again = counter.sell((variant, 3), total=750, **_under(refused))
    assert again.json()["order"] == sold.json()["order"]
    (entry,) = trail.of_subject(trail.Subject("order", sold.json()["order"]))
    assert (entry.action, entry.actor_id, entry.place) == ("stock.overruled", counter.cashier.id, counter.till.place)
    assert counter.shop.level(variant).on_hand == 0
    assert counter.shop.audit() == []


def test_a_fence_is_told_with_its_channel() -> None:
    counter = a_counter()
    variant = _fenced(counter, 2)
    told = counter.sell((variant, 2), total=500).json()
    assert f"of which 2 set apart for {counter.shop.web.name}" in told["detail"]
    assert "Nobody with a PIN" in told["cure"]
    assert (told["leave"], told["colleagues"]) == ("", [])


def test_a_colleague_lets_it_go_with_their_pin() -> None:
    counter = a_counter()
    variant, manager = _kept_back(counter, 2), _manager(counter)
    told = counter.sell((variant, 2), total=500).json()
    assert told["leave"] == ""
    assert told["colleagues"] == [{"id": str(manager.id), "name": manager.name}]
    assert manager.name in told["cure"]
    sold = counter.sell((variant, 2), total=500, **_under(_ask(counter, manager, (variant, 2)).json()))
    assert sold.status_code == 201
    (receipt,) = tills.receipts_of(counter.till.id)
    (entry,) = trail.of_subject(trail.Subject("order", receipt.order))
    assert entry.actor_id == manager.id


def test_leave_is_given_to_nobody_else() -> None:
    counter = a_counter()
    variant, manager = _kept_back(counter, 2), _manager(counter)
    wrong = _ask(counter, manager, (variant, 2), pin="9999")
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_staff_pin")
    cashier = _ask(counter, counter.cashier, (variant, 2), pin="2580")
    assert (cashier.status_code, cashier.json()["code"]) == (403, "not_allowed")
    elsewhere = a_member("manager", at=a_counter(unlocked=False).shop.store.id)
    staff.set_pin(elsewhere.id, MANAGERS_PIN, actor=SYSTEM)
    assert _ask(counter, elsewhere, (variant, 2)).status_code == 403
    locked = a_counter(unlocked=False)
    assert _ask(locked, manager, (variant, 2)).status_code == 401


def test_leave_serves_one_sale_even_of_the_same_basket() -> None:
    counter = a_counter()
    variant, manager = _kept_back(counter, 2), _manager(counter)
    given = _under(_ask(counter, manager, (variant, 2)).json())
    assert counter.sell((variant, 2), total=500, **given).status_code == 201
    inventory.receive(counter.shop.market.id, counter.shop.store.id, {variant: 2}, cause=new_id(), at=clock.now())
    again = counter.sell((variant, 2), total=500, key="another", leave=given["leave"])
    assert (again.status_code, again.json()["code"]) == (409, "out_of_stock")
    assert counter.shop.level(variant).on_hand == 3


def test_a_page_that_is_older_than_the_shop_is_to_be_loaded_again() -> None:
    counter = a_counter(role="manager")
    variant = _kept_back(counter, 2)
    told = counter.sell((variant, 2), total=500).json()
    kept = signing.loads(told["leave"], salt=overrule._SALT)
    without_key = signing.dumps({name: kept[name] for name in kept if name != "key"}, salt=overrule._SALT)
    for leave in (told["leave"], without_key):
        refused = counter.sell((variant, 2), total=500, key=new_id().hex, leave=leave)
        assert refused.status_code == 409
        assert "Load the page again" in refused.json()["cure"]
        assert (refused.json()["leave"], refused.json()["colleagues"]) == ("", [])
    assert counter.shop.level(variant).on_hand == 3


def test_leave_holds_for_one_basket_at_one_till_for_a_while() -> None:
    counter = a_counter()
    variant, manager = _kept_back(counter, 3), _manager(counter)
    given = _under(_ask(counter, manager, (variant, 2)).json())
    assert counter.sell((variant, 3), total=750, **given).status_code == 409
    till, token = tills.enrol_till(counter.shop.store.id, counter.shop.till.id, "Till 2", actor=SYSTEM)
    other = Counter(counter.shop, till, token, counter.cashier, as_till(Client(), token))
    other.unlock()
    assert other.sell((variant, 2), total=500, **given).status_code == 409
    altered: _Leave = {**given, "leave": given["leave"] + "x"}
    assert counter.sell((variant, 2), total=500, **altered).status_code == 409
    with time_machine.travel(clock.now().timestamp() + overrule.LEAVE_S + 1):
        counter.unlock()
        assert counter.sell((variant, 2), total=500, **given).status_code == 409
    staff.dismiss(manager.id, actor=SYSTEM)
    assert counter.sell((variant, 2), total=500, **given).status_code == 409
    assert counter.shop.level(variant).on_hand == 3
