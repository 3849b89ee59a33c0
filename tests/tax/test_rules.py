"""How much of an amount is tax: parts come to the same as the whole, to the minor unit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Band, BandKey

RATES = st.sampled_from([0, 500, 800, 2000, 2300])
AMOUNTS = st.dictionaries(RATES, st.integers(1, 1_000_000), min_size=1)


def test_an_amount_holds_its_tax_rounded_once() -> None:
    assert tax.bands({2300: 12_300, 0: 500, 500: 99}) == (Band(2300, 12_300, 2300), Band(500, 99, 5), Band(0, 500, 0))
    assert tax.bands({2300: 12_300})[0].net == 10_000


def test_what_is_not_there_has_no_band() -> None:
    assert tax.bands({2300: 0}) == ()


@given(parts=st.lists(AMOUNTS, min_size=1, max_size=6))
def test_invoices_in_parts_come_to_the_tax_of_one(parts: list[dict[int, int]]) -> None:
    earlier: list[Band] = []
    for part in parts:
        earlier += tax.bands(part, earlier)
    whole = tax.bands({rate: sum(part.get(rate, 0) for part in parts) for rate in {rate for p in parts for rate in p}})
    for band in whole:
        mine = [each for each in earlier if each.rate == band.rate]
        assert (sum(each.amount for each in mine), sum(each.tax for each in mine)) == (band.amount, band.tax)


@given(amounts=AMOUNTS, data=st.data())
def test_credit_notes_in_parts_come_to_the_tax_of_the_invoice(amounts: dict[int, int], data: st.DataObject) -> None:
    invoice = tax.bands(amounts)
    taken: list[Band] = []
    while left := tax.left_of(invoice, taken):
        most = sum(each.amount for each in left)
        asked = data.draw(st.integers(1, most) if len(taken) < 12 else st.just(most))
        named: dict[BandKey, int] = data.draw(st.dictionaries(RATES, st.integers(0, 2_000_000)))
        note = tax.share(left, asked, named)
        assert sum(each.amount for each in note) == asked
        known = {each.rate: each for each in left}
        assert all(0 < each.amount <= known[each.rate].amount for each in note)
        assert all(0 <= each.tax <= known[each.rate].tax for each in note)
        taken += note
    assert sum(each.tax for each in taken) == sum(each.tax for each in invoice)


def test_a_credit_note_takes_the_rates_of_the_goods_that_came_back() -> None:
    invoice = tax.bands({2300: 12_300, 500: 10_500})
    assert tax.share(invoice, 1050, {500: 1050}) == (Band(500, 1050, 50),)
    assert tax.share(invoice, 11_400) == (Band(2300, 6150, 1150), Band(500, 5250, 250))
    assert tax.share(invoice, 22_800, {500: 1}) == invoice
