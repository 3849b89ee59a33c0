"""The till's pricing kernel answers what the server's does, to the letter: in a real browser, on the till's own page.

`ONESHELF_BASKETS` sets how many random baskets are compared, and `ONESHELF_SEED` which; the nightly target asks for
many. A difference is shrunk to the smallest basket that shows it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from time import perf_counter

import msgspec
import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from oneshelf.modules.pricing.types.compiled import Basket, Facts, Group, Line, Match, Percent, Rule
from tests.pricing.answers import answer
from tests.pricing.drawn import Case, draw
from tests.pricing.shrunk import shrunk
from tests.pricing.vectors.files import FOLDER
from tests.surfaces.till.builders import a_counter
from tests.surfaces.till.screens import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BASKETS = int(os.environ.get("ONESHELF_BASKETS", "1000"))
SEED = os.environ.get("ONESHELF_SEED", "oneshelf")
BATCH = 500
"""How many baskets the page is given at once."""

ASK = """async (text) => {
  const { price, proof, Refusal, Rulebook } = await import("/static/till/pricing/index.js");
  const answer = async ({ basket, rules = [], groups = [], also }) => {
    try {
      const priced = price(basket, new Rulebook(rules, groups), also);
      return JSON.stringify({ result: priced, proof: await proof(basket, priced) });
    } catch (error) {
      if (!(error instanceof Refusal)) return String(error.stack);
      return JSON.stringify({ refused: error.code, details: error.details });
    }
  };
  return Promise.all(JSON.parse(text).map(answer));
}"""

TIME = """async (text) => {
  const { price, Rulebook } = await import("/static/till/pricing/index.js");
  const { basket, rules, groups } = JSON.parse(text);
  const began = performance.now();
  const book = new Rulebook(rules, groups);
  const compiled = performance.now();
  const times = Array.from({ length: 20 }, () => {
    const start = performance.now();
    price(basket, book);
    return performance.now() - start;
  });
  return { compiled: compiled - began, first: times[0], median: times.sort((a, b) => a - b)[10] };
}"""


@pytest.fixture
def till(page: Page, live_server: LiveServer) -> Page:
    """A page of a till, with the policy under which its scripts run."""
    opened(page, live_server, a_counter())
    shown = page.reload()
    assert shown is not None
    assert "script-src 'self'" in (shown.header_value("Content-Security-Policy") or "")
    return page


def asked(till: Page, cases: Sequence[object]) -> list[str]:
    """Return what the till's kernel answers."""
    answers: list[str] = till.evaluate(ASK, msgspec.json.encode(cases).decode())
    return answers


def differing(till: Page, cases: Sequence[Case]) -> list[Case]:
    """Return the cases of which the two kernels do not say the same."""
    return [case for case, there in zip(cases, asked(till, cases), strict=True) if answer(case) != there]


def test_the_till_answers_what_the_vectors_say(till: Page) -> None:
    vectors = {file.stem: msgspec.json.decode(file.read_bytes()) for file in sorted(FOLDER.glob("*.json"))}
    for (name, vector), there in zip(vectors.items(), asked(till, list(vectors.values())), strict=True):
        said = {key: vector[key] for key in ("result", "proof", "refused", "details") if key in vector}
        assert there == msgspec.json.encode(said).decode(), name


def test_the_till_and_the_server_price_random_baskets_alike(till: Page) -> None:
    began = perf_counter()
    for first in range(0, BASKETS, BATCH):
        numbers = range(first, min(first + BATCH, BASKETS))
        wrong = differing(till, [draw(SEED, number) for number in numbers])
        if wrong:
            small = shrunk(wrong[0], lambda cases: differing(till, cases))
            pytest.fail(
                f"{len(wrong)} of {len(numbers)} differ (seed {SEED}). The smallest basket:\n"
                f"{msgspec.json.encode(small).decode()}\nserver: {answer(small)}\ntill:   {asked(till, [small])[0]}"
            )
    print(f"\n{BASKETS} baskets, seed {SEED}: 0 differences in {perf_counter() - began:.1f} s")  # noqa: T201  # the figures are the result


def test_a_till_prices_many_lines_against_many_rules_at_once(till: Page) -> None:
    case = many(lines=200, rules=1_000)
    took = till.evaluate(TIME, msgspec.json.encode(case).decode())
    print(f"\n200 lines, 1,000 rules: {took}")  # noqa: T201  # the figures are the result
    assert took["median"] < 500, "milliseconds: a cashier would wait"


def many(*, lines: int, rules: int) -> Case:
    """Return a basket of many lines, each called for by some of many rules."""
    match_of = [Match(any_of=(f"v:{number % (2 * lines)}", f"b:{number % 50}")) for number in range(rules)]
    book = (
        Rule(f"rule {number}", 1, f"{number}", Percent(100 + number), f"g{number % 4}", match)
        for number, match in enumerate(match_of)
    )
    wanted = (
        Line(f"{at}", f"v:{at}", 1 + at % 5, 99 + at, tags=(f"v:{at}", f"b:{at % 25}", f"c:{at % 10}"))
        for at in range(lines)
    )
    groups = tuple(Group(f"g{order}", order) for order in range(4))
    return Case(Basket("EUR", tuple(wanted), Facts(1, 0, 0)), tuple(book), groups)
