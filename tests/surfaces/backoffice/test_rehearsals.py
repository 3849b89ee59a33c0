"""A merchandiser rehearses a draft on the orders of a month."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import Wanted
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import PolicyState, RehearsalState
from tests.checkout.builders import ANA, Shop
from tests.orders.settling import forget_jobs, settle
from tests.staff.builders import a_member, sign_in
from tests.surfaces.associate.builders import a_work

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_jobs_of_others() -> None:
    forget_jobs()


def a_shipped_order(shop: Shop) -> orders.OrderId:
    begun = checkout.start(shop.market, shop.web.id, [Wanted(shop.offered(5), 2)])
    chosen = checkout.ship_to(begun.id, ANA)
    checkout.pay(chosen.id, payments.Method.TEST_CARD, "tok_approve", actor=SYSTEM)
    return checkout.complete(chosen.id, actor=SYSTEM).order


def test_a_draft_is_rehearsed_in_the_background_and_found_again(client: Client) -> None:
    shop = a_work().shop
    a_shipped_order(shop)
    draft = sourcing.draft_policy(shop.market.id, "Near", sourcing.USUAL.rules, actor=SYSTEM)
    desk = sign_in(client, a_member("merchandiser"))
    begun = desk.post(reverse("backoffice:rehearse", args=[draft.policy.id]), {"month": f"{clock.now():%Y-%m}"})
    assert "Looking for orders" in desk.get(begun["Location"]).content.decode()
    settle()
    piece = desk.get(begun["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "1 order tried" in piece
    assert "<html" not in piece
    assert shop.store.name in piece
    assert begun["Location"] in desk.get(reverse("backoffice:policy", args=[draft.policy.id])).content.decode()


def test_a_month_without_deliveries_says_so(client: Client) -> None:
    shop = a_work().shop
    draft = sourcing.draft_policy(shop.market.id, "Near", sourcing.USUAL.rules, actor=SYSTEM)
    desk = sign_in(client, a_member("merchandiser"))
    begun = desk.post(reverse("backoffice:rehearse", args=[draft.policy.id]), {"month": "2020-12"})
    settle()
    assert "Nothing was delivered in that time" in desk.get(begun["Location"]).content.decode()
    assert draft.policy.id is not None
    (run,) = sourcing.list_rehearsals(draft.policy.id)
    assert (run.state, run.total) == (RehearsalState.DONE, 0)


@pytest.mark.parametrize("month", ["", "2026-13", "yesterday", "2999-01", "9999-12", "0000-12"])
def test_a_month_that_is_none_is_refused(client: Client, month: str) -> None:
    shop = a_work().shop
    draft = sourcing.draft_policy(shop.market.id, "Near", sourcing.USUAL.rules, actor=SYSTEM)
    desk = sign_in(client, a_member("merchandiser"))
    answer = desk.post(reverse("backoffice:rehearse", args=[draft.policy.id]), {"month": month})
    assert answer.status_code == 422


def test_only_who_may_edit_policies_rehearses(client: Client) -> None:
    shop = a_work().shop
    draft = sourcing.draft_policy(shop.market.id, "Near", sourcing.USUAL.rules, actor=SYSTEM)
    picker = sign_in(client, a_member("picker"))
    answer = picker.post(reverse("backoffice:rehearse", args=[draft.policy.id]), {"month": "2026-01"})
    assert answer.status_code == 403


def test_a_version_is_published_for_a_later_moment(client: Client) -> None:
    shop = a_work().shop
    draft = sourcing.draft_policy(shop.market.id, "Near", sourcing.USUAL.rules, actor=SYSTEM)
    page = reverse("backoffice:policy", args=[draft.policy.id])
    desk = sign_in(client, a_member("merchandiser"))
    assert desk.post(page, {"act": "publish", "from": "soon"}).status_code == 422
    assert desk.post(page, {"act": "publish", "from": "2099-01-02T06:00"}).status_code == 302
    (found,) = sourcing.list_policies(shop.market.id)
    assert found.state is PolicyState.PUBLISHED
    assert found.valid_from
    assert found.valid_from.year == 2099
