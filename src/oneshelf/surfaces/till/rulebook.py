"""What a till prices by without a line: the rules in force, as its own kernel reads them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import clock
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import Rulebook, compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.tills.public import Till
from oneshelf.surfaces.till import answers
from oneshelf.surfaces.till.device import Counter, counter_data
from oneshelf.surfaces.till.requests import read

NOT_ASKED: dict[str, Any] = {"asked": None, "rulebook": ""}
"""What the page is told where it does not price by itself."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """A rulebook as JSON, and the version that its content gives it."""

    version: str
    text: bytes


class Differs(msgspec.Struct, forbid_unknown_fields=True):
    """A basket that a till was told the price of, and the `total` (minor units) that it makes of it by a rulebook."""

    rulebook: str
    asked: compiled.Basket
    total: int


@counter_data
@require_safe
def rulebook(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Return the rules and groups in force in the till's market, unless it has them already (If-None-Match)."""
    found = written(_rules(counter.till))
    tag = f'"{found.version}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    return HttpResponse(found.text, content_type="application/json", headers={"ETag": tag})


@counter_data
@require_POST
def differs(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Look at a basket that a till comes to another total for, and write it down where the till is wrong.

    Under another rulebook than the one in force it may well be: then nothing is said. Raises NotUnderstood and what the
    kernel refuses.
    """
    told = read(request, Differs)
    rules = _rules(counter.till)
    if told.rulebook != written(rules).version:
        return answers.as_json({"differs": False})
    total = pricing.price(told.asked, rules).total
    if total != told.total:
        _log.error(
            "a till prices a basket otherwise",
            till=str(counter.till.id),
            total=total,
            till_total=told.total,
            rulebook=told.rulebook,
            basket=msgspec.json.encode(told.asked).decode(),
        )
    return answers.as_json({"differs": total != told.total})


def asked(till: Till, buyer: pricing.Buyer, quote: checkout.BasketQuote) -> dict[str, Any]:
    """Return for the page what the kernel was asked for a quote, and by which rulebook; nothing for none."""
    if quote.at is None:
        return NOT_ASKED
    market, place = markets.get_market(till.market), places.get_place(till.place)
    occasion = checkout.Occasion(market, buyer, quote.at, place, coupons=quote.coupons)
    basket = msgspec.to_builtins(checkout.asked(occasion, quote))
    return {"asked": basket, "rulebook": written(_rules(till)).version}


def _rules(till: Till) -> Rulebook:
    return promotions.book_at(till.market, clock.now()).rules


@lru_cache(maxsize=16)
def written(rules: Rulebook) -> Written:
    """Return a rulebook as JSON; one that is in force stays in memory, and so does its text."""
    groups = {entry.group.code: entry.group for entry in rules.entries}
    own = {"rules": [entry.rule for entry in rules.entries], "groups": [groups[code] for code in sorted(groups)]}
    version = hashlib.sha256(msgspec.json.encode(own)).hexdigest()[:16]
    return Written(version, msgspec.json.encode({"version": version} | own))
