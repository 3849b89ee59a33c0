"""What the server's kernel answers, as the JSON that any other runtime must give to the letter."""

from __future__ import annotations

from dataclasses import asdict

import msgspec

from oneshelf.kernel.errors import Refusal
from oneshelf.modules.pricing import public as pricing
from tests.pricing.drawn import Case


def answer(case: Case) -> str:
    """Return the JSON of what a case comes to, and its proof; or of why it is refused."""
    book = pricing.Rulebook(case.rules, case.groups)
    try:
        priced = pricing.price(case.basket, book, case.also)
    except Refusal as refused:
        return msgspec.json.encode({"refused": refused.code, "details": asdict(refused)}).decode()
    return msgspec.json.encode({"result": priced, "proof": pricing.proof(case.basket, priced)}).decode()
