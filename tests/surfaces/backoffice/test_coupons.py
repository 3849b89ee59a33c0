"""Coupons in the back office: made, watched, exported, printed, looked up, revoked; each by who may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import msgspec
import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import Batch
from oneshelf.modules.customers import public as customers
from oneshelf.surfaces.backoffice import coupon_forms
from oneshelf.surfaces.backoffice import coupons as pages
from tests.checkout.builders import Shop, a_shop
from tests.coupons.builders import a_promotion, a_shared, codes_of, found, reserves, singles, terms, used
from tests.customers.builders import a_customer
from tests.orders.settling import forget_jobs, settle
from tests.promotions.builders import TENTH, a_live_one
from tests.staff.builders import a_member, sign_in
from tests.surfaces.doors import NOWHERE
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Office:
    """A manager at their desk, in a market with a promotion that works with coupons only."""

    shop: Shop
    desk: Client

    def form(self, **said: str) -> dict[str, str]:
        promotion = str(a_promotion(self.shop.market).id)
        return {"label": "Spring", "promotion": promotion, "request": str(new_id()), "returns": "on"} | said

    def opened(self, **said: str) -> tuple[str, Batch]:
        """Fill in the form of a new batch; return its page and the batch."""
        answer = self.desk.post("/backoffice/coupons/new/", self.form(**said))
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"]), coupons.list_batches(self.shop.market.id)[0]

    def text(self, page: str) -> str:
        return self.desk.get(page).content.decode()

    def asked(self, code: str, customer: str = "") -> str:
        return self.desk.post("/backoffice/coupons/look-up/", {"code": code, "customer": customer}).content.decode()


@pytest.fixture
def office(transactional_db: None) -> Office:
    forget_jobs()
    shop = a_shop()
    return Office(shop, sign_in(Client(), a_member("manager")))


def test_from_a_form_to_codes_that_are_exported_and_printed(office: Office) -> None:
    page, batch = office.opened(kind="single", size="30", in_all="20", a_basket="1", ends="2031-01-01T00:00")
    assert "0 / 30" in office.text(page)
    assert "0 / 30" in office.desk.get(page, headers={"HX-Request": "true"}).content.decode()
    settle()
    assert "Making codes" not in office.text(page)
    assert office.desk.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    answer = cast(StreamingHttpResponse, office.desk.post(f"{page}codes.csv"))
    rows = b"".join(cast(Iterable[bytes], answer.streaming_content)).decode().splitlines()
    assert rows == ["number,code", *(f"{n},{code}" for n, code in enumerate(codes_of(batch), 1))]
    sheet = office.desk.post(f"{page}sheet.pdf", {"after": "24"})
    assert sheet.content.startswith(b"%PDF")
    exports = [
        each.details
        for each in trail.of_subject(trail.Subject("coupon batch", batch.id))
        if each.action == "coupons.export" and each.actor_kind == "staff"
    ]
    assert len(exports) == 2
    assert "30" in office.text("/backoffice/coupons/")


def test_a_form_that_is_sent_again_is_the_same_batch(office: Office) -> None:
    form = office.form(kind="single", size="3")
    pages = {office.desk.post("/backoffice/coupons/new/", form)["Location"] for _ in range(2)}
    pages.add(office.desk.post("/backoffice/coupons/new/", form | {"label": "Other"})["Location"])
    assert [each.terms.label for each in coupons.list_batches(office.shop.market.id)] == ["Other", "Spring"]
    assert len(pages) == 2


def test_what_the_form_says_holds_on_the_clock_of_the_market(office: Office) -> None:
    _, batch = office.opened(
        kind="shared",
        code="summer 26",
        in_all="9",
        a_customer="1",
        a_day="4",
        begins="2030-03-10T00:00",
        ends="2030-03-11T00:00",
    )
    assert [batch.terms.begins_at.isoformat(), batch.terms.ends_at and batch.terms.ends_at.isoformat()] == [
        "2030-03-10T05:00:00+00:00",  # New York's clocks go forward on that day, which has 23 hours
        "2030-03-11T04:00:00+00:00",
    ]
    limits = batch.terms.limits
    assert (limits.in_all, limits.a_customer, limits.a_day, limits.a_basket, limits.a_code) == (9, 1, 4, None, None)
    assert batch.terms.returns
    assert codes_of(batch) == ["SUMMER26"]


def test_staff_are_told_why(office: Office) -> None:
    market, ana = office.shop.market, a_customer(email="ana@example.com")
    _, printed = singles(market, 3)
    used(market, *found(market, printed[0]))
    a_shared(market, "KNOWN", a_customer=1)
    wrong = printed[1][:-1] + ("0" if printed[1][-1] != "0" else "1")
    assert "It is used up." in office.asked(printed[0])
    assert "It works." in office.asked(printed[1].lower())
    assert "It is mistyped" in office.asked(wrong)
    assert "There is no such code here." in office.asked("NOTHING")
    assert "It works for customers who are known only." in office.asked("known")
    assert "It works." in office.asked("known", ana.email)
    assert "It works." in office.asked("known", customers.cards_of(ana.id)[0])


def test_a_coupon_shows_what_became_of_it_and_is_revoked(office: Office) -> None:
    market = office.shop.market
    _, printed = singles(market, 2)
    coupon, other = found(market, *printed)
    reserves(market, new_id(), coupon)
    coupons.release(coupons.uses_of(coupon)[0].owner)
    used(market, coupon)
    page = f"/backoffice/coupons/codes/{coupon}/"
    shown = office.text(page)
    assert "let go" in shown
    assert printed[0] not in shown
    assert printed[0] in office.desk.post(f"{page}read/").content.decode()
    assert office.desk.post(f"/backoffice/coupons/codes/{other}/revoke/").status_code == 302
    assert coupons.get_coupon(other).revoked_at is not None
    assert printed[1] not in office.desk.post(f"/backoffice/coupons/codes/{other}/read/").content.decode()
    assert "It was revoked." in office.asked(printed[1])


def test_a_used_coupon_names_its_order_in_the_list_and_when_it_is_looked_up(office: Office) -> None:
    market, shop = office.shop.market, office.shop
    batch, printed = singles(market, 3)
    one, held, _ = found(market, *printed)
    sale = checkout.place_order(shop.purchase(shop.offered(3)), actor=SYSTEM)
    owner = new_id()
    reserves(market, owner, one)
    coupons.confirm(owner, sale.order, [one], at=clock.now())
    reserves(market, new_id(), held)
    link = f'<a href="/backoffice/orders/{sale.order}/">Order {sale.number}</a>'
    page, merchandiser = f"/backoffice/coupons/{batch.id}/", sign_in(Client(), a_member("merchandiser"))
    listed = office.text(page)
    assert link in listed
    assert listed.count("not used yet") == 2
    told = office.asked(printed[0])
    assert "It is used up." in told
    assert "It was used on" in told
    assert link in told
    assert "A checkout has held it since" in office.asked(printed[1])
    for seen in (
        merchandiser.get(page),
        merchandiser.post("/backoffice/coupons/look-up/", {"code": printed[0], "customer": ""}),
    ):
        assert f"Order {sale.number}" in seen.content.decode()
        assert link not in seen.content.decode(), "who may not see orders gets no link to one"


def test_a_batch_asks_as_often_for_many_used_coupons_as_for_one(
    office: Office,
) -> None:
    shop, (batch, printed) = office.shop, singles(office.shop.market, 4)
    page = f"/backoffice/coupons/{batch.id}/"
    asked = []
    for coupon in found(shop.market, *printed):
        sale = checkout.place_order(shop.purchase(shop.offered(1)), actor=SYSTEM)
        owner = new_id()
        reserves(shop.market, owner, coupon)
        coupons.confirm(owner, sale.order, [coupon], at=clock.now())
        with CaptureQueriesContext(connection) as seen:
            office.text(page)
        asked.append(len(seen))
    assert asked[-1] == asked[1]


def test_customers_get_their_codes_by_e_mail_or_card(office: Office) -> None:
    ana, tom = a_customer(name="Ana", email="ana@example.com"), a_customer(name="Tom", email="tom@example.com")
    page, batch = office.opened(kind="personal")
    given = {"act": "give", "customers": f"ANA@example.com\n{customers.cards_of(tom.id)[0]}\n\nana@example.com"}
    assert office.desk.post(f"{page}change/", given).status_code == 302
    assert [each.customer for each in coupons.coupons_of(batch.id)] == [ana.id, tom.id]
    assert "Tom" in office.text(page)
    wrong = office.desk.post(f"{page}change/", {"act": "give", "customers": "ana@example.com\nnobody"})
    assert (wrong.status_code, "known by: nobody" in wrong.content.decode()) == (422, True)


def test_pausing_and_revoking(office: Office) -> None:
    page, _ = office.opened(kind="shared", code="SUMMER26")
    for act, told in (("pause", "Its batch is paused."), ("resume", "It works."), ("revoke", "It was revoked.")):
        assert office.desk.post(f"{page}change/", {"act": act}).status_code == 302
        assert told in office.asked("SUMMER26")
    assert office.desk.post(f"{page}change/", {"act": "resume"}).status_code == 409


def test_long_lists_go_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "A_PAGE", 2)
    batch, _ = singles(office.shop.market, 3)
    for number in range(2):
        a_shared(office.shop.market, f"CODE{number}")
    assert str(batch.id) not in office.text("/backoffice/coupons/")
    last = coupons.list_batches(office.shop.market.id)[1]
    assert str(batch.id) in office.text(f"/backoffice/coupons/?after={last.id}")
    first, _, third = coupons.coupons_of(batch.id)
    page = f"/backoffice/coupons/{batch.id}/"
    assert str(first.id) in office.text(page)
    assert str(third.id) in office.text(f"{page}?after=2")
    assert str(first.id) not in office.text(f"{page}?after=2")


@pytest.mark.parametrize(
    ("path", "given", "status"),
    [
        ("new/", {}, 422),
        ("new/", {"kind": "shared"}, 422),
        ("new/", {"kind": "shared", "code": "?"}, 422),
        ("new/", {"kind": "shared", "code": "TAKEN"}, 422),
        ("new/", {"kind": "single"}, 422),
        ("new/", {"kind": "single", "size": "-1"}, 422),
        ("new/", {"kind": "single", "size": "5000001"}, 422),
        ("new/", {"kind": "single", "size": "1", "in_all": "0"}, 422),
        ("new/", {"kind": "single", "size": "1", "a_day": "many"}, 422),
        ("new/", {"kind": "single", "size": "1", "begins": "2030-02-30T00:00"}, 422),
        ("new/", {"kind": "single", "size": "1", "begins": "2030-02-02T00:00", "ends": "2030-02-02T00:00"}, 422),
        ("new/", {"kind": "single", "size": "1", "promotion": NOWHERE}, 422),
        ("new/", {"kind": "dance", "size": "1"}, 422),
        ("new/", {"kind": "personal", "label": "x" * 81}, 422),
        ("{batch}/change/", {"act": "dance"}, 422),
        ("{batch}/change/", {"act": "give", "customers": "nobody@example.com"}, 422),
        ("{batch}/change/", {"act": "give", "customers": "x\n" * 51}, 422),
        ("look-up/", {}, 422),
        ("look-up/", {"code": "x" * 61}, 422),
        ("look-up/", {"code": "TAKEN", "customer": "nobody"}, 422),
        (f"{NOWHERE}/change/", {"act": "pause"}, 404),
        (f"{NOWHERE}/codes.csv", {}, 404),
        (f"codes/{NOWHERE}/revoke/", {}, 404),
    ],
)
def test_bad_input_changes_nothing(office: Office, path: str, given: dict[str, str], status: int) -> None:
    a_shared(office.shop.market, "TAKEN")
    batch = coupons.open_personal(office.shop.market.id, terms(office.shop.market), actor=SYSTEM)
    form = office.form() | given if path == "new/" and given else given
    with nothing_changes():
        answer = office.desk.post(f"/backoffice/coupons/{path.replace('{batch}', str(batch.id))}", form)
        assert answer.status_code == status
    for query in ("?after=x", f"?after={NOWHERE}"):
        assert office.desk.get(f"/backoffice/coupons/{query}").status_code == 404


def test_only_promotions_that_ask_for_a_coupon_are_offered(office: Office) -> None:
    assert "No promotion asks for a coupon yet" in office.text("/backoffice/coupons/new/")
    a_live_one(office.shop.market, name="For everybody")
    a_promotion(office.shop.market)
    assert "For everybody" not in office.text("/backoffice/coupons/new/")


def test_every_promotion_that_asks_for_a_coupon_is_offered_by_name(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coupon_forms, "A_PAGE", 2)
    needing = msgspec.structs.replace(TENTH, needs_coupon=True)
    for code, name in (("A1", "Zebra"), ("B1", "apple"), ("D1", "Mango")):
        a_live_one(office.shop.market, needing, code=code, name=name)
    a_live_one(office.shop.market, code="C1", name="For everybody")
    assert [each.plan.name for each in coupon_forms.with_coupons(office.shop.market.id)] == ["apple", "Mango", "Zebra"]


@pytest.mark.parametrize(
    ("role", "sees", "manages"), [("service", 200, 403), ("merchandiser", 200, 404), ("cashier", 403, 403)]
)
def test_who_may_see_and_who_may_change(office: Office, role: str, sees: int, manages: int) -> None:
    market = office.shop.market
    batch, (code, *_) = singles(market)
    (coupon,) = found(market, code)
    who = sign_in(Client(), a_member(role))
    for page in ("", f"{batch.id}/", f"codes/{coupon}/"):
        assert who.get(f"/backoffice/coupons/{page}").status_code == sees
    assert who.post("/backoffice/coupons/look-up/", {"code": code}).status_code == sees
    with nothing_changes():
        for path in (f"{NOWHERE}/change/", f"{NOWHERE}/codes.csv", f"{NOWHERE}/sheet.pdf", f"codes/{NOWHERE}/read/"):
            assert who.post(f"/backoffice/coupons/{path}", {"act": "pause"}).status_code == manages
    if manages == 403:
        assert "Show the code" not in who.get(f"/backoffice/coupons/codes/{coupon}/").content.decode()


def test_another_market_is_another_shop(office: Office) -> None:
    office.text("/backoffice/coupons/")
    other = a_shop().market
    batch, (code, *_) = singles(other)
    (coupon,) = found(other, code)
    for path in (f"{batch.id}/", f"codes/{coupon}/"):
        assert office.desk.get(f"/backoffice/coupons/{path}").status_code == 404
    assert "There is no such code here." in office.asked(code)


def test_limits_and_end_are_changed_on_the_page_which_shows_who_did(office: Office) -> None:
    page, batch = office.opened(kind="shared", code="SUMMER26", in_all="5")
    given = {"act": "terms", "in_all": "8", "ends": "2090-01-01T10:00", "seen": str(batch.version)}
    assert office.desk.post(f"{page}change/", given).status_code == 302
    terms = coupons.get_batch(batch.id).terms
    ends = terms.ends_at and terms.ends_at.isoformat()
    assert (terms.limits.in_all, ends) == (8, "2090-01-01T15:00:00+00:00")  # ten o'clock in New York
    shown = office.text(page)
    assert "→ <strong>8" in shown
    with nothing_changes():
        again = office.desk.post(f"{page}change/", given | {"in_all": "9"})
        assert again.status_code == 409
        assert "Somebody changed this batch a moment ago." in again.content.decode()
        assert office.desk.post(f"{page}change/", given | {"in_all": "0"}).status_code == 422
