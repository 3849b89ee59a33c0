"""Tills sell, and their receipts have no gaps."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout.public import Tender, Wanted
from oneshelf.modules.inventory.public import OutOfStock
from oneshelf.modules.tills import public as tills
from oneshelf.modules.tills.actions import sell
from oneshelf.modules.tills.actions.issue_missing import issue_missing_receipts
from oneshelf.modules.tills.models import Receipt
from tests.checkout.builders import Shop, a_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def _sell(till: tills.Till, variant: VariantId, key: str) -> tills.Receipt:
    sale = tills.Sale((Wanted(variant, 1),), (Tender("cash", Money(250, "USD")),), staff=new_id())
    return tills.sell(till, sale, actor=SYSTEM, once=Claim(str(till.id), "tills.sell", key, b""))


def _enrolled(shop: Shop, name: str = "Till 1") -> tuple[tills.Till, str]:
    return tills.enrol_till(shop.store.id, shop.till.id, name, actor=SYSTEM)


def test_receipts_are_numbered_and_chained() -> None:
    shop = a_shop()
    till, _ = _enrolled(shop)
    variant = shop.offered(5)
    assert [_sell(till, variant, str(key)).number for key in range(3)] == [1, 2, 3]
    assert tills.audit() == []


def test_the_same_sale_is_rung_up_once() -> None:
    shop = a_shop()
    till, _ = _enrolled(shop)
    variant = shop.offered(5)
    assert _sell(till, variant, "a") == _sell(till, variant, "a")
    assert shop.level(variant).on_hand == 4


def test_a_refused_sale_uses_no_number() -> None:
    shop = a_shop()
    till, _ = _enrolled(shop)
    variant = shop.offered(1)
    _sell(till, variant, "a")
    with pytest.raises(OutOfStock):
        _sell(till, variant, "b")
    assert _sell(till, shop.offered(1), "c").number == 2


def test_sales_side_by_side_leave_no_gap() -> None:
    shop = a_shop()
    till, _ = _enrolled(shop)
    variant = shop.offered(20)

    def sell(key: int) -> int:
        try:
            return _sell(till, variant, str(key)).number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(sell, range(16))) == list(range(1, 17))
    assert tills.audit() == []


def test_the_audit_names_an_altered_receipt() -> None:
    shop = a_shop()
    till, _ = _enrolled(shop)
    variant = shop.offered(5)
    for key in range(3):
        _sell(till, variant, str(key))
    Receipt.objects.filter(number=2).update(total=1)
    assert [found.subject for found in tills.audit()] == ["receipt 2 of till Till 1"]
    Receipt.objects.filter(number=2).delete()
    assert "receipt 2 of till Till 1" in [found.subject for found in tills.audit()]


def test_a_sale_whose_receipt_a_crash_left_out_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = a_shop()
    till, _ = _enrolled(shop)
    variant = shop.offered(5)
    with monkeypatch.context() as crash:
        crash.setattr(sell, "issue_receipt", _crash)
        with pytest.raises(_Crash):
            _sell(till, variant, "a")
    assert issue_missing_receipts() == 0  # it may be under way
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        assert [found.check for found in tills.audit()] == ["every sale at a till has its receipt"]
        assert [issue_missing_receipts(), issue_missing_receipts()] == [1, 0]
        assert tills.audit() == []
        (healed,) = tills.receipts_of(till.id)
        assert _sell(till, variant, "a") == healed
        assert _sell(till, variant, "b").number == 2


class _Crash(Exception):
    """The process ends here."""


def _crash(*_given: object, **_named: object) -> None:
    raise _Crash


def test_only_an_enrolled_device_is_a_till() -> None:
    shop = a_shop()
    till, token = _enrolled(shop)
    assert tills.till_of_token(token) == till
    with pytest.raises(tills.UnknownTill):
        tills.till_of_token("guess")
    with pytest.raises(tills.TillNameTaken):
        _enrolled(shop)
    tills.retire_till(till.id, actor=SYSTEM)
    with pytest.raises(tills.UnknownTill):
        tills.till_of_token(token)
