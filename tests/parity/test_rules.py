"""In what showings differ, and why."""

from __future__ import annotations

from dataclasses import replace

from oneshelf.modules.parity import rules
from oneshelf.modules.parity.public import Aspect, Reason, ReasonKind, Showing

LISTED = Showing(price=990, price_list="base", reduced=990, available=7, delivery=490)


def test_what_every_channel_shows_alike_is_no_difference() -> None:
    assert rules.differences({"web": LISTED, "till": replace(LISTED, available=3)}) == ()


def test_one_channel_alone_differs_from_nothing() -> None:
    assert rules.differences({"web": LISTED}) == ()


def test_a_price_of_a_list_for_one_channel_is_named_with_the_list() -> None:
    cheaper = replace(LISTED, price=890, price_list="web-only", reduced=890)
    price, promotion = rules.differences({"web": cheaper, "till": LISTED})
    assert (price.aspect, price.values) == (Aspect.PRICE, {"web": 890, "till": 990})
    assert price.reasons == (Reason(ReasonKind.PRICE_LIST, "web", "web-only"),)
    assert (promotion.aspect, promotion.reasons) == (Aspect.PROMOTION, price.reasons)


def test_a_promotion_of_one_channel_is_named() -> None:
    reduced = replace(LISTED, reduced=792, promotions=("Fifth off",))
    (found,) = rules.differences({"web": reduced, "till": LISTED})
    assert (found.aspect, found.values) == (Aspect.PROMOTION, {"web": 792, "till": 990})
    assert found.reasons == (Reason(ReasonKind.PROMOTION, "web", "Fifth off"),)


def test_an_article_that_a_channel_does_not_list_differs_in_its_price_only() -> None:
    (found,) = rules.differences({"web": LISTED, "till": Showing()})
    assert (found.aspect, found.values) == (Aspect.PRICE, {"web": 990, "till": None})
    assert found.reasons == (Reason(ReasonKind.NOT_LISTED, "till"),)


def test_goods_that_one_channel_cannot_sell_are_a_difference_and_an_amount_is_none() -> None:
    (found,) = rules.differences({"web": replace(LISTED, available=0), "till": LISTED})
    assert (found.aspect, found.values) == (Aspect.AVAILABILITY, {"web": 0, "till": 7})
    assert found.reasons == (Reason(ReasonKind.KEPT_BACK, "web"),)


def test_delivery_and_payment_are_compared_too() -> None:
    other = replace(LISTED, delivery=0, delivery_promotions=("Free delivery",))
    (delivery,) = rules.differences({"web": LISTED, "till": other})
    payment = rules.payment_difference({"web": ("card",), "till": ("cash", "card")})
    assert payment is not None
    assert delivery.values == {"web": 490, "till": 0}
    assert delivery.reasons == (Reason(ReasonKind.PROMOTION, "till", "Free delivery"),)
    assert payment.values == {"web": "card", "till": "card, cash"}
    assert payment.reasons == (Reason(ReasonKind.METHOD, "till", "cash"),)


def test_prices_for_other_quantities_differ() -> None:
    by_weight = replace(LISTED, per=1000)
    assert [each.values for each in rules.differences({"web": by_weight, "till": LISTED})] == [
        {"web": "990/1000", "till": 990}
    ]


def test_a_difference_without_a_known_reason_says_so() -> None:
    (found,) = rules.differences({"web": replace(LISTED, price=980), "till": LISTED})
    assert found.reasons == (Reason(ReasonKind.UNKNOWN),)


def test_channels_where_people_pay_alike_do_not_differ_in_payment() -> None:
    assert rules.payment_difference({"web": ("card", "cash"), "till": ("cash", "card")}) is None
