"""Labels of packed portions: any text is read or refused, what is printed is read back, one wrong digit is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from oneshelf.modules.catalogue.public import LabelLayout, Says, WrongCheckDigit
from oneshelf.modules.catalogue.rules.labels import fills, inner_check, own_number, read_label

WEIGHT = LabelLayout("28", Says.WEIGHT, item_digits=5, inner_check=False, value_digits=5)
PRICE = LabelLayout("21", Says.PRICE, item_digits=4, inner_check=True, value_digits=5)
US = LabelLayout("02", Says.PRICE, item_digits=5, inner_check=True, value_digits=4)
LAYOUTS = (WEIGHT, PRICE, US)


def printed(layout: LabelLayout, item: int, value: int) -> str:
    """Return a label as a scale prints it."""
    number, said = f"{item:0{layout.item_digits}}", f"{value:0{layout.value_digits}}"
    digits = f"{layout.prefix}{number}{inner_check(said) if layout.inner_check else ''}{said}"
    return digits + str(ean.calc_check_digit(digits))


@pytest.mark.parametrize(("value", "digit"), [("2875", "9"), ("14685", "6")])
def test_inner_check_digits_are_those_of_the_standard(value: str, digit: str) -> None:
    assert inner_check(value) == digit


@given(st.sampled_from(LAYOUTS), st.integers(0, 9999), st.integers(0, 9999))
def test_what_is_printed_is_read_back(layout: LabelLayout, item: int, value: int) -> None:
    label = read_label(f" {printed(layout, item, value)} ", LAYOUTS)
    assert label is not None
    assert (label.says, label.value) == (layout.says, value)
    assert label.gtin == own_number(f"{layout.prefix}{item:0{layout.item_digits}}")
    assert ean.is_valid(label.gtin[1:])


@given(st.sampled_from(LAYOUTS), st.integers(0, 9999), st.integers(0, 9999), st.integers(2, 12), st.integers(1, 9))
def test_one_wrong_digit_is_found(layout: LabelLayout, item: int, value: int, at: int, by: int) -> None:
    code = printed(layout, item, value)
    wrong = f"{code[:at]}{(int(code[at]) + by) % 10}{code[at + 1 :]}"
    with pytest.raises(WrongCheckDigit):
        read_label(wrong, LAYOUTS)


@given(st.text(max_size=20) | st.from_regex(r"(02|2[0-9])[0-9]{11}", fullmatch=True))
def test_whatever_is_scanned_is_read_or_refused(text: str) -> None:
    try:
        label = read_label(text, LAYOUTS)
    except WrongCheckDigit:
        return
    assert label is None or (len(label.gtin) == 14 and label.value >= 0)


def test_a_step_of_the_value_may_be_more_than_one_unit() -> None:
    coarse = LabelLayout("27", Says.WEIGHT, 5, inner_check=False, value_digits=5, step=10)
    label = read_label(printed(coarse, 1, 25), [coarse])
    assert label is not None
    assert label.value == 250


@pytest.mark.parametrize(
    ("layout", "works"),
    [
        (WEIGHT, True),
        (PRICE, True),
        (US, True),
        (LabelLayout("281", Says.WEIGHT, 4, inner_check=False, value_digits=5), True),
        (LabelLayout("29", Says.WEIGHT, 5, inner_check=False, value_digits=5), False),
        (LabelLayout("40", Says.WEIGHT, 5, inner_check=False, value_digits=5), False),
        (LabelLayout("28", Says.WEIGHT, 5, inner_check=False, value_digits=4), False),
        (LabelLayout("28", Says.WEIGHT, 6, inner_check=True, value_digits=3), False),
        (LabelLayout("28", Says.WEIGHT, 0, inner_check=False, value_digits=10), False),
    ],
)
def test_a_layout_fills_twelve_digits_of_the_retailers_own(layout: LabelLayout, works: bool) -> None:
    assert fills(layout) is works
