"""Moments that forms ask for: on the market's clocks, when those are put forward or back, and at the calendar's end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import Limits
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.sourcing import public as sourcing
from tests.checkout.builders import Shop, a_shop
from tests.coupons.builders import a_promotion, a_shared
from tests.promotions.builders import a_draft, a_group
from tests.staff.builders import a_member, sign_in
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

SKIPPED, TWICE, TOO_FAR = "2031-03-09T02:30", "2031-11-02T01:30", "9999-12-31T23:59"
"""Minutes that New York's clocks skip, show twice, and show when it is the year 10,000 elsewhere."""

SECOND_TIME = datetime(2031, 11, 2, 6, 30, 45, tzinfo=UTC)
"""When New York's clocks show half past one for the second time, and 45 seconds."""


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    return a_shop()


@pytest.fixture
def desk(shop: Shop) -> Client:
    return sign_in(Client(), a_member("owner"))


def of_a_price(shop: Shop) -> tuple[str, dict[str, str], str]:
    return f"prices/{shop.offered(1)}/", {"amount": "2.00"}, "ends"


def of_many_prices(shop: Shop) -> tuple[str, dict[str, str], str]:
    shop.offered(1)
    given = {"name": "Spring", "by": "percent", "value": "-10", "ending": "any", "price_list": "base"}
    return "prices/changes/", given, "starts"


def of_coupons(shop: Shop) -> tuple[str, dict[str, str], str]:
    promotion = str(a_promotion(shop.market).id)
    given = {"label": "Spring", "promotion": promotion, "request": str(new_id()), "kind": "single", "size": "1"}
    return "coupons/new/", given, "ends"


def of_the_terms_of_coupons(shop: Shop) -> tuple[str, dict[str, str], str]:
    batch = a_shared(shop.market, "SUMMER")
    return f"coupons/{batch.id}/change/", {"act": "terms", "seen": str(batch.version)}, "ends"


def of_a_promotion(shop: Shop) -> tuple[str, dict[str, str], str]:
    group = str(a_group(shop.market).id)
    given = {"reward": "percent", "percent": "20", "group": group, "priority": "100", "code": "P1", "name": "Cheese"}
    return "promotions/new/", given, "ends"


def of_a_basket(shop: Shop) -> tuple[str, dict[str, str], str]:
    return "explain/", {"lines": "SKU-1", "channel": shop.web.code}, "at"


FORMS = [of_a_price, of_many_prices, of_coupons, of_the_terms_of_coupons, of_a_promotion, of_a_basket]


@pytest.mark.parametrize("of", FORMS)
def test_a_minute_that_clocks_do_not_show_once_is_sent_back(
    shop: Shop, desk: Client, of: Callable[[Shop], tuple[str, dict[str, str], str]]
) -> None:
    way, given, field = of(shop)
    with nothing_changes():
        for typed, said in ((SKIPPED, "Clocks skip"), (TWICE, "Clocks show"), (TOO_FAR, "Choose a year before 9999")):
            answer = desk.post(f"/backoffice/{way}", given | {field: typed})
            assert answer.status_code == 422, (typed, answer.status_code)
            assert said in answer.content.decode()


def test_no_policy_begins_at_a_minute_that_clocks_do_not_show_once(shop: Shop, desk: Client) -> None:
    draft = sourcing.draft_policy(shop.market.id, "Nearest first", sourcing.USUAL.rules, actor=SYSTEM)
    page = f"/backoffice/sourcing/{draft.policy.id}/"
    for typed, said in ((SKIPPED, "Clocks skip"), (TWICE, "Clocks show"), (TOO_FAR, "Choose a year before 9999")):
        answer = desk.post(page, {"act": "publish", "from": typed})
        assert (answer.status_code, said in answer.content.decode()) == (422, True), typed
    assert sourcing.list_policies(shop.market.id)[0].state is not sourcing.PolicyState.PUBLISHED


def test_stock_is_shown_at_no_minute_that_clocks_do_not_show_once(shop: Shop, desk: Client) -> None:
    shop.offered(5)
    for typed, said in ((SKIPPED, "Clocks skip"), (TWICE, "Clocks show"), (TOO_FAR, "Choose a year before 9999")):
        shown = desk.get("/backoffice/stock/", {"place": shop.store.code, "at": typed})
        assert (shown.context["past"], said in shown.context["wrong_time"]) == (None, True), typed


def test_an_end_that_was_not_touched_stays_to_the_second(shop: Shop, desk: Client) -> None:
    batch = a_shared(shop.market, "SUMMER")
    coupons.change_terms(batch.id, Limits(), SECOND_TIME, version=batch.version, actor=SYSTEM)
    page = f"/backoffice/coupons/{batch.id}/"
    assert f'value="{TWICE}"' in desk.get(page).content.decode()
    seen = coupons.get_batch(batch.id).version
    given = {"act": "terms", "in_all": "8", "ends": TWICE, "seen": str(seen)}
    assert desk.post(f"{page}change/", given).status_code == 302
    terms = coupons.get_batch(batch.id).terms
    assert (terms.limits.in_all, terms.ends_at) == (8, SECOND_TIME)


def test_the_end_of_a_promotion_that_was_not_touched_stays_to_the_second(shop: Shop, desk: Client) -> None:
    drafted = a_draft(shop.market, ends=SECOND_TIME)
    plan = drafted.plan
    given = {"reward": "percent", "percent": "5", "group": str(plan.group), "priority": "100", "code": plan.code}
    sent = given | {"name": plan.name, "ends": TWICE, "version": str(drafted.version)}
    assert desk.post(f"/backoffice/promotions/{drafted.id}/", sent).status_code == 302
    changed = promotions.get_promotion(drafted.id).plan
    assert (changed.terms != plan.terms, changed.ends) == (True, SECOND_TIME)


def test_a_price_holds_through_the_hour_that_comes_twice(shop: Shop, desk: Client) -> None:
    article = shop.offered(1)
    given = {"amount": "2.00", "starts": "2031-11-02T00:59", "ends": "2031-11-02T02:00"}
    with time_machine.travel(datetime(2031, 11, 1, tzinfo=UTC), tick=False):
        desk = sign_in(Client(), a_member("owner"))
        assert desk.post(f"/backoffice/prices/{article}/", given).status_code == 302
    held = [(each.valid_from, each.valid_until) for each in pricing.price_history(shop.market.id, article)]
    assert (datetime(2031, 11, 2, 4, 59, tzinfo=UTC), datetime(2031, 11, 2, 7, tzinfo=UTC)) in held
