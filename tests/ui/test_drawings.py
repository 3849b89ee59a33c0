"""Charts, QR codes and barcodes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.ui import charts, codes


def _chart(kind: str, *values: float | None) -> charts.Chart:
    return charts.Chart("Units", [str(at) for at in range(len(values))], [charts.Series("Web", values)], "x", "y", kind)


@given(st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**9)), min_size=1, max_size=40))
def test_every_value_lies_within_the_drawing(values: list[int | None]) -> None:
    drawing = charts.draw(_chart("bar", *values))
    assert len(drawing.marks) == sum(value is not None for value in values)
    for mark in drawing.marks:
        assert 0 <= mark.x <= mark.x + mark.width <= 100.01
        assert -0.01 <= mark.y <= mark.y + mark.height <= charts.HEIGHT + 0.02
    assert 2 <= len(drawing.ticks) <= 8
    assert len(drawing.labels) <= charts.LABELS_SHOWN


def test_bars_stand_on_zero_and_are_as_long_as_their_value() -> None:
    low, high = charts.draw(_chart("bar", 50, 100)).marks
    assert (low.height, high.height) == (100, 200)
    assert low.y + low.height == high.y + high.height == charts.HEIGHT
    assert high.text == "Web, 1: 100"


def test_a_line_is_broken_where_a_value_is_unknown() -> None:
    assert len(charts.draw(_chart("line", 1, 2, None, 4, 5)).segments) == 2


def test_a_series_of_another_length_is_refused() -> None:
    with pytest.raises(AssertionError, match="one value for each label"):
        charts.Chart("Units", ["a", "b"], [charts.Series("Web", [1])], "x", "y")


def test_a_sparkline_rises_with_its_values() -> None:
    first, last = (float(point.split(",")[1]) for point in charts.sparkline([1, 5]).split())
    assert first > last
    assert charts.sparkline([]) == ""


def test_a_barcode_draws_the_modules_of_an_ean() -> None:
    drawing = str(codes.barcode_svg("2900000000018", "Card"))
    assert 'viewBox="0 0 115 60"' in drawing  # 95 modules and twice ten of quiet
    assert len(re.findall(r'<rect x="', drawing)) == 30  # an EAN-13 has thirty bars
    assert "style=" not in drawing


def test_a_code_is_black_on_white_and_has_words() -> None:
    drawing = str(codes.qr_svg("https://shop.example/?a=1&b=<2>", 'PIN "482"'))
    assert 'aria-label="PIN &quot;482&quot;"' in drawing
    assert "#000" in drawing
    assert "#fff" in drawing
    assert "style=" not in drawing


def test_a_receipt_number_becomes_code_128() -> None:
    assert 'aria-label="K7M2-4"' in str(codes.barcode_svg("K7M2-4", "K7M2-4"))
