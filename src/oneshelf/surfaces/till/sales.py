"""Paying: one request sells the whole basket, once, or says kindly why not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from oneshelf.kernel.idempotency.public import Claim, body_hash
from oneshelf.kernel.money import Money
from oneshelf.kernel.sentences import Sentence
from oneshelf.modules.carts.public import CartId
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.markets import public as markets
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.till import answers, coupons, later, overrule, people, portions, units
from oneshelf.surfaces.till.device import Counter, counter_data
from oneshelf.surfaces.till.errors import KeyMissing
from oneshelf.surfaces.till.receipts import shown_receipt
from oneshelf.surfaces.till.requests import CashTender, Sale, read
from oneshelf.ui import formats, ways

OPERATION = "tills.sell"
"""What a key of the page is for."""

LONGEST_KEY = 100
"""Characters of an idempotency key."""


@counter_data
@require_POST
def sell(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Sell the basket and draw its receipt. The same key with the same body sells once.

    Refuses with words for the cashier: the price changed, the shelf has fewer or they are set apart, a unit was sold
    meanwhile, the card was declined. Nothing was sold then, and the next try needs a new key.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key or len(key) > LONGEST_KEY:
        raise KeyMissing
    sent = read(request, Sale)
    currency = markets.get_market(counter.till.market).currency
    if sent.customer:
        counter.actor.require(people.VIEW, at=counter.till.place)
        if customers.get_customer(CustomerId(sent.customer)).erased:
            raise customers.UnknownCustomer(customer=str(sent.customer))
    once = Claim(f"till:{counter.till.id}", OPERATION, key, body_hash(request.body))
    try:
        receipt = tills.sell(counter.till, _sale(sent, counter, currency, key), actor=counter.actor, once=once)
    except inventory.OutOfStock as refusal:
        if refusal.place != str(counter.till.place):
            return answers.refused(refusal, _gone_elsewhere(refusal))
        why = overrule.find_set_apart(counter, refusal)
        if why:
            return overrule.refused(counter, sent, key, refusal, why)
        return answers.refused(refusal, _last_ones(refusal), variant=refusal.variant, available=refusal.available)
    except lots.LotNotThere as refusal:
        return answers.refused(units.why_not(counter, sent.lines, refusal.lot) or refusal)
    except checkout.PromiseMoved as refusal:
        return answers.refused(refusal, _new_promise(sent, refusal))
    except checkout.PriceChanged as refusal:
        return answers.refused(refusal, _new_price(refusal), total=refusal.total.minor)
    shown = shown_receipt(counter.till, receipt.order)
    body = {"order": receipt.order, "number": receipt.number, "html": render_to_string("till/parts/done.html", shown)}
    return answers.as_json(body, status=201)


def _sale(sent: Sale, counter: Counter, currency: str, key: str) -> tills.Sale:
    given = [tender.given for tender in sent.tenders if isinstance(tender, CashTender)]
    lines = portions.wanted(counter.till, sent.lines)
    return tills.Sale(
        lines=tuple(lines),
        tenders=tuple(
            checkout.Tender("cash", Money(tender.amount, currency))
            if isinstance(tender, CashTender)
            else checkout.Tender("test_card", Money(tender.amount, currency), tender.token)
            for tender in sent.tenders
        ),
        staff=counter.member,
        customer=CustomerId(sent.customer) if sent.customer else None,
        expected_total=Money(sent.total, currency),
        cash_given=Money(sum(given), currency) if given else None,
        cart=CartId(sent.cart) if sent.cart else None,
        onward=later.onward_of(counter, sent.later, lines) if sent.later else None,
        coupons=checkout.handed_in(coupons.kept(counter, sent.coupons, sent.customer)),
        pay_by=sent.pay_by,
        overruled_by=overrule.overruled_by(counter, sent, key),
    )


def _new_price(refusal: checkout.PriceChanged) -> Sentence:
    now, before = formats.money_text(refusal.total), formats.money_text(refusal.expected)
    return Sentence(
        _("A price changed while you were paying: it is %(now)s now, not %(before)s.") % {"now": now, "before": before},
        _("Tell the customer, then pay again."),
    )


def _new_promise(sent: Sale, refusal: checkout.PromiseMoved) -> Sentence:
    assert sent.later is not None, "a sale without it promises nothing"
    by = refusal.promised_by
    told = ways.promise_text(by.at, by.zone, delivered=sent.later.method == "ship")
    return Sentence(
        _("What comes later takes longer by now. %(promise)s.") % {"promise": told},
        _("Tell the customer, then pay again."),
    )


def _gone_elsewhere(refusal: inventory.OutOfStock) -> Sentence:
    variant = VariantId(UUID(refusal.variant))
    return Sentence(
        _("%(title)s has just been sold where it was to come from.")
        % {"title": catalogue.snapshots([variant])[variant].title},
        _("Look again how the customer can get it; nothing has been charged."),
    )


def _last_ones(refusal: inventory.OutOfStock) -> Sentence:
    variant = VariantId(UUID(refusal.variant))
    snapshot = catalogue.snapshots([variant])[variant]
    details: dict[str, Any] = {
        "title": snapshot.title,
        "left": formats.quantity_text(refusal.available, snapshot.unit),
        "wanted": formats.quantity_text(refusal.wanted, snapshot.unit),
    }
    if refusal.available <= 0:
        what = _("%(title)s has just been sold elsewhere: none is left here.")
        return Sentence(what % details, _("Take it out of the basket; nothing has been charged."))
    what = ngettext(
        "Only %(left)s of %(title)s is left, not %(wanted)s: somebody else was quicker.",
        "Only %(left)s of %(title)s are left, not %(wanted)s: somebody else was quicker.",
        refusal.available,
    )
    return Sentence(what % details, _("Sell what is left, or take it out; nothing has been charged."))
