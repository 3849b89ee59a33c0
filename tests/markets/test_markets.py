"""Markets and channels as data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from oneshelf.kernel.ids import new_id
from oneshelf.modules.markets import models
from oneshelf.modules.markets import public as markets
from tests.markets.builders import a_channel, a_market

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_market_is_found_by_id_and_code() -> None:
    market = a_market(code="us")
    assert markets.get_market(market.id) == market == markets.find_market("us")
    assert markets.find_market("pl") is None
    assert markets.list_markets() == [market]
    with pytest.raises(markets.UnknownMarket):
        markets.get_market(markets.MarketId(new_id()))


def test_a_code_has_one_market() -> None:
    a_market(code="us")
    with pytest.raises(markets.MarketCodeTaken):
        a_market(code="us")
    assert len(markets.list_markets()) == 1


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"currency": "XYZ"}, markets.UnknownCurrency),
        ({"time_zone": "Mars/Olympus"}, markets.UnknownTimeZone),
        ({"default_language": "fy"}, markets.LanguageNotOffered),
    ],
)
def test_a_market_that_could_not_work_is_refused(wrong: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        a_market(**wrong)
    assert markets.list_markets() == []


def test_the_default_language_is_offered_even_when_rows_are_written_by_hand() -> None:
    market = a_market()
    with pytest.raises(IntegrityError, match="markets_default_language_is_offered"):
        models.Market.objects.filter(id=market.id).update(languages=["pl"])


def test_channels_belong_to_their_market() -> None:
    here, there = a_market(), a_market()
    web, till = a_channel(here), a_channel(here, markets.ChannelKind.TILL)
    a_channel(there)
    assert markets.list_channels(here.id) == [till, web]
    assert markets.channel_by_code(here.id, "web") == web == markets.get_channel(web.id)
    with pytest.raises(markets.ChannelCodeTaken):
        a_channel(here)
    with pytest.raises(markets.UnknownChannel):
        markets.channel_by_code(there.id, "till")


def test_loading_twice_changes_nothing() -> None:
    market = replace(a_market(), id=markets.MarketId(new_id()), code="loaded")
    channel = markets.Channel(markets.ChannelId(new_id()), market.id, "till", markets.ChannelKind.TILL, "Tills", True)
    for _ in range(2):
        markets.bulk_load([market], [channel])
    assert markets.find_market("loaded") == market
    assert markets.list_channels(market.id) == [channel]


def test_loading_over_a_code_of_another_is_refused() -> None:
    market = a_market()
    with pytest.raises(markets.MarketCodeTaken):
        markets.bulk_load([replace(market, id=markets.MarketId(new_id()))])


def test_the_seller_is_called_like_the_market_until_somebody_says_more() -> None:
    market = a_market(name="Corner & Co")
    assert markets.seller_of(market.id) == markets.Seller("Corner & Co")
    row = models.Seller(market_id=market.id, name="Corner Ltd", country="GB", iban="GB82 WEST 1234 5698 7654 32")
    row.full_clean()
    row.save()
    assert markets.seller_of(market.id) == markets.Seller("Corner Ltd", country="GB", iban="GB82WEST12345698765432")


def test_money_is_not_sent_to_an_account_that_cannot_be() -> None:
    row = models.Seller(market_id=a_market().id, name="Corner Ltd", iban="GB82WEST12345698765433")
    with pytest.raises(ValidationError, match="no IBAN"):
        row.full_clean()
