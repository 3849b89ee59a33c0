"""Codes: what is read, what is refused, and that no slip of one symbol or two goes through."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

import oneshelf
from oneshelf.modules.coupons.rules import codes
from oneshelf.modules.coupons.rules.codes import ALPHABET, CHANCE, check_symbol, draw, read, spell

VECTORS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("codes.json").read_text(encoding="utf-8"))
SCRIPT = Path(oneshelf.__file__).parent / "surfaces" / "till" / "static" / "till" / "coupon_codes.js"

KEY = bytes(range(32))
CODES = st.text(ALPHABET, min_size=CHANCE, max_size=CHANCE).map(lambda symbols: symbols + check_symbol(symbols))


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{number} {each['why']}" for number, each in enumerate(VECTORS)])
def test_codes_are_read_as_the_vectors_say(vector: dict[str, Any]) -> None:
    assert read(vector["typed"]) == vector["read"]


def test_the_till_reads_as_the_server_does(page: Page) -> None:
    typed = [each["typed"] for each in VECTORS] + [
        slip for code in (draw(KEY, n) for n in range(9)) for slip in slips(code)
    ]
    said = page.evaluate(
        "async ([source, typed]) => {"
        " const { read } = await import('data:text/javascript,' + encodeURIComponent(source));"
        " return typed.map(read); }",
        [SCRIPT.read_text(encoding="utf-8"), typed],
    )
    assert said == [read(text) for text in typed]


def slips(code: str) -> list[str]:
    """Return the code with each symbol wrong in each way, and with any two symbols exchanged."""
    wrong = [
        code[:at] + symbol + code[at + 1 :] for at in range(len(code)) for symbol in ALPHABET if symbol != code[at]
    ]
    pairs = [(one, two) for one, two in combinations(range(len(code)), 2) if code[one] != code[two]]
    swapped = [code[:a] + code[b] + code[a + 1 : b] + code[a] + code[b + 1 :] for a, b in pairs]
    return wrong + swapped


@given(CODES)
def test_one_wrong_symbol_or_two_exchanged_are_never_read(code: str) -> None:
    assert read(code) == code
    assert all(read(slip) is None for slip in slips(code))


def test_every_slip_there_is_changes_the_sum() -> None:
    """The sum is linear: a slip is caught or not by its places and the difference of its symbols, whatever the code."""
    weights = [pow(3, place, 31) for place in range(CHANCE + 1)]
    differences = range(1, 31)
    assert all(weight * each % 31 for weight in weights for each in differences)
    assert all((one - two) * each % 31 for one, two in combinations(weights, 2) for each in differences)


@given(st.binary(min_size=32, max_size=32), st.integers(0, 2**40))
def test_a_drawn_code_is_the_same_each_time_and_fits_its_check(key: bytes, serial: int) -> None:
    code = draw(key, serial)
    assert draw(key, serial) == code
    assert read(code) == code
    assert check_symbol(code[:-1]) == code[-1]


@given(CODES)
def test_printed_codes_are_read_back(code: str) -> None:
    assert spell(code).split("-") == [code[:4], code[4:8], code[8:12], code[12:16], code[16:]]
    assert read(spell(code).lower()) == code
    assert codes.tail(spell(code)) == code[-4:]


@given(st.text())
def test_whatever_is_typed_is_a_code_or_none(typed: str) -> None:
    symbols = read(typed)
    assert symbols is None or read(symbols) == symbols


def test_no_symbol_is_rare_at_any_place() -> None:
    """Of 9,300 codes each symbol stands about 300 times at each of the first 16 places: 5 deviations are 86."""
    drawn = [draw(KEY, serial) for serial in range(9_300)]
    assert len(set(drawn)) == len(drawn)
    for place in range(CHANCE):
        counts = [sum(code[place] == symbol for code in drawn) for symbol in ALPHABET]
        assert max(abs(count - 300) for count in counts) < 86, place
