"""Barcodes are read in every printed form and kept in one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import NotABarcode, WrongCheckDigit


@given(st.sampled_from([7, 11, 12, 13]).flatmap(lambda length: st.text("0123456789", min_size=length, max_size=length)))
def test_every_gtin_is_kept_as_fourteen_digits(body: str) -> None:
    printed = body + ean.calc_check_digit(body)
    gtin = catalogue.parse_barcode(printed)
    assert gtin == printed.zfill(14)
    assert catalogue.parse_barcode(gtin) == gtin
    assert catalogue.parse_barcode(catalogue.as_printed(gtin)) == gtin


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(1, 9))
def test_a_wrong_check_digit_is_refused_and_the_right_one_named(body: str, off: int) -> None:
    right = ean.calc_check_digit(body)
    wrong = body + str((int(right) + off) % 10)
    with pytest.raises(WrongCheckDigit) as refusal:
        catalogue.parse_barcode(wrong)
    assert (refusal.value.value, refusal.value.expected, refusal.value.field) == (wrong, right, "barcode")


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 9))
def test_one_mistyped_digit_never_passes(body: str, at: int, off: int) -> None:
    right = body + ean.calc_check_digit(body)
    mistyped = right[:at] + str((int(right[at]) + off) % 10) + right[at + 1 :]
    with pytest.raises(WrongCheckDigit):
        catalogue.parse_barcode(mistyped)


@pytest.mark.parametrize(
    ("printed", "gtin"),
    [
        ("4006381333931", "04006381333931"),
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("978-0-471-11709-4", "09780471117094"),
        ("0-8044-2957-X", "09780804429573"),
        (" 2012345000001 ", "02012345000001"),
        ("0212345678909", "00212345678909"),
    ],
)
def test_well_known_forms(printed: str, gtin: str) -> None:
    assert catalogue.parse_barcode(printed) == gtin


@pytest.mark.parametrize("text", ["", "12345", "ABC-123", "١٢٣٤٥٦٧٨", "12345678901234567", "X804429570"])
def test_what_is_no_barcode_is_refused(text: str) -> None:
    with pytest.raises(NotABarcode):
        catalogue.parse_barcode(text)


def test_a_wrong_isbn_names_its_digit() -> None:
    with pytest.raises(WrongCheckDigit) as refusal:
        catalogue.parse_barcode("0-8044-2957-1")
    assert refusal.value.expected == "X"
