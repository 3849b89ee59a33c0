"""Whoever orders gets it in writing, once, in their language."""

from __future__ import annotations

import re
from smtplib import SMTPServerDisconnected
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.orders import public as orders
from oneshelf.surfaces.storefront import confirming
from tests.checkout.later import may_pay_at_collection
from tests.orders.settling import first_claim_is_tried_again, forget_jobs, settle
from tests.surfaces.pseudo import data_of_the_house, spoken, unmarked
from tests.surfaces.storefront.builders import WebShop
from tests.surfaces.storefront.shopping import ADDRESS, collecting, fill, form, placed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _listening(transactional_db: None) -> None:
    """A subscription that is new begins at the present."""
    forget_jobs()
    settle()
    mail.outbox.clear()


def test_who_collects_gets_promise_lines_and_pin(client: Client, shop: WebShop) -> None:
    fill(client, shop.product("Gouda", york=5), "2")
    page = client.post("/checkout/", collecting(client, shop), follow=True)
    settle()
    (sent,) = mail.outbox
    (order,) = placed(shop)
    (parcel,) = page.context["purchase"].parcels
    body = str(sent.body)
    assert sent.to == ["ana@example.com"]
    assert order.number in sent.subject
    for words in ("- 2 × Gouda: $5.00", "Total: $5.00", "Promised by", "York Minster", parcel.pin, "Delivery: free"):
        assert words in body
    (link,) = re.findall(r"/order/\S+", body)
    assert parcel.pin in Client().get(link).content.decode()
    assert "present" not in body
    assert "today" not in body, "it may be read tomorrow"


def test_a_present_is_called_one(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5))
    client.post("/cart/gift/", {"gift": "1", "message": "For Ida"})
    client.post("/checkout/", collecting(client, shop))
    settle()
    assert "It is a present" in str(mail.outbox[0].body)


def test_who_has_it_sent_is_told_where_to_and_no_pin(client: Client, shop: WebShop) -> None:
    fill(client, shop.product("Fish & chips", york=5))
    client.post("/checkout/", form(client, method="ship", **ADDRESS))
    settle()
    body = str(mail.outbox[0].body)
    for words in ("Fish & chips", "Delivery: $3.99", "Total: $6.49", "Ana Kowalska, High St 1, YO1 1AA York"):
        assert words in body
    assert "PIN" not in body


def test_it_is_written_once(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5))
    client.post("/checkout/", collecting(client, shop))
    settle()
    (order,) = placed(shop)
    assert confirming.confirm(order.id)
    assert len(mail.outbox) == 1


def test_it_is_written_once_though_the_transaction_that_keeps_it_is_tried_again(
    client: Client, shop: WebShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(client, shop.product(york=5))
    client.post("/checkout/", collecting(client, shop))
    tries = first_claim_is_tried_again(monkeypatch)
    settle()
    (order,) = placed(shop)
    assert (tries, len(mail.outbox)) == ([str(order.id)] * 2, 1)


def test_what_a_mail_server_did_not_take_is_sent_when_it_is_tried_again(
    client: Client, shop: WebShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(client, shop.product(york=5))
    client.post("/checkout/", collecting(client, shop))
    with monkeypatch.context() as broken:
        broken.setattr(confirming, "send_mail", Mock(side_effect=SMTPServerDisconnected))
        with pytest.raises(SMTPServerDisconnected):
            settle()
    settle()
    assert len(mail.outbox) == 1


def test_nobody_is_written_to_about_what_they_took_along(shop: WebShop) -> None:
    placed_order = shop.till_sale(shop.product(york=5)).order
    settle()
    assert not confirming.confirm(placed_order)
    assert mail.outbox == []


def test_an_order_that_was_cancelled_first_is_not_confirmed(client: Client, shop: WebShop) -> None:
    fill(client, shop.product(york=5))
    client.post("/checkout/", collecting(client, shop))
    (order,) = placed(shop)
    orders.cancel_order(order.id, actor=SYSTEM)
    settle()
    assert mail.outbox == []


def test_every_word_of_it_is_translated(client: Client, shop: WebShop, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(client, shop.product(york=5))
    client.post("/checkout/", collecting(client, shop))
    (order,) = placed(shop)
    with spoken(monkeypatch):
        confirming.confirm(order.id)
    (sent,) = mail.outbox
    body = re.sub(r"https?://\S+", "", f"{sent.subject}\n{sent.body}").replace(settings.SHOP_NAME, "")
    assert unmarked(f"<p>{body}</p>", data_of_the_house()) == []


def test_who_pays_when_collecting_reads_how_much(client: Client, shop: WebShop) -> None:
    may_pay_at_collection(shop.market.id)
    fill(client, shop.product(york=5), "2")
    client.post("/checkout/", collecting(client, shop, card="at_collection"))
    settle()
    assert "To be paid when you collect it, in cash or by card: $5.00" in str(mail.outbox[0].body)
