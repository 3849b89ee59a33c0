"""Promotions in the back office: written as a sentence, tried on an example, let live, paused, ended, seen by day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.customers import public as customers
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions import queries
from oneshelf.modules.promotions.public import Group, Limits, Promotion, State, Terms
from oneshelf.modules.staff.models import Role
from oneshelf.surfaces.backoffice.promoting.calendar import month_of
from tests.markets.builders import a_market
from tests.promotions.builders import TENTH, a_draft, a_group, a_live_one, at
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import WebShop, a_web_shop
from tests.surfaces.unchanged import nothing_changes

CALENDAR = "/backoffice/promotions/calendar/"

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Office:
    """A merchandiser's desk, a shop with cheese, and a stacking group."""

    shop: WebShop
    desk: Client
    group: Group
    sku: str

    def form(self, **fields: Any) -> dict[str, Any]:
        """A draft as it is sent: twenty percent off everything, unless said otherwise."""
        given = {"reward": "percent", "percent": "20", "group": str(self.group.id), "priority": "100"}
        return {key: value for key, value in (given | {"code": "P1", "name": "Cheese week"} | fields).items() if value}

    def drafted(self, **fields: Any) -> Promotion:
        answer = self.desk.post("/backoffice/promotions/new/", self.form(**fields))
        assert answer.status_code == 302, answer.context["form"].errors
        return self.only

    @property
    def only(self) -> Promotion:
        (found,) = promotions.list_promotions(self.shop.market.id)
        return found

    def text(self, page: str) -> str:
        return self.desk.get(page).content.decode()

    def act(self, promotion: Promotion, act: str, **fields: str) -> int:
        """Do something to a promotion as it is now; return the status of the answer."""
        given = {"act": act, "version": str(promotions.get_promotion(promotion.id).version)} | fields
        return self.desk.post(f"/backoffice/promotions/{promotion.id}/act/", given).status_code

    def preview(self, **fields: Any) -> str:
        return self.desk.post("/backoffice/promotions/preview/", self.form(**fields)).content.decode()


@pytest.fixture
def office(transactional_db: None) -> Office:
    shop = a_web_shop()
    gouda = shop.product("Gouda", york=5)
    sku = catalogue.snapshots([gouda])[gouda].sku
    return Office(shop, sign_in(Client(), a_member("merchandiser")), a_group(shop.market), sku)


def test_a_promotion_is_written_as_a_sentence(office: Office) -> None:
    customers.open_group("staff", "Staff", actor=SYSTEM)
    cheese = catalogue.category_tree()[0]
    given = office.drafted(
        categories=[f"c:{cheese.id}"],
        least="2",
        days=["4"],
        after="16:00",
        before="20:00",
        channels=["web"],
        groups=["staff"],
        limit_uses="100",
        starts="2026-03-10T00:00",
        name_pl="Tydzień sera",
        cap_pieces="6",
    )
    match = compiled.Match(any_of=(f"c:{cheese.id}",))
    assert given.plan.terms == Terms(
        reward=compiled.Percent(2_000),
        match=match,
        when=compiled.All(
            (
                compiled.Holds(match, 2),
                compiled.Channel(("web",)),
                compiled.Hours((4,), 960, 1_200),
                compiled.Segment(("staff",)),
            )
        ),
        caps=compiled.Caps(pieces=6),
    )
    assert (given.plan.starts, given.plan.limits) == (at("03-10 00:00"), Limits(uses=100))
    assert given.plan.names == {"pl": "Tydzień sera"}
    page = office.text(f"/backoffice/promotions/{given.id}/")
    said = "<strong>20 %</strong> off <strong>Cheese</strong>, when the basket holds <strong>2</strong> or more of"
    assert said in page
    assert "on <strong>Fri</strong> from <strong>16:00</strong> to <strong>20:00</strong>" in page


REWARDS: list[tuple[dict[str, str], compiled.Reward]] = [
    ({"reward": "percent", "percent": "12,5"}, compiled.Percent(1_250)),
    ({"reward": "amount_each", "amount": "0.50"}, compiled.AmountEach(50)),
    ({"reward": "amount_off", "amount": "5"}, compiled.AmountOff(500)),
    ({"reward": "unit_priced", "amount": "1.99"}, compiled.UnitPriced(199)),
    ({"reward": "buy_get", "buy": "2", "get": "1", "percent": ""}, compiled.BuyGet(2, 1)),
    ({"reward": "buy_get", "buy": "1", "get": "1", "percent": "50"}, compiled.BuyGet(1, 1, 5_000)),
    (
        {"reward": "bundle", "pieces": "3", "amount": "5.00"},
        compiled.Bundle((compiled.Part(compiled.EVERYTHING, 3),), 500),
    ),
    (
        {"reward": "tiers", "steps": "3: 5, 6: 10%"},
        compiled.Tiers(
            compiled.By.PIECES, (compiled.Step(3, compiled.Percent(500)), compiled.Step(6, compiled.Percent(1_000)))
        ),
    ),
    (
        {"reward": "tiers_value", "steps": "50: 5"},
        compiled.Tiers(compiled.By.VALUE, (compiled.Step(5_000, compiled.Percent(500)),)),
    ),
    (
        {"reward": "markdown", "ladder": "3: 25, 0: 75"},
        compiled.Markdown((compiled.MarkdownStep(3, 2_500), compiled.MarkdownStep(0, 7_500))),
    ),
    ({"reward": "delivery", "amount": "", "worth": "20"}, compiled.DeliveryPriced(0)),
]


def test_every_reward_is_written_shown_and_kept_when_nothing_is_changed(office: Office) -> None:
    draft = office.drafted()
    page = f"/backoffice/promotions/{draft.id}/"
    gift = f"v:{catalogue.variants_by_sku([office.sku])[office.sku]}"
    gifts: list[tuple[dict[str, str], compiled.Reward]] = [
        ({"reward": "gift", "gift": office.sku, "pieces": "2"}, compiled.Gift(gift, 2))
    ]
    for fields, reward in [*REWARDS, *gifts]:
        answer = office.desk.post(page, office.form(version=str(office.only.version), **fields))
        assert answer.status_code == 302, (fields, answer.context["form"].errors)
        assert office.only.plan.terms.reward == reward
        shown = office.desk.get(page).context["form"]
        assert (shown.kept.gives, shown.kept.when) == (None, ()), fields


BAD: list[tuple[str, dict[str, Any]]] = [
    ("percent", {"percent": "0"}),
    ("percent", {"percent": "101"}),
    ("percent", {"percent": "1.234"}),
    ("percent", {"percent": "9E999999"}),
    ("percent", {"percent": None}),
    ("amount", {"reward": "amount_off", "amount": "0"}),
    ("amount", {"reward": "amount_each", "amount": "-5"}),
    ("buy", {"reward": "buy_get", "get": "1"}),
    ("get", {"reward": "buy_get", "buy": "1", "get": "0"}),
    ("pieces", {"reward": "bundle", "amount": "5"}),
    ("steps", {"reward": "tiers", "steps": "6: 10, 3: 5"}),
    ("steps", {"reward": "tiers", "steps": "x: 5"}),
    ("steps", {"reward": "tiers_value", "steps": "many: 5"}),
    ("steps", {"reward": "tiers", "steps": "3"}),
    ("steps", {"reward": "tiers", "steps": "3: 9E999999"}),
    ("gift", {"reward": "gift", "gift": "nothing"}),
    ("reward", {"reward": "everything"}),
    ("categories", {"categories": ["c:1"]}),
    ("brands", {"brands": "Nobody"}),
    ("sets", {"sets": "nothing"}),
    ("skus", {"skus": "nothing"}),
    ("unless", {"unless": "nothing"}),
    ("least", {"least": "0"}),
    ("stores", {"stores": "nowhere"}),
    ("days", {"days": ["7"]}),
    ("after", {"after": "25:00"}),
    ("before", {"before": "noon"}),
    ("groups", {"groups": ["nobody"]}),
    ("cap_off", {"cap_off": "much"}),
    ("limit_uses", {"limit_uses": "0"}),
    ("starts", {"starts": "tomorrow"}),
    ("starts", {"starts": "2026-03-29T01:30"}),
    ("ends", {"ends": "2026-10-25T01:30"}),
    ("group", {"group": "nobody"}),
    ("priority", {"priority": "-1"}),
    ("code", {"code": ""}),
    ("code", {"code": "no code"}),
    ("name", {"name": ""}),
]


def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(office: Office) -> None:
    with nothing_changes():
        for field, fields in BAD:
            answer = office.desk.post("/backoffice/promotions/new/", office.form(**fields))
            assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field]), fields
    assert (
        "Clocks skip this minute"
        in office.desk.post("/backoffice/promotions/new/", office.form(starts="2026-03-29T01:30")).content.decode()
    )


def test_a_refusal_is_said_above_the_form(office: Office) -> None:
    office.drafted()
    with nothing_changes():
        answer = office.desk.post("/backoffice/promotions/new/", office.form())
        assert (answer.status_code, "has the code “P1”" in answer.content.decode()) == (409, True)
        window = office.form(code="P2", starts="2026-03-10T00:00", ends="2026-03-09T00:00")
        assert office.desk.post("/backoffice/promotions/new/", window).status_code == 422


def test_an_example_basket_shows_what_the_form_would_do(office: Office) -> None:
    assert "<strong>Percent</strong>: Fill this in." in office.preview(percent=None, code="", name="")
    page = office.preview(code="", name="", example=f"{office.sku}*4")
    assert "<strong>20 %</strong> off <strong>everything</strong>." in page
    assert ('4 × <span translate="no">Gouda' in page, "It is applied." in page) == (True, True)
    a_live_one(office.shop.market, Terms(reward=compiled.Percent(5_000)), office.group, name="Half price")
    page = office.preview(example=office.sku)
    assert ("Another promotion is better" in page, "Applied as well: Half price" in page) == (True, True)
    assert '2 × <span translate="no">Gouda' in office.preview(least="2")


def test_a_draft_goes_live_rests_goes_on_and_ends(office: Office) -> None:
    draft = office.drafted()
    page = f"/backoffice/promotions/{draft.id}/"
    for said, state in (("go_live", State.LIVE), ("pause", State.PAUSED), ("go_live", State.LIVE)):
        assert office.act(draft, said) == 302
        assert office.only.state is state
    assert office.desk.post(page, office.form(percent="30", version=str(office.only.version))).status_code == 302
    assert office.desk.post(page, office.form(percent="40", version="1")).status_code == 409
    assert office.act(draft, "end") == 302
    with nothing_changes():
        assert office.act(draft, "go_live") == 409
        assert office.act(draft, "nothing") == 422
        assert office.act(draft, "duplicate", code="") == 422
    assert office.text(page).count("<strong>20 %</strong>") == 2
    assert office.act(draft, "duplicate", code="P2") == 302
    listed = office.text("/backoffice/promotions/")
    assert ("Ended" in listed, "P2 · " in listed) == (True, True)
    assert "P2 · " not in office.text("/backoffice/promotions/?state=ended")


def test_who_acts_on_what_somebody_else_changed_is_told_who_did_what(office: Office) -> None:
    draft = office.drafted()
    page = f"/backoffice/promotions/{draft.id}/"
    assert office.desk.post(page, office.form(percent="30", version="1")).status_code == 302
    assert office.act(draft, "go_live") == 302
    with nothing_changes():
        for act in ("end", "pause"):
            answer = office.desk.post(f"{page}act/", {"act": act, "version": "1"})
            told = answer.content.decode()
            assert answer.status_code == 409
            assert told.index("let it go live") < told.index("changed what it says")
            assert ("drafted it" in told, "Load it again" in told) == (False, True)
            assert '<input type="hidden" name="version" value="1">' in told
    assert office.act(draft, "end") == 302


def test_who_drafts_does_not_let_live_without_approval(office: Office) -> None:
    Role.objects.filter(code="merchandiser").update(permissions=["promotions.view", "promotions.edit"])
    desk = sign_in(Client(), a_member("merchandiser"))
    draft = office.drafted()
    act = f"/backoffice/promotions/{draft.id}/act/"
    with nothing_changes(but=["django_session"]):
        assert desk.post(act, {"act": "go_live"}).status_code == 403
    live = a_live_one(office.shop.market, group=office.group)
    with nothing_changes(but=["django_session"]):
        assert desk.post(f"/backoffice/promotions/{live.id}/", office.form(version="2")).status_code == 403
        assert desk.post(f"/backoffice/promotions/{live.id}/act/", {"act": "end", "version": "2"}).status_code == 403
        assert desk.post("/backoffice/promotions/groups/", {"code": "x", "name": "X"}).status_code == 403
    assert desk.post(f"/backoffice/promotions/{draft.id}/", office.form(version="1")).status_code == 302
    assert desk.post(act, {"act": "end", "version": "2"}).status_code == 302


def test_what_the_form_cannot_say_is_kept_as_it_is_beside_what_it_can(office: Office) -> None:
    deep = compiled.Any((compiled.FirstOrder(), compiled.All((compiled.Pays(("cash",)), compiled.Channel(("web",))))))
    everything = compiled.Match(all_of=(f"c:{catalogue.category_tree()[0].id}",))
    rich = Terms(TENTH.reward, everything, compiled.All((deep, compiled.Holds(everything, 2))), caps=compiled.Caps(3))
    draft = a_draft(office.shop.market, rich, office.group, code="RICH")
    page = f"/backoffice/promotions/{draft.id}/"
    assert "on a customer’s <strong>first order</strong> or (when paid by" in office.text(page)
    assert office.desk.get(page).context["form"].kept.gives == (TENTH.reward, everything)
    sent = office.form(code="RICH", name="Renamed", version="1", limit_off="50", cap_times="3")
    assert office.desk.post(page, sent).status_code == 302
    changed = promotions.get_promotion(draft.id)
    assert (changed.plan.name, changed.plan.terms, changed.plan.limits.off) == ("Renamed", rich, 5_000)
    assert office.desk.post(page, sent | {"version": "2", "cap_times": "4", "worth": "5"}).status_code == 302
    terms = promotions.get_promotion(draft.id).plan.terms
    kept = (compiled.Worth(compiled.EVERYTHING, 500), deep, compiled.Holds(everything, 2))
    assert (terms.reward, terms.match, terms.when, terms.caps) == (
        *(rich.reward, rich.match),
        compiled.All(kept),
        compiled.Caps(4),
    )
    assert "It is applied." in office.preview(
        own=str(draft.id), name="Renamed", cap_times="3", example=f"{office.sku}*2"
    )


def test_a_promotion_of_another_market_is_not_there(office: Office) -> None:
    other = a_draft(a_market(code="zz-last"))
    assert office.desk.get(f"/backoffice/promotions/{other.id}/").status_code == 404


def test_the_calendar_names_rivals_by_group_and_day(office: Office) -> None:
    days: dict[str, Any] = {"starts": at("03-10 00:00"), "ends": at("03-20 00:00")}
    draft = a_draft(office.shop.market, group=office.group, name="First", **days)
    a_draft(office.shop.market, group=office.group, name="Second", **(days | {"starts": at("03-19 12:00")}))
    a_draft(office.shop.market, group=office.group, name="Later", starts=at("03-20 00:00"), ends=at("04-02 00:00"))
    page = office.text(f"{CALENDAR}?month=2026-03")
    assert page.count("Competes with") == 2
    assert "Later" not in page.split("Competes with")[1].split("</span>")[0]
    assert '<rect class="calendar-bar" data-phase="draft" x="9" y="2" width="10" height="6"/>' in page
    assert '<rect class="calendar-contested" x="18" y="8" width="1" height="2"/>' in page
    assert draft.plan.name not in office.text(f"{CALENDAR}?month=2026-05")


def test_a_campaign_is_one_row_of_the_calendar_that_opens(office: Office) -> None:
    days: dict[str, Any] = {"starts": at("03-10 00:00"), "ends": at("03-20 00:00")}
    coupons = [
        a_draft(office.shop.market, group=office.group, name=f"Coupon {number:02}", code=f"C{number:02}", **days)
        for number in range(12)
    ]
    a_draft(office.shop.market, group=office.group, name="Alone", starts=at("03-11 00:00"), ends=at("03-12 00:00"))
    shown = office.desk.get(f"{CALENDAR}?month=2026-03")
    rows, page = shown.context["page"].object_list, shown.content.decode()
    assert [(len(row.bars), row.contested) for row in rows] == [(12, 12), (1, 1)]
    assert ("12 compete" in page, "Coupon 09</a>" in page, "All 12 one by one" in page) == (True, True, True)
    assert "Coupon 11</a>" not in page.replace("Competes with", "")
    alone = office.desk.get(f"{CALENDAR}?month=2026-03&row={coupons[0].id}").context["page"].object_list
    assert [len(row.bars) for row in alone] == [1] * 12


def test_the_calendar_pages_and_narrows_what_it_shows(office: Office) -> None:
    for day in range(1, 28):
        a_draft(office.shop.market, group=office.group, name=f"Day {day}", starts=at(f"03-{day:02} 00:00"))
    web = Terms(reward=TENTH.reward, when=compiled.Not(compiled.Channel(("web",))))
    now = a_live_one(office.shop.market, web, a_group(office.shop.market), name="Not on the web", code="LIVE")
    month = f"{now.plan.starts:%Y-%m}"

    def shown(query: str) -> list[str]:
        found = office.desk.get(f"{CALENDAR}?{query}").context["page"]
        return [bar.promotion.plan.name for row in found.object_list for bar in row.bars]

    assert len(shown("month=2026-03")) == 25
    assert shown("month=2026-03&page=2") == ["Day 26", "Day 27"]
    assert shown(f"month={month}&phase=running") == ["Not on the web"]
    assert shown(f"month={month}&q=LIVE") == ["Not on the web"]
    assert shown(f"month={month}&phase=running&channel=web") == []
    assert shown(f"month={month}&phase=running&channel=till") == ["Not on the web"]
    assert shown(f"month={month}&group={now.plan.group}") == ["Not on the web"]
    assert shown(f"month={month}&group={now.plan.group}&contested=1") == []
    assert shown("month=2026-03&q=Day+3&contested=1") == ["Day 3"]
    assert "No promotion is like that" in office.text(f"{CALENDAR}?month={month}&q=nothing")


def test_a_month_of_more_promotions_than_are_looked_at_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_OF_A_TIME", 2)
    other = a_group(office.shop.market, order=20)
    for number in range(3):
        a_draft(office.shop.market, group=office.group, name=f"First {number}")
    a_draft(office.shop.market, group=other, name="Behind them")
    page = office.text(CALENDAR)
    assert "This month has 4 promotions. The first 2 are looked at" in page
    assert "Behind them" not in page.split("calendar-group")[-1]
    assert "Behind them" in office.text(f"{CALENDAR}?group={other.id}")


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "1999-12", "2201-01", "x-y", "²-1", f"{'9' * 5_000}-1", "2026-3"]
)
def test_a_month_that_is_none_is_this_one(text: str) -> None:
    assert month_of(text, date(2026, 3, 9)) == date(2026, 3, 1)


def test_groups_are_opened_and_changed(office: Office) -> None:
    page = "/backoffice/promotions/groups/"
    given = {"code": "basket", "name": "Baskets", "order": "20", "mode": "basket", "choice": "priority"}
    assert office.desk.post(page, given).status_code == 302
    opened = promotions.list_groups(office.shop.market.id)[-1]
    assert (opened.code, opened.mode, opened.choice) == ("basket", compiled.Mode.BASKET, compiled.Choice.PRIORITY)
    assert office.desk.post(page, given).status_code == 409
    changed = given | {"name": "Whole baskets", "version": "1"}
    assert office.desk.post(f"{page}?group={opened.id}", changed).status_code == 302
    assert office.desk.post(f"{page}?group={opened.id}", changed).status_code == 409
    assert office.desk.post(page, {"order": "-1"}).status_code == 422
    assert promotions.get_group(opened.id) == replace(opened, name="Whole baskets", version=2)
