"""Which promotions the calendar says get in each other's way: those whose goods may be the same."""

from __future__ import annotations

import pytest
from django.test import Client

from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Terms
from tests.catalogue.builders import a_category
from tests.promotions.builders import a_draft, a_group, at
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_the_calendar_names_rivals_by_the_categories_in_which_goods_are() -> None:
    food = a_category("Food")
    shop = a_web_shop(category=a_category("Cheese", food))
    gouda, group = shop.product("Gouda"), a_group(shop.market)
    wanted = {
        "gouda": f"v:{gouda}",
        "cheese": f"c:{shop.category}",
        "food": f"c:{food}",
        "bread": f"c:{a_category('Bread', food)}",
        "toys": f"c:{a_category('Toys')}",
    }
    drafts = {
        name: a_draft(
            shop.market,
            Terms(compiled.Percent(1_000), compiled.Match(any_of=(tag,))),
            group,
            name=name,
            starts=at("03-10 00:00"),
            ends=at("03-20 00:00"),
        )
        for name, tag in wanted.items()
    }
    desk = sign_in(Client(), a_member("merchandiser"))
    page = desk.get(f"/backoffice/promotions/calendar/?month=2026-03&row={drafts['gouda'].id}")
    assert page.status_code == 200
    found = {
        bar.promotion.plan.name: {each.plan.name for each in bar.rivals}
        for row in page.context["page"]
        for bar in row.bars
    }
    assert found == {
        "gouda": {"cheese", "food"},
        "cheese": {"gouda", "food"},
        "food": {"gouda", "cheese", "bread"},
        "bread": {"food"},
        "toys": set(),
    }
    known = {each.id: each for each in promotions.list_groups(shop.market.id)}
    without = promotions.competing(list(drafts.values()), known)
    assert without == {}, "what is part of what is not known without being told"
