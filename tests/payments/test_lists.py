"""The back office's lists of payments."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.payments import public as payments
from tests.markets.builders import a_market
from tests.payments.builders import Basket
from tests.places.builders import a_store
from tests.staff.builders import a_member, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

LIST = "admin:payments_payment_changelist"


def test_a_payment_is_found_by_its_order_and_shown_with_its_refunds(client: Client, basket: Basket) -> None:
    payment = basket.pay_and_capture()
    payments.claim(
        payment.id,
        payable=basket.payable,
        order=basket.order,
        amount=basket.amount,
        bound_hash=basket.bound_hash,
    )
    payments.refund(payment.id, Money(700, "USD"), new_id(), actor=SYSTEM)
    Basket().pay("tok_decline")
    sign_in(client, a_member("owner"))
    rows = client.get(reverse(LIST), {"q": str(basket.order)}).content.decode()
    assert "$25.00" in rows
    assert "Declined</" not in rows
    page = client.get(reverse("admin:payments_payment_change", args=[payment.id])).content.decode()
    assert "$7.00" in page
    assert 'name="_save"' not in page


def test_who_sees_payments_at_one_place_does_not_see_them_all(client: Client) -> None:
    sign_in(client, a_member("manager", at=a_store(a_market()).id))
    assert client.get(reverse(LIST)).status_code == 403
