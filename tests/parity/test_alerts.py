"""Who decides about differences is written to about what is new, once, in their language."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core import mail

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import models as market_models
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import ChannelKind, Market
from oneshelf.modules.parity import public as parity
from oneshelf.modules.parity.actions import alert
from oneshelf.modules.parity.public import Aspect
from oneshelf.modules.parity.tasks import compare_channels
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.staff import public as staff
from tests.catalogue.builders import a_variant
from tests.markets.builders import a_channel, a_market
from tests.orders.settling import first_claim_is_tried_again, forget_jobs, settle
from tests.places.builders import a_store
from tests.staff.builders import a_member, account_of

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

WEB = pricing.ListCode("web")


@dataclass(frozen=True)
class Shop:
    """A market whose web shop has a price list of its own, and somebody who decides about differences."""

    market: Market
    web: markets.Channel
    zoe: staff.Member

    def article(self, title: str, minor: int, web: int | None = None) -> VariantId:
        variant = a_variant(title, sku=title.upper())
        now = clock.now()
        pricing.set_price(self.market.id, variant, UnitPrice(minor, "USD"), now, actor=SYSTEM)
        if web is not None:
            pricing.set_price(self.market.id, variant, UnitPrice(web, "USD"), now, price_list=WEB, actor=SYSTEM)
        return variant

    def compared(self) -> list[str]:
        """Compare all channels as each hour does, and return to whom mails went out then."""
        mail.outbox.clear()
        forget_jobs()
        compare_channels()
        settle()
        return sorted(to for each in mail.outbox for to in each.to)


@pytest.fixture
def shop() -> Shop:
    forget_jobs()
    market = a_market()
    web, _ = a_channel(market), a_channel(market, ChannelKind.APP)
    pricing.open_price_list(market.id, "web", "Web shop", pricing.Scope(channel=web.id), 10, actor=SYSTEM)
    a_member("merchandiser", at=a_store(market).id)  # decides at one place only: about nothing that all of them show
    a_member("cashier")
    return Shop(market, web, a_member("merchandiser"))


def test_what_is_new_is_told_once_and_the_same_never_again(shop: Shop) -> None:
    shop.article("Gouda", 990, 890)
    zoe = account_of(shop.zoe).email
    assert shop.compared() == [zoe]
    (sent,) = mail.outbox
    body = str(sent.body)
    for said in ("in 2 more points:", "- Gouda (GOUDA): Price", "- Gouda (GOUDA): Promotion", "Hello Member"):
        assert said in body, body
    assert f"{settings.PUBLIC_URL.rstrip('/')}/backoffice/parity/" in body
    assert "2 more points" in sent.subject
    assert shop.compared() == [], "nothing is new"
    shop.article("Edam", 500, 400)
    assert shop.compared() == [zoe]
    body = str(mail.outbox[0].body)
    assert ("Edam" in body, "Gouda" in body) == (True, False)


def test_a_difference_whose_values_change_is_the_same_one_and_one_that_comes_back_is_another(shop: Shop) -> None:
    gouda = shop.article("Gouda", 990, 890)
    shop.compared()
    pricing.set_price(shop.market.id, gouda, UnitPrice(880, "USD"), clock.now(), price_list=WEB, actor=SYSTEM)
    assert shop.compared() == []
    pricing.set_price(shop.market.id, gouda, UnitPrice(990, "USD"), clock.now(), price_list=WEB, actor=SYSTEM)
    assert (shop.compared(), parity.findings(shop.market.id)) == ([], [])
    pricing.set_price(shop.market.id, gouda, UnitPrice(890, "USD"), clock.now(), price_list=WEB, actor=SYSTEM)
    assert len(shop.compared()) == 1


def test_what_is_meant_before_anybody_was_told_is_not_told(shop: Shop) -> None:
    gouda = shop.article("Gouda", 990, 890)
    parity.check(shop.market.id, [gouda])
    for each in parity.findings(shop.market.id):
        parity.accept(each.id, each.version, "web only", actor=SYSTEM)
    assert shop.compared() == []
    (price,) = parity.findings(shop.market.id, aspect=Aspect.PRICE, accepted=True)
    parity.reject(price.id, price.version, actor=SYSTEM)
    assert len(shop.compared()) == 1
    assert "1 more point:" in str(mail.outbox[0].body)


def test_what_was_meant_and_shows_something_else_now_is_told_again(shop: Shop) -> None:
    gouda = shop.article("Gouda", 990, 890)
    shop.compared()
    for each in parity.findings(shop.market.id):
        parity.accept(each.id, each.version, "web only", actor=SYSTEM)
    assert shop.compared() == []
    pricing.set_price(shop.market.id, gouda, UnitPrice(100, "USD"), clock.now(), price_list=WEB, actor=SYSTEM)
    assert len(shop.compared()) == 1


def test_a_market_does_without_and_is_not_told_of_all_of_it_later(shop: Shop) -> None:
    shop.article("Gouda", 990, 890)
    market_models.Market.objects.filter(id=shop.market.id).update(mails_differences=False)
    assert shop.compared() == []
    assert len(parity.findings(shop.market.id)) == 2, "they stand on the board"
    market_models.Market.objects.filter(id=shop.market.id).update(mails_differences=True)
    assert shop.compared() == []


def test_each_reads_it_in_their_language_and_of_many_the_first(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(11):
        shop.article(f"Cheese {number}", 990, 890)
    reader = account_of(shop.zoe)
    customers.welcome_account(reader.id, name="Zoe", email=reader.email, verified=True, language="pl")
    ben = account_of(a_member("owner")).email
    tries = first_claim_is_tried_again(monkeypatch)
    assert shop.compared() == sorted([reader.email, ben])
    assert len(tries) == 3, "one was kept at the second try, and sent once"
    said = {each.to[0]: str(each.body) for each in mail.outbox}
    assert "and 2 more." in said[ben]
    assert ("Cena" in said[reader.email], "Price" in said[reader.email]) == (True, False)


def test_who_does_not_work_here_any_more_is_not_written_to(shop: Shop) -> None:
    shop.article("Gouda", 990, 890)
    compare_channels()
    staff.dismiss(shop.zoe.id, actor=SYSTEM)
    mail.outbox.clear()
    settle()
    assert mail.outbox == []
    assert alert.whom() == []
