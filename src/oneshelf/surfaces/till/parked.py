"""Baskets put aside: parked under a name, listed for every till of the store, and shown as a code for a phone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.public import Cart, CartId, CartLine
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout.public import EmptyBasket
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.places import public as places
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.till import answers, people
from oneshelf.surfaces.till.device import Counter, counter_data
from oneshelf.surfaces.till.errors import KeyMissing, LabelledInBasket
from oneshelf.surfaces.till.requests import Aside, Named, read
from oneshelf.surfaces.till.sales import LONGEST_KEY

OPERATION = "tills.park"
"""What a key of the page is for."""


@counter_data
@require_safe
def list_parked(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Draw the baskets that are parked at this store, newest first."""
    there = places.get_place(counter.till.place)
    parked = carts.held_by(_shelf(counter))
    return render(request, "till/parts/parked.html", {"parked": parked, "zone": there.time_zone})


@counter_data
@require_POST
def park(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Put the basket aside and draw the code by which a phone or another till takes it. The same key parks once."""
    key = request.headers.get("Idempotency-Key", "")
    if not key or len(key) > LONGEST_KEY:
        raise KeyMissing
    sent = read(request, Aside)
    if not sent.lines:
        raise EmptyBasket
    if any(line.label for line in sent.lines):
        raise LabelledInBasket
    if sent.customer:
        counter.actor.require(people.VIEW, at=counter.till.place)

    def work() -> idempotency.Answer:
        return idempotency.Answer(201, str(_park(counter, sent).id))

    claim = idempotency.Claim(f"till:{counter.till.id}", OPERATION, key, idempotency.body_hash(request.body))
    parked = carts.load(CartId(UUID(idempotency.once(claim, work).body)))
    return answers.as_json({"cart": parked.id, "html": _code(counter, parked)}, status=201)


@counter_data
@require_POST
def show_code(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Draw a new code of a basket that is parked here. Raises UnknownCart and CartElsewhere."""
    return answers.as_json({"html": _code(counter, carts.load(CartId(read(request, Named).cart)))})


@counter_data
@require_POST
def give_back(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Give a basket back to the phone that it came from; one that a till began is dropped."""
    carts.give_back(CartId(read(request, Named).cart), by=tills.hands_of(counter.till))
    return answers.as_json({})


def _park(counter: Counter, sent: Aside) -> Cart:
    return carts.park(
        counter.till.place,
        counter.till.channel,
        [CartLine(VariantId(line.variant), line.quantity) for line in sent.lines],
        label=sent.label,
        by=tills.hands_of(counter.till),
        staff=counter.member,
        customer=CustomerId(sent.customer) if sent.customer else None,
        cart=CartId(sent.cart) if sent.cart else None,
        coupons=sent.coupons,
    )


def _code(counter: Counter, parked: Cart) -> str:
    shown = carts.show_code(parked.id, by=_shelf(counter), until=parked.kept_until)
    address = settings.PUBLIC_URL.rstrip("/") + reverse("storefront:take_code", args=[shown.code])
    there = places.get_place(counter.till.place)
    context: dict[str, Any] = {"parked": parked, "shown": shown, "address": address, "place": there}
    return render_to_string("till/parts/parked_code.html", context)


def _shelf(counter: Counter) -> carts.Holder:
    return carts.Holder(carts.HolderKind.PARKED, counter.till.place)
