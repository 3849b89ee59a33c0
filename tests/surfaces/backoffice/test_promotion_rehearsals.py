"""A merchandiser tries a draft promotion on what was sold, and reads what it would have cost."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.markets import public as markets
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Promotion
from oneshelf.surfaces.backoffice import promotion_rehearsals
from tests.checkout.builders import Shop, a_shop
from tests.orders.settling import forget_jobs, settle
from tests.promotions.builders import a_draft, a_live_one
from tests.staff.builders import a_member, sign_in
from tests.surfaces.associate.builders import a_work
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

MONTH = {"percent": "100", "floor": "0"}


@pytest.fixture(autouse=True)
def no_jobs_of_others() -> None:
    forget_jobs()


@pytest.fixture
def shop() -> Shop:
    return a_work().shop


@pytest.fixture
def desk(client: Client, shop: Shop) -> Client:
    return sign_in(client, a_member("merchandiser"))


@pytest.fixture
def draft(shop: Shop) -> Promotion:
    """A fifth off what has been sold twice, beside a tenth off it that is live."""
    tea = shop.offered(9)
    for quantity in (1, 2):
        paid = checkout.Tender("cash", Money(250 * quantity, "USD"))
        checkout.place_order(shop.purchase(tea, quantity, tenders=(paid,)), actor=SYSTEM)
    terms = promotions.Terms(compiled.Percent(1_000), compiled.Match(any_of=(f"v:{tea}",)))
    live = a_live_one(shop.market, terms, name="Tea week")
    deeper = promotions.Terms(compiled.Percent(2_000), terms.match)
    return a_draft(shop.market, deeper, group=promotions.get_group(live.plan.group))


def begin(desk: Client, draft: Promotion, **given: str) -> str:
    answer = desk.post(
        reverse("backoffice:rehearse_promotion", args=[draft.id]), MONTH | {"month": f"{clock.now():%Y-%m}"} | given
    )
    return str(answer["Location"])


def test_a_draft_is_rehearsed_in_the_background_and_found_again(desk: Client, draft: Promotion) -> None:
    page = begin(desk, draft)
    assert "Looking for orders" in desk.get(page).content.decode()
    settle()
    piece = desk.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in piece
    for said in ("$6.75", "$1.50", "$0.75", "Tea week", "gives less because of it"):
        assert said in piece, said
    listed = desk.get(reverse("backoffice:promotion_rehearsals", args=[draft.id])).content.decode()
    assert page in listed
    assert "3 orders tried" in listed


def test_what_is_assumed_can_be_changed_and_changes_the_outcome(desk: Client, draft: Promotion) -> None:
    page = begin(desk, draft)
    settle()
    usual = desk.get(page).content.decode()
    assert 'value="25"' in usual
    assert "80.6%" in usual, "6.75 at 25 % are 1.68; 0.75 less leaves 0.93, to which so much must be added"
    changed = desk.get(page, {"margin": "10", "uplift": "50.5"}).content.decode()
    assert "each one sold loses money" in changed
    assert 'value="50.5"' in changed


def test_what_reduced_nothing_is_not_said_to_lose_money(desk: Client, draft: Promotion) -> None:
    nothing = promotions.Terms(compiled.Percent(500), when=compiled.Worth(compiled.EVERYTHING, least=100_000))
    group = promotions.get_group(draft.plan.group)
    page = begin(desk, a_draft(markets.get_market(draft.market), nothing, group=group))
    settle()
    told = desk.get(page).content.decode()
    assert "It pays for itself" in told
    assert "loses money" not in told


def test_a_margin_of_goods_without_known_cost_is_called_an_assumption(desk: Client, draft: Promotion) -> None:
    page = begin(desk, draft)
    settle()
    told = desk.get(page).content.decode()
    below = told[told.index("Lines below the least margin") :]
    assert below[: below.index("</tr>")].endswith('<td class="number">not known</td>')
    assert "an assumption of 25%: no cost is known" in told
    assert "an assumption of 10%: no cost is known" in desk.get(page, {"margin": "10"}).content.decode()


def test_only_months_with_orders_are_offered(desk: Client, shop: Shop, draft: Promotion) -> None:
    page = reverse("backoffice:promotion_rehearsals", args=[draft.id])
    offered = re.findall(r'<option value="(\d{4}-\d{2})"', desk.get(page).content.decode())
    assert offered == [f"{clock.now().astimezone(ZoneInfo(shop.market.time_zone)):%Y-%m}"]


def test_who_has_sold_nothing_is_offered_no_rehearsal(client: Client) -> None:
    draft = a_draft(a_shop().market, promotions.Terms(compiled.Percent(500)))
    page = (
        sign_in(client, a_member("merchandiser"))
        .get(reverse("backoffice:promotion_rehearsals", args=[draft.id]))
        .content.decode()
    )
    assert "there is nothing to try it on" in page
    assert 'name="month"' not in page


def test_a_month_without_sales_says_so(desk: Client, draft: Promotion) -> None:
    page = begin(desk, draft, month="2020-12")
    settle()
    assert "Nothing was sold in that time" in desk.get(page).content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {"month": "2026-13"},
        {"month": "yesterday"},
        {"month": "2999-01"},
        {"percent": "0"},
        {"percent": "101"},
        {"percent": "ten"},
        {"percent": "٥"},
        {"floor": "-1"},
        {"floor": "100.01"},
        {"floor": "1.005"},
        {"floor": "1.2.3"},
        {"floor": "much"},
    ],
)
def test_what_cannot_be_read_is_refused(desk: Client, draft: Promotion, given: dict[str, str]) -> None:
    asked = MONTH | {"month": f"{clock.now():%Y-%m}"} | given
    with nothing_changes():
        assert desk.post(reverse("backoffice:rehearse_promotion", args=[draft.id]), asked).status_code == 422


@pytest.mark.parametrize("assumed", [{"margin": "x"}, {"margin": "101"}, {"uplift": "1001"}, {"uplift": "1e3"}])
def test_assumptions_that_cannot_be_read_are_refused(desk: Client, draft: Promotion, assumed: dict[str, str]) -> None:
    assert desk.get(begin(desk, draft), assumed).status_code == 422


def test_only_who_may_edit_promotions_rehearses(client: Client, draft: Promotion) -> None:
    member = sign_in(client, a_member("service"))
    page = reverse("backoffice:promotion_rehearsals", args=[draft.id])
    seen = member.get(page)
    assert (seen.status_code, "Part of the orders" in seen.content.decode()) == (200, False)
    assert member.post(reverse("backoffice:rehearse_promotion", args=[draft.id]), MONTH).status_code == 403


def test_all_months_that_are_offered_make_one_rehearsal(
    desk: Client, draft: Promotion, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = ["2026-10", "2026-09", "2025-11"]
    monkeypatch.setattr(promotion_rehearsals, "months", lambda _desk, _count: offered)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 23, 12, tzinfo=UTC))
    listed = reverse("backoffice:promotion_rehearsals", args=[draft.id])
    assert '<option value="all"' in desk.get(listed).content.decode()
    page = desk.get(begin(desk, draft, month="all")).content.decode()
    assert "Orders placed from Nov 1, 2025 to Oct 31, 2026" in page
    assert "Orders placed from Nov 1, 2025 to Oct 31, 2026" in desk.get(listed).content.decode()


def test_one_month_alone_is_offered_by_its_name_only(desk: Client, draft: Promotion) -> None:
    assert (
        '<option value="all"'
        not in desk.get(reverse("backoffice:promotion_rehearsals", args=[draft.id])).content.decode()
    )
