"""An order as its buyer sees it: by a signed link, or signed in among all purchases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import clock, sentences, tickets
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.money import Money
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.cases import public as cases
from oneshelf.modules.cases.public import Case
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.public import Company, Document
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, Order, OrderId, OrderLine
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.surfaces.storefront import earned
from oneshelf.surfaces.storefront.cards import picture_address
from oneshelf.surfaces.storefront.earned import Earned
from oneshelf.surfaces.storefront.pages import kindly, show
from oneshelf.surfaces.storefront.stores import Today, today_at
from oneshelf.surfaces.storefront.visits import visit_of
from oneshelf.ui.ways import promise_text

_SALT = "oneshelf.storefront.order"
_THUMBNAIL = 64
LONGEST_NUMBER = 4
"""Digits of the number of a way out, and one: nobody is offered so many."""

_STEPS = {
    fulfilment.Method.COLLECT: (
        ConsignmentState.OPEN,
        ConsignmentState.PICKING,
        ConsignmentState.READY,
        ConsignmentState.COLLECTED,
    ),
    fulfilment.Method.SHIP: (
        ConsignmentState.OPEN,
        ConsignmentState.PICKING,
        ConsignmentState.PACKED,
        ConsignmentState.SHIPPED,
        ConsignmentState.DELIVERED,
    ),
    fulfilment.Method.BRING: (
        ConsignmentState.OPEN,
        ConsignmentState.PICKING,
        ConsignmentState.PACKED,
        ConsignmentState.ON_THE_WAY,
        ConsignmentState.READY,
        ConsignmentState.COLLECTED,
    ),
}
"""What happens to goods on their way, in order."""

_FOLLOWED = " ".join(
    each.TYPE
    for each in (
        fulfilment.GoodsCameIn,
        fulfilment.ExpectedAnew,
        fulfilment.PickingStarted,
        fulfilment.LineShort,
        fulfilment.ConsignmentReady,
        fulfilment.ConsignmentCollected,
        fulfilment.ConsignmentPacked,
        fulfilment.ConsignmentShipped,
        fulfilment.ConsignmentSent,
        fulfilment.ConsignmentDelivered,
        fulfilment.ConsignmentCancelled,
        fulfilment.ConsignmentExpired,
        orders.OrderCompleted,
        orders.OrderCancelled,
        orders.OrderRefunded,
        orders.OrderAmended,
        amendments.ChangeAwaitsMoney,
        amendments.ChangeWithdrawn,
        amendments.ChangeExpired,
        orders.OrderSourcedAgain,
        cases.CaseOpened,
        cases.CaseSettledFact,
    )
)
"""The events at which the page of an order is brought up to date."""

_UNPICKED = (ConsignmentState.AWAITED, ConsignmentState.OPEN, ConsignmentState.PICKING)
_GIVEN_UP = (ConsignmentState.CANCELLED, ConsignmentState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A consignment as its buyer sees it: how far it is, where it is, and what proves that it is theirs."""

    consignment: Consignment
    steps: tuple[tuple[ConsignmentState, bool, bool], ...]
    today: Today
    pin: str
    token: str

    @property
    def ready_by(self) -> datetime:
        """By when it is ready, or has left: of what is brought to a store, when it is ready there."""
        return self.consignment.there_by or self.consignment.due_at


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, what it is about, and the ways out of it with the places that they name."""

    case: Case
    line: OrderLine | None
    ways: tuple[tuple[cases.Alternative, places.Place | None], ...]


@dataclass(frozen=True, slots=True)
class OnAccount:
    """On whose account an order is: the company, in how many days its invoices are due, and those that there are."""

    company: Company
    reference: str
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Purchase:
    """All that the page of an order shows. `promise` says until when it is promised, `is_kept` what became of it.

    `due` is what is still to be paid when it is collected, None of an order that is paid otherwise, or over; `account`
    says on whose account it is, None of one that is on nobody's.
    `coupons` are what it earned and its buyer can use.
    `change_link` leads to where it is changed, as long as something can be; `to_pay` to where a change is paid.
    """

    order: Order
    lines: tuple[tuple[OrderLine, str], ...]
    parcels: tuple[Parcel, ...]
    payments: tuple[payments.Payment, ...]
    zone: str
    promise: str = ""
    is_kept: bool | None = None
    troubles: tuple[Trouble, ...] = ()
    change_link: str = ""
    to_pay: str = ""
    due: Money | None = None
    account: OnAccount | None = None
    coupons: tuple[Earned, ...] = ()
    is_reverse_charged: bool = False


def link_to(order: OrderId) -> str:
    """Return the address at which whoever holds it sees the order, without signing in."""
    return reverse("storefront:order", args=[token_of(order)])


def payment_link(amendment: amendments.Amendment) -> str:
    """Return the address at which whoever holds it sees a change of an order and pays for it."""
    return reverse("storefront:pay_change", args=[token_of(amendment.order), amendment.id])


def token_of(order: OrderId) -> str:
    """Return what names an order in links, signed by the house."""
    return signing.dumps(str(order), salt=_SALT)


def purchase_of(order: OrderId) -> Purchase:
    """Return an order with what became of it. Raises UnknownOrder."""
    found = orders.get_order(order)
    consignments = fulfilment.consignments_of([order])[order]
    going = [each for each in consignments if each.state not in _GIVEN_UP]  # others are shown when none is left
    parcels = tuple(_parcel(each) for each in going or consignments)
    zone, paid = zone_of(found), payments.payments_of([order])[order]
    owes = found.terms is orders.Terms.AT_COLLECTION and found.is_under_way
    return Purchase(
        order=found,
        lines=tuple((line, picture_address(line.picture, _THUMBNAIL)) for line in found.lines),
        parcels=tuple(each for each in parcels if each.consignment.method is not fulfilment.Method.TAKE_NOW),
        payments=tuple(paid),
        zone=zone,
        promise=_promise(found, zone),
        is_kept=_is_kept(found, consignments),
        due=orders.still_to_pay(found, consignments, paid) if owes else None,
        account=_account(found),
        coupons=tuple(earned.of_order(found)),
        is_reverse_charged=orders.is_reverse_charged(found),
        troubles=tuple(_trouble(each, found) for each in cases.cases_of(order) if not each.settled),
        **_changes(found, consignments),
    )


def _account(found: Order) -> OnAccount | None:
    bought = companies.find_purchase(found.summary.id) if found.terms is orders.Terms.ON_ACCOUNT else None
    if bought is None:
        return None
    documents = companies.documents_of_order(found.summary.id)
    return OnAccount(companies.get_company(bought.company), bought.reference, tuple(documents))


def _changes(found: Order, consignments: Sequence[Consignment]) -> dict[str, str]:
    if not found.is_under_way:
        return {}
    waiting = amendments.awaiting_payment(found.summary.id)
    if waiting:
        return {"to_pay": payment_link(waiting)}
    is_unpicked = any(each.missing for each in consignments if each.state in _UNPICKED)
    return {"change_link": reverse("storefront:change_order", args=[token_of(found.summary.id)])} if is_unpicked else {}


def zone_of(found: Order) -> str:
    """Return the time zone of the place that an order belongs to."""
    return places.get_place(found.summary.place).time_zone if found.summary.place else "UTC"


def _promise(found: Order, zone: str) -> str:
    if found.promised_by is None:
        return ""
    return promise_text(found.promised_by, zone, delivered=found.summary.method is Method.SHIP)


def _is_kept(found: Order, consignments: Sequence[Consignment]) -> bool | None:
    """Tell whether the goods came as promised; None while that is open, or when they are not to come any more."""
    going = [each for each in consignments if each.state not in _GIVEN_UP]
    if found.promise_kept is not None or found.promised_by is None or not going:
        return found.promise_kept
    ready = [each.ready_at for each in going if each.ready_at]
    if found.summary.method is Method.COLLECT and len(ready) == len(going):
        return max(ready) <= found.promised_by
    is_there = all(each.state is ConsignmentState.DELIVERED for each in going)
    return False if clock.now() > found.promised_by and not is_there else None


@kindly
@never_cache
@require_safe
def order(request: HttpRequest, token: str) -> HttpResponse:
    """Show the order that a signed link names."""
    purchase = purchase_of(order_in(token))
    return show(
        request,
        "orders/page",
        purchase=purchase,
        thanks="thanks" in request.GET,
        token=token,
        live=settings.LIVE_URL,
        events=_FOLLOWED,
    )


@kindly
@never_cache
@require_safe
def progress(request: HttpRequest, token: str) -> HttpResponse:
    """Show how far the order is: the piece of its page that is fetched anew when something happens."""
    return show(request, "orders/progress", purchase=purchase_of(order_in(token)), token=token)


@kindly
@never_cache
@require_POST
def choose(request: HttpRequest, token: str, case: UUID) -> HttpResponse:
    """Take one of the ways out of what went wrong with the order that a signed link names."""
    found, number = cases.get_case(cases.CaseId(case)), request.POST.get("way", "")
    if found.order != order_in(token):
        raise NotFound(kind="case", value=str(case))
    try:
        cases.choose(
            found.id, int(number) if number.isdecimal() and len(number) < 4 else 0, actor=visit_of(request).actor
        )
    except cases.WayGone as gone:
        messages.error(request, str(sentences.describe(gone)))
    else:
        messages.success(request, _("Thank you. We do it that way."))
    return redirect("storefront:order", token)


@kindly
@never_cache
@require_safe
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Give the open page a ticket to hear of its order."""
    return JsonResponse({"ticket": tickets.issue([f"order:{order_in(token)}"], visit_of(request).actor)})


def _trouble(case: Case, order: Order) -> Trouble:
    named = places.places_by_id({way.place for way in case.alternatives if way.place})
    ways = tuple((way, named.get(way.place) if way.place else None) for way in case.alternatives)
    return Trouble(case, next((line for line in order.lines if line.line == case.line), None), ways)


def order_in(token: str) -> OrderId:
    """Return the order that a signed link names. Raises UnknownOrder."""
    try:
        return OrderId(UUID(signing.loads(token, salt=_SALT)))
    except signing.BadSignature:
        raise orders.UnknownOrder(number=token[:12]) from None


def _parcel(consignment: Consignment) -> Parcel:
    place = places.get_place(consignment.desk)
    states = _STEPS.get(consignment.method, ())
    is_to_collect = ConsignmentState.COLLECTED in states and consignment.state in states[:-1]
    at = states.index(consignment.state) if consignment.state in states else -1
    return Parcel(
        consignment=consignment,
        steps=tuple((state, index < at, index == at) for index, state in enumerate(states)) if at >= 0 else (),
        today=today_at(place),
        pin=fulfilment.pin_for(consignment.id) if is_to_collect else "",
        token=fulfilment.token_for(consignment.id) if is_to_collect else "",
    )
