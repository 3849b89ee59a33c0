"""Receipts: on the screen, on paper, as PDF, and the day's list with what each tender brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from oneshelf.kernel import clock
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.money import Money
from oneshelf.modules.customers import public as customers
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.markets import public as markets
from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import Slip, Telling
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order, OrderLine
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import Payment
from oneshelf.modules.places import public as places
from oneshelf.modules.staff import public as staff
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.till import paper
from oneshelf.surfaces.till.device import Counter, counter_page
from oneshelf.ui import ways

DIGEST_SHOWN = 12
"""Characters of a receipt's digest that are printed: enough to find it, short enough to read out."""

TENDERS: dict[payments.Method, str | Promise] = {
    payments.Method.CASH: _("Cash"),
    payments.Method.TEST_CARD: _("Test card"),
    payments.Method.EXTERNAL: _("Paid elsewhere"),
}
"""What people call a way to pay."""

_OVER = {
    fulfilment.ConsignmentState.COLLECTED,
    fulfilment.ConsignmentState.DELIVERED,
    fulfilment.ConsignmentState.CANCELLED,
    fulfilment.ConsignmentState.EXPIRED,
}
"""The states of parcels of which nothing is to come."""

_MONEYLESS = {payments.PaymentState.DECLINED, payments.PaymentState.VOIDED, payments.PaymentState.EXPIRED}


@counter_page
@require_safe
def list_receipts(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Show what this till has sold today, newest first, and what each tender brought."""
    place = places.get_place(counter.till.place)
    issued = tills.receipts_since(counter.till.id, _midnight(place.time_zone))
    paid = payments.payments_of([receipt.order for receipt in issued])
    currency = markets.get_market(counter.till.market).currency
    taken: dict[payments.Method, Money] = defaultdict(lambda: Money.zero(currency))
    for payment in (each for receipt in issued for each in _paid_on(receipt, paid[receipt.order])):
        taken[payment.method] += Money(payment.amount - payment.refunded, payment.currency)
    shown = {
        "till": counter.till,
        "place": place,
        "rows": [
            {
                "receipt": receipt,
                "total": Money(receipt.total, receipt.currency),
                "tenders": sorted({str(TENDERS[each.method]) for each in _paid_on(receipt, paid[receipt.order])}),
            }
            for receipt in issued
        ],
        "sums": [(TENDERS[method], amount) for method, amount in sorted(taken.items())],
        "total": sum(taken.values(), Money.zero(currency)),
    }
    return render(request, "till/receipts.html", shown)


@counter_page
@require_safe
def receipt(request: HttpRequest, counter: Counter, purchase: UUID) -> HttpResponse:
    """Show one receipt of this till, to read or print again; with `?gift` the one that goes with a present."""
    shown = shown_receipt(counter.till, purchase) | {"gift": "gift" in request.GET}
    return render(request, "till/receipt.html", shown)


@counter_page
@require_safe
def receipt_pdf(request: HttpRequest, counter: Counter, purchase: UUID) -> HttpResponse:
    """Return one receipt of this till as PDF; with `?gift` without prices."""
    shown = shown_receipt(counter.till, purchase) | {"gift": "gift" in request.GET}
    response = HttpResponse(paper.pdf("till/receipt_paper.html", shown), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="receipt-{shown["receipt"].number}.pdf"'
    return response


def shown_receipt(till: tills.Till, purchase: UUID) -> dict[str, Any]:
    """Return what the receipt of a sale, or of what was collected, says, and in which language: the customer's own.

    Raises NotFound when there is none, NotOfThisTill for another till's.
    """
    found = tills.find_receipt(purchase)
    if found is None:
        raise NotFound(kind=str(_("receipt")), value=str(purchase))
    if found.till != till.id:
        raise tills.NotOfThisTill(order=str(found.order))
    bought = orders.get_order(found.order)
    paid = _paid_on(found, payments.payments_of([found.order])[found.order])
    cash = sum(each.amount for each in paid if each.method is payments.Method.CASH)
    given = found.cash_given
    lines = _lines(found, bought)
    total, nothing = Money(found.total, found.currency), Money.zero(found.currency)
    taken = bought.sums.taken if found.consignment is None else ()
    tax = (bought.sums.tax if found.consignment is None else None) or nothing
    rest = [amount for *_, amount in lines] + [each.amount for each in taken]
    cashier = found.staff or (bought.staff if found.consignment is None else None)
    named = staff.members_by_id([staff.MemberId(cashier)]) if cashier else {}
    language = customers.language_for(bought.summary.customer, till.market)
    return {
        "written_in": language,
        "shop": settings.SHOP_NAME,
        "till": till,
        "place": places.get_place(till.place),
        "receipt": found,
        "digest": found.digest[:DIGEST_SHOWN],
        "order": bought,
        "lines": lines,
        "taken": taken,
        "tax": tax,
        "delivery": total - sum(rest, tax),
        "total": total,
        "later": later_parts(bought) if found.consignment is None else [],
        "coupons": earned_coupons(bought, language),
        "tenders": [(TENDERS[each.method], each.total) for each in paid],
        "given": Money(given, found.currency) if given is not None else None,
        "change": Money(given - cash, found.currency) if given is not None else None,
        "cashier": next((member.name for member in named.values()), ""),
    }


def earned_coupons(bought: Order, language: str) -> list[Slip]:
    """Return the coupons that a sale earned and that still work, as its receipt says them in a language."""
    now = clock.now()
    earned = [
        each
        for each in offers.earned_by_order(bought)
        if Telling.RECEIPT in each.told and each.standing_at(now) is offers.Standing.GIVEN
    ]
    return offers.slips(earned, language)


def _paid_on(receipt: tills.Receipt, paid: Iterable[Payment]) -> list[Payment]:
    """Return which of an order's payments were taken for what a receipt is about."""
    there = [each for each in paid if each.state not in _MONEYLESS]
    if receipt.consignment:
        return [each for each in there if each.payable == receipt.consignment]
    return [each for each in there if each.occurred_at <= receipt.issued_at]  # a change is paid later, and elsewhere


def _lines(receipt: tills.Receipt, bought: Order) -> list[tuple[OrderLine, int, Money]]:
    """Return what a receipt is about, line by line: how many units, and what they cost."""
    if receipt.consignment is None:
        sold = bought.lines[: receipt.lines]
        return [(line, line.quantity, line.listed) for line in sold]
    picked = {each.line: each.picked for each in fulfilment.get_consignment(receipt.consignment).lines}
    return [
        (line, picked[line.line], Money(orders.value_of_units(line, picked[line.line]), receipt.currency))
        for line in bought.lines
        if picked.get(line.line)
    ]


@dataclass(frozen=True, slots=True)
class LaterPart:
    """What of a sale was not taken along and comes in one parcel, or is collected with a code."""

    parcel: fulfilment.Consignment
    place: places.Place
    promise: str
    goods: list[tuple[OrderLine, int]]

    @property
    def collected(self) -> bool:
        """Whether its buyer fetches it."""
        return self.parcel.method is not fulfilment.Method.SHIP

    @property
    def pin(self) -> str:
        """The six digits that prove whose it is."""
        return fulfilment.pin_for(self.parcel.id)

    @property
    def token(self) -> str:
        """The text of the code that proves it too."""
        return fulfilment.token_for(self.parcel.id)


def later_parts(bought: Order) -> list[LaterPart]:
    """Return what of a sale is still to come, as its receipt says it; a sale that was taken along asks nothing."""
    if bought.summary.method is orders.Method.TAKE_NOW:
        return []
    lines, id = {line.line: line for line in bought.lines}, bought.summary.id
    live = [each for each in fulfilment.consignments_of([id])[id] if each.state not in _OVER]
    desks = places.places_by_id({each.desk for each in live})

    def part(parcel: fulfilment.Consignment) -> LaterPart:
        desk, sent = desks[parcel.desk], parcel.method is fulfilment.Method.SHIP
        by = bought.promised_by or parcel.due_at
        promise = ways.written_promise_text(by, desk.time_zone, delivered=sent)
        goods = [(lines[each.line], each.quantity - each.short) for each in parcel.lines]
        return LaterPart(parcel, desk, promise, goods)

    return [part(each) for each in live]


def _midnight(zone: str) -> datetime:
    """Return when the place's day began."""
    there = ZoneInfo(zone)
    return datetime.combine(clock.now().astimezone(there).date(), time.min, there)
