"""Batches: made, given out, exported, paused and revoked; and nothing in the database can be read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from oneshelf.kernel import bulk, clock, sealed
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import relay
from oneshelf.kernel.states import WrongState
from oneshelf.modules.coupons import models
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.actions import write_codes
from oneshelf.modules.coupons.public import BatchState, Failure, Reason
from oneshelf.modules.coupons.rules import codes
from oneshelf.modules.markets.public import Market
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import PromotionId
from tests.coupons.builders import a_promotion, a_shared, codes_of, found, singles, terms, used, why_not
from tests.customers.builders import a_customer
from tests.markets.builders import a_market
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def market(transactional_db: None) -> Market:
    forget_jobs()
    return a_market()


def test_many_codes_are_made_by_a_job_a_part_at_a_time(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_codes, "CODES_AT_ONCE", 40)
    batch = coupons.open_single(market.id, terms(market), 100, actor=SYSTEM)
    assert (batch.size, batch.made) == (100, 0)
    settle()
    assert coupons.get_batch(batch.id).made == 100
    printed = codes_of(batch)
    assert len(set(printed)) == 100
    assert len(found(market, *printed)) == 100
    assert coupons.make_codes(batch.id) == 0
    assert coupons.audit() == []


def test_a_shared_code_is_there_at_once_and_needs_no_job(market: Market) -> None:
    assert a_shared(market, "SUMMER26").made == 1
    relay.drain()
    assert not ProcrastinateJob.objects.exists()


def test_making_codes_goes_on_where_it_broke_off(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_codes, "CODES_AT_ONCE", 10)
    batch = coupons.open_single(market.id, terms(market), 25, actor=SYSTEM)
    add_all, calls = bulk.add_all, iter([True, False])

    def breaks_off(*given: Any) -> None:
        add_all(*given)
        if not next(calls):
            raise ConnectionError

    monkeypatch.setattr(bulk, "add_all", breaks_off)
    with pytest.raises(ConnectionError):
        coupons.make_codes(batch.id)
    assert coupons.get_batch(batch.id).made == 10
    monkeypatch.undo()
    assert coupons.make_codes(batch.id) == 15
    assert coupons.audit() == []


def test_no_code_stands_in_the_database(market: Market) -> None:
    _, printed = singles(market, 5)
    a_shared(market, "SUMMER26")
    with connection.cursor() as cursor:
        rows = ""
        for table in ("coupons_batch", "coupons_code", "outbox_event", "trail_entry"):
            cursor.execute(f"SELECT string_agg(each::text, ' ') FROM {table} AS each")
            rows += str(cursor.fetchone())
    for code in (*printed, "SUMMER26"):
        symbols = codes.read(code) or ""
        assert not any(each in rows for each in (code, symbols, code.encode().hex(), symbols.encode().hex()))


def test_codes_are_exported_again_as_they_were_without_revoked_ones(market: Market) -> None:
    batch, printed = singles(market, 4)
    (second,) = found(market, printed[1])
    coupons.revoke_coupon(second, actor=SYSTEM)
    coupons.revoke_coupon(second, actor=SYSTEM)  # again: nothing more
    again = list(coupons.export(batch.id, actor=SYSTEM))
    assert [(each.serial, each.code) for each in again] == [(1, printed[0]), (3, printed[2]), (4, printed[3])]
    part = coupons.export(batch.id, after=1, limit=2, actor=SYSTEM)
    assert [each.serial for each in part] == [3]
    assert why_not(market, printed[1]) == "revoked"
    assert coupons.audit() == []


def test_each_market_may_choose_the_same_code_and_its_baskets_find_its_own(market: Market) -> None:
    elsewhere = a_market()
    here, there = a_shared(market, "WELCOME10", in_all=1), a_shared(elsewhere, "WELCOME10")
    assert [coupons.get_coupon(*found(each, "welcome 10")).batch for each in (market, elsewhere)] == [here.id, there.id]
    used(market, *found(market, "WELCOME10"))
    assert (why_not(market, "WELCOME10"), why_not(elsewhere, "WELCOME10")) == ("used_up", None)
    with pytest.raises(coupons.CodeTaken):
        a_shared(elsewhere, "WELC0ME1O")
    named = [coupons.find_coupon(each.id, "WELCOME10") for each in (market, elsewhere)]
    assert [each and each.batch for each in named] == [here.id, there.id]
    assert coupons.audit() == []


def test_a_code_that_was_chosen_before_markets_had_their_own_works_and_is_taken_in_its_market(market: Market) -> None:
    elsewhere = a_market()
    old = a_shared(market, "SUMMER26")
    symbols = codes.read("SUMMER26")
    assert symbols is not None
    models.Code.objects.filter(batch=old.id).update(digest=sealed.fingerprint(symbols, "coupon codes"))
    assert coupons.get_coupon(*found(market, "SUMMER26")).batch == old.id
    assert why_not(elsewhere, "SUMMER26") == "unknown"
    with pytest.raises(coupons.CodeTaken):
        a_shared(market, "SUMMER26")
    new = a_shared(elsewhere, "SUMMER26")
    assert coupons.get_coupon(*found(elsewhere, "SUMMER26")).batch == new.id


def test_a_chosen_code_is_taken_once_even_when_it_only_looks_alike(market: Market) -> None:
    a_shared(market, "SUMMER26")
    for code in ("SUMMER26", "summer 26", "5UMMER26"):
        with pytest.raises(coupons.CodeTaken):
            a_shared(market, code)
    assert [each.terms.label for each in coupons.list_batches(market.id)] == ["Summer"]
    (shown,) = coupons.export(coupons.list_batches(market.id)[0].id, actor=SYSTEM)
    assert shown.code == "SUMMER26"


def test_a_customer_gets_one_code_of_a_personal_batch(market: Market) -> None:
    ana, tom = a_customer().id, a_customer().id
    batch = coupons.open_personal(market.id, terms(market), actor=SYSTEM)
    first = coupons.issue_to(batch.id, [ana], actor=SYSTEM)
    both = coupons.issue_to(batch.id, [ana, tom], actor=SYSTEM)
    assert both[0] == first[0] != both[1]
    code = coupons.readable_one(first[0])
    assert [why_not(market, code, who) for who in (ana, tom, None)] == [None, "other_customer", "other_customer"]
    with pytest.raises(coupons.WrongKind):
        coupons.issue(batch.id, cause=new_id())
    assert coupons.audit() == []


def test_a_cause_gets_the_same_code_again(market: Market) -> None:
    batch, _ = singles(market, 2)
    cause = new_id()
    issued = coupons.issue(batch.id, cause=cause)
    assert coupons.issue(batch.id, cause=cause) == issued
    assert found(market, issued.code) == [issued.coupon]
    assert (coupons.get_batch(batch.id).made, coupons.get_batch(batch.id).size) == (3, 3)
    with pytest.raises(coupons.WrongKind):
        coupons.issue(a_shared(market).id, cause=cause)


def test_pausing_and_revoking(market: Market) -> None:
    batch, (code, *_) = singles(market)
    coupons.pause(batch.id, actor=SYSTEM)
    assert why_not(market, code) == "paused"
    coupons.resume(batch.id, actor=SYSTEM)
    assert coupons.resume(batch.id, actor=SYSTEM).version == 3  # it works: nothing to do
    assert why_not(market, code) is None
    coupons.revoke(batch.id, actor=SYSTEM)
    assert why_not(market, code) == "revoked"
    with pytest.raises(WrongState):
        coupons.resume(batch.id, actor=SYSTEM)
    with pytest.raises(coupons.BatchRevoked):
        coupons.issue(batch.id, cause=new_id())
    assert coupons.get_batch(batch.id).state is BatchState.REVOKED
    assert coupons.audit() == []


def test_codes_rest_while_their_promotion_does(market: Market) -> None:
    a_shared(market)
    promotions.pause(a_promotion(market).id, actor=SYSTEM)
    assert why_not(market, "SUMMER26") == "promotion_paused"


def test_a_batch_is_for_a_promotion_of_its_market(market: Market) -> None:
    for promotion in (a_promotion(a_market()).id, PromotionId(new_id())):
        with pytest.raises(promotions.UnknownPromotion):
            a_shared(market, promotion=promotion)
    assert coupons.list_batches(market.id) == []


def test_a_revoked_batch_makes_no_more_codes(market: Market) -> None:
    batch = coupons.open_single(market.id, terms(market), 5, actor=SYSTEM)
    coupons.revoke(batch.id, actor=SYSTEM)
    settle()
    assert coupons.get_batch(batch.id).made == 0


def test_batches_are_listed_the_latest_first_and_found_by_their_label(market: Market) -> None:
    made = [a_shared(market, f"CODE{number}", label=f"Week {number}") for number in range(4)]
    a_shared(a_market(), "OTHER", label="Week 5")
    assert [each.id for each in coupons.list_batches(market.id, limit=2)] == [made[3].id, made[2].id]
    assert [each.id for each in coupons.list_batches(market.id, after=made[2].id)] == [made[1].id, made[0].id]
    assert [each.id for each in coupons.list_batches(market.id, text="week 1")] == [made[1].id]
    with pytest.raises(coupons.UnknownBatch):
        coupons.get_batch(coupons.BatchId(new_id()))


def test_staff_learn_why(market: Market) -> None:
    now = clock.now()
    a_shared(market, "LATER", begins_at=now + timedelta(days=1))
    a_shared(market, "OVER", begins_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    a_shared(a_market(), "ABROAD")
    _, (code, *_) = singles(market)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    told = coupons.look_up(["later", "over", "abroad", "nothing", wrong, "?"], market.id, None, clock.now())
    assert [each.reason for each in told.values() if isinstance(each, Failure)] == [
        Reason.NOT_BEGUN,
        Reason.ENDED,
        Reason.UNKNOWN,
        Reason.UNKNOWN,
        Reason.MISTYPED,
        Reason.MISTYPED,
    ]


def test_a_code_is_found_under_a_secret_of_before(market: Market, settings: Any) -> None:
    _, (code, *_) = singles(market)
    secret = settings.SECRET_KEY
    settings.SECRET_KEY = "another secret, of today"
    assert why_not(market, code) == "unknown"
    settings.SECRET_KEY_FALLBACKS = [secret]
    assert why_not(market, code) is None


def test_nothing_is_half_made(market: Market) -> None:
    with pytest.raises(coupons.WindowIsEmpty):
        coupons.open_single(market.id, terms(market, ends_at=clock.now() - timedelta(days=1)), 5, actor=SYSTEM)
    with pytest.raises(coupons.CodeUnfit):
        a_shared(market, "?")
    assert not models.Batch.objects.exists()
