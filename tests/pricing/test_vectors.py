"""The server's kernel gives what the golden vectors say, and they say what was worked out on paper."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.types.compiled import Basket
from tests.pricing.answers import answer
from tests.pricing.drawn import Case, draw
from tests.pricing.shrunk import shrunk
from tests.pricing.vectors.files import FOLDER, STORIES, written
from tests.pricing.vectors.story import Story

NAMES = [story.name for story in STORIES]
ANSWERS = ("result", "proof", "refused", "details")
CURE = "look at the difference; where it is meant, run `python -m tests.pricing.vectors`"


@pytest.mark.parametrize("story", STORIES, ids=NAMES)
def test_a_vector_is_what_its_story_comes_to(story: Story) -> None:
    assert (FOLDER / f"{story.name}.json").read_text(encoding="utf-8") == written(story), CURE


@pytest.mark.parametrize("name", NAMES)
def test_the_kernel_answers_what_a_vector_says(name: str) -> None:
    text = (FOLDER / f"{name}.json").read_bytes()
    said = {key: own for key, own in msgspec.json.decode(text).items() if key in ANSWERS}
    assert answer(msgspec.json.decode(text, type=Case)) == msgspec.json.encode(said).decode()


@pytest.mark.parametrize("story", STORIES, ids=NAMES)
def test_a_vector_comes_to_what_was_worked_out_by_hand(story: Story) -> None:
    vector = msgspec.json.decode((FOLDER / f"{story.name}.json").read_bytes())
    if story.by_hand is None:
        assert vector["refused"]
        return
    result, paid = vector["result"], story.by_hand
    assert [line["amount"] for line in result["lines"]] == list(paid.amounts)
    assert (result["total"], result.get("tax", 0)) == (paid.total, paid.tax)
    assert result.get("delivery", {}).get("amount") == paid.delivery


def test_there_is_a_file_for_each_story_and_no_other() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.json")) == sorted(story.name for story in STORIES)


def test_saying_what_is_usual_changes_no_seal() -> None:
    facts = '"facts":{"at":1,"weekday":0,"minute":0}'
    line = '{"key":"1","article":"a","quantity":1,"price":5'
    short = f'{{"currency":"EUR","lines":[{line}}}],{facts}}}'
    said = '"taxes":{},"rounding":{}'
    long = f'{{"currency":"EUR","lines":[{line},"per":1,"tax_class":"standard"}}],{facts},{said}}}'
    proofs = [_sealed(msgspec.json.decode(each, type=Basket)) for each in (short, long)]
    assert proofs[0] == proofs[1]


def _sealed(basket: Basket) -> str:
    return pricing.proof(basket, pricing.price(basket, pricing.Rulebook((), ())))


def test_a_failing_case_shrinks_to_what_makes_it_fail() -> None:
    def failing(cases: Sequence[Case]) -> list[Case]:
        return [case for case in cases if any(line.quantity >= 3 for line in case.basket.lines)]

    big = draw("shrinking", 3)
    assert failing([big])
    small = shrunk(big, failing)
    assert [line.quantity for line in small.basket.lines] == [3]
    assert (small.rules, small.groups, small.basket.taxes.by_class) == ((), (), {})
