"""What a scanner sends, read: GTINs, ISBNs, and GS1 codes with lot, expiry and serial number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.modules.catalogue.public import NotABarcode, Scan, WrongCheckDigit, parse_barcode, read_scan

GTIN = "04006381333931"
LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", min_size=1, max_size=20)


def test_a_measure_without_digits_is_refused() -> None:
    with pytest.raises(NotABarcode):
        read_scan(f"01{GTIN}3100")


def test_a_plain_barcode_says_the_article_only() -> None:
    assert read_scan("4006381333931") == Scan(GTIN)
    assert read_scan(" 96385074 ") == Scan("00000096385074")


def test_a_gs1_code_says_lot_expiry_and_serial_number() -> None:
    said = Scan(GTIN, lot="AB-1", serial="77", expires_on=date(2027, 1, 31))
    for code in (
        f"]C101{GTIN}1727013110AB-1\x1d2177",
        f"\x1d01{GTIN}1727013110AB-1\x1d2177",
        f"(01){GTIN}(17)270131(10)AB-1(21)77",
    ):
        assert read_scan(code) == said, code


@given(lot=LETTERS, serial=LETTERS)
def test_any_lot_and_serial_number_are_read_back(lot: str, serial: str) -> None:
    assert read_scan(f"]d201{GTIN}10{lot}\x1d21{serial}") == Scan(GTIN, lot=lot, serial=serial)


@given(st.text(max_size=60))
def test_whatever_is_scanned_is_read_or_refused(text: str) -> None:
    try:
        said = read_scan(text)
    except (NotABarcode, WrongCheckDigit):
        return
    assert parse_barcode(said.gtin) == said.gtin


@given(st.text("0123456789()\x1dA", max_size=40))
def test_what_looks_like_a_gs1_code_is_read_or_refused(rest: str) -> None:
    try:
        said = read_scan(f"01{GTIN}10{rest}")
    except (NotABarcode, WrongCheckDigit):
        return
    assert said.gtin == GTIN


def test_a_best_before_day_counts_where_no_other_last_day_is_said() -> None:
    assert read_scan(f"01{GTIN}15270131").expires_on == date(2027, 1, 31)
    assert read_scan(f"01{GTIN}1527013117270102").expires_on == date(2027, 1, 2)


def test_a_gs1_code_says_the_price_of_a_portion() -> None:
    for code in (f"01{GTIN}3922437", f"(01){GTIN}(3922)437", f"]e001{GTIN}3103000401152701313922437"):
        assert read_scan(code).price == Decimal("4.37"), code
    assert read_scan(f"01{GTIN}3920500").price == 500


def test_a_gs1_code_says_the_net_weight() -> None:
    for code in (f"01{GTIN}3103001250", f"(01){GTIN}(3103)001250", f"]C101{GTIN}310300125010AB"):
        assert read_scan(code).weight_g == 1250, code
    assert read_scan(f"01{GTIN}3101000012").weight_g == 1200
