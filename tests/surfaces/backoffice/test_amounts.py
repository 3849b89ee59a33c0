"""Amounts that are typed: what is none is refused with an example of the market's own currency."""

from __future__ import annotations

import pytest
from django import forms
from django.test import Client
from django.utils.translation import override

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import NewVariant
from oneshelf.surfaces.backoffice import amounts, price_rows
from oneshelf.surfaces.backoffice.company_forms import AmountField
from oneshelf.surfaces.backoffice.promoting import fields
from tests.catalogue.builders import a_product
from tests.markets.builders import a_market
from tests.staff.builders import a_member, sign_in
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db]

CURRENCIES = pytest.mark.parametrize(
    ("currency", "finer", "example", "minor"),
    [("JPY", "12.5", "1234", 1_234), ("USD", "12.345", "12.34", 1_234), ("KWD", "1.2345", "1.234", 1_234)],
)


@CURRENCIES
def test_an_example_is_an_amount_of_its_currency(currency: str, finer: str, example: str, minor: int) -> None:
    assert amounts.read_amount(f" {example.replace('.', ',')} ", currency) == Money(minor, currency)
    assert fields.read_amount(example, currency) == minor
    said = f"Write an amount like {example}."
    for read in (amounts.read_amount, fields.read_amount):
        with pytest.raises(forms.ValidationError) as refused:
            read(finer, currency)
        assert refused.value.messages == [said]
    of_company = AmountField(required=False)
    of_company.currency = currency
    with pytest.raises(forms.ValidationError) as refused:
        of_company.clean("0")
    assert refused.value.messages == [said]
    with override("pl"):
        assert amounts.how_to_write(currency) == f"Wpisz kwotę, np. {example.replace('.', ',')}."


@CURRENCIES
def test_a_file_of_prices_names_it_too(currency: str, finer: str, example: str, minor: int) -> None:
    a_product("TEA", variants=[NewVariant(sku="TEA")])
    wanted, faults = price_rows.read(f"TEA;{finer}\nTEA;{example}\n", currency, priced=True)
    assert [str(each.cure) for each in faults] == [f"Write an amount like {example}, zero or more."]
    assert [each.amount for each in wanted] == [minor]


@CURRENCIES
def test_pages_say_it_in_the_markets_currency(
    client: Client, currency: str, finer: str, example: str, minor: int
) -> None:
    a_market(currency=currency)
    browser, said = sign_in(client, a_member("owner")), f"Write an amount like {example}."
    change = {"name": "Spring", "by": "amount", "ending": "any", "price_list": "base", "brand": "", "value": finer}
    with nothing_changes():
        assert said in browser.get("/backoffice/orders/", {"least": finer}).content.decode()
        assert said not in browser.get("/backoffice/orders/", {"least": example}).content.decode()
        answer = browser.post("/backoffice/prices/changes/", change | {"request": str(new_id())})
        assert (answer.status_code, answer.context["form"].errors["value"]) == (422, [said])
        answer = browser.post("/backoffice/prices/changes/", change | {"by": "percent", "value": "1.234"})
        assert answer.context["form"].errors["value"] == [
            "Write a percentage like -10 or 2.5, with two decimals at most."
        ]
