"""Codes of coupons: reading and printing those of a batch, and why one does not work."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import clock, guards
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import Batch, Coupon, CouponId, Failure, Kind, Printed, Use, UseState
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId, OrderSummary
from oneshelf.modules.promotions import public as promotions
from oneshelf.surfaces.backoffice.coupon_forms import LookUpForm
from oneshelf.surfaces.backoffice.coupons import EXPORT, MANAGE, VIEW, seen_batch, sees_order
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.ui import paper

A_SHEET = 48
"""Coupons of one file to be printed: four pages, which take three seconds."""

_STYLE = Path(__file__).parent / "static" / "backoffice" / "coupons_paper.css"


@guards.staff_only(EXPORT)
@never_cache
@require_POST
def export(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Send the codes of a batch as CSV; they are computed while they are sent, and stand in no file of ours."""
    desk = desk_of(request)
    known = seen_batch(desk, batch, EXPORT)
    printed = coupons.export(known.id, actor=desk.actor)
    said = {"Content-Disposition": f'attachment; filename="coupons-{str(known.id)[-12:]}.csv"'}
    sent = StreamingHttpResponse(_rows(printed), content_type="text/csv; charset=utf-8", headers=said)
    return cast(HttpResponse, sent)  # a view may answer with either, which guards need not know


@guards.staff_only(EXPORT)
@never_cache
@require_POST
def sheet(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Return coupons of a batch as PDF to be cut apart, each with its code as text, barcode and QR code."""
    desk = desk_of(request)
    known = seen_batch(desk, batch, EXPORT)
    after = _number(request.POST.get("after", ""))
    printed = list(coupons.export(known.id, after=after, limit=A_SHEET, actor=desk.actor))
    name = promotions.get_promotion(known.terms.promotion).plan.name_in(get_language() or "")
    context = {"name": name, "ends_at": known.terms.ends_at, "market": desk.market, "printed": printed}
    return paper.answer(f"coupons-{after + 1}", "backoffice/paper/coupons.html", context, _STYLE)


@sensitive_post_parameters("code")
@guards.staff_only(VIEW)
@never_cache
@require_POST
def look_up(request: HttpRequest) -> HttpResponse:
    """Say whether a code works for a customer, and exactly why not. A code never stands in an address."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    form = LookUpForm(request.POST)
    if not form.is_valid():
        return show(request, "coupons/look_up", 422, form=form)
    typed, customer = form.cleaned_data["code"], form.cleaned_data["customer"]
    told = coupons.look_up([typed], desk.market.id, customer, clock.now())[typed]
    coupon = coupons.get_coupon(told.coupon) if told.coupon else None
    batch = coupons.get_batch(coupon.batch) if coupon else None
    reason = coupons.REASON_NAMES[told.reason] if isinstance(told, Failure) else None
    use, order = _used_by(coupon, batch) if coupon and batch else (None, None)
    return show(
        request,
        "coupons/look_up",
        form=form,
        asked=True,
        reason=reason,
        left=None if isinstance(told, Failure) else told.left,
        coupon=coupon,
        batch=batch,
        use=use,
        order=order,
        sees_order=order is not None and sees_order(desk, order),
        zone=desk.market.time_zone,
    )


def _used_by(coupon: Coupon, batch: Batch) -> tuple[Use | None, OrderSummary | None]:
    """Return what uses a code up that is used once: the use, and its order once a checkout has become one."""
    if batch.kind is Kind.SHARED:
        return None, None
    counted = (UseState.RESERVED, UseState.CONFIRMED)
    use = next((each for each in coupons.uses_of(coupon.id) if each.state in counted), None)
    found = orders.summaries_of([OrderId(use.order)]) if use and use.order else []
    return use, next(iter(found), None)


@guards.staff_only(VIEW)
@never_cache
@require_safe
def coupon(request: HttpRequest, coupon: UUID) -> HttpResponse:
    """Show one coupon and what became of it."""
    desk = desk_of(request)
    return _shown(request, desk, *_seen(desk, coupon, VIEW))


@guards.staff_only(EXPORT)
@never_cache
@require_POST
def read_coupon(request: HttpRequest, coupon: UUID) -> HttpResponse:
    """Show one coupon with its code, which is written down."""
    desk = desk_of(request)
    known, batch = _seen(desk, coupon, EXPORT)
    printed = next(coupons.export(known.batch, after=known.serial - 1, limit=1, actor=desk.actor), None)
    return _shown(request, desk, known, batch, printed)


@guards.staff_only(MANAGE)
@require_POST
def revoke_coupon(request: HttpRequest, coupon: UUID) -> HttpResponse:
    """Let one code never work again."""
    desk = desk_of(request)
    known = coupons.revoke_coupon(_seen(desk, coupon, MANAGE)[0].id, actor=desk.actor)
    messages.success(request, _("The coupon is revoked."))
    return redirect("backoffice:coupon", known.id)


def _shown(
    request: HttpRequest, desk: Desk, known: Coupon, batch: Batch, printed: Printed | None = None
) -> HttpResponse:
    uses = coupons.uses_of(known.id)
    bought = orders.summaries_of([OrderId(use.order) for use in uses if use.order])
    numbers: dict[UUID | None, str] = {each.id: each.number for each in bought}
    people = customers.customers_by_id([each for each in (known.customer, *(use.customer for use in uses)) if each])
    names = {customer: each.name for customer, each in people.items()}
    return show(
        request,
        "coupons/coupon",
        coupon=known,
        batch=batch,
        printed=printed,
        holder=names.get(known.customer, "") if known.customer else "",
        uses=[
            (
                use,
                coupons.USE_NAMES[use.state],
                numbers.get(use.order),
                names.get(use.customer, "") if use.customer else "",
            )
            for use in uses
        ],
        zone=desk.market.time_zone,
        may_manage=desk.actor.may(MANAGE) and known.revoked_at is None,
        may_export=desk.actor.may(EXPORT) and known.revoked_at is None,
    )


def _seen(desk: Desk, coupon: UUID, permission: str) -> tuple[Coupon, Batch]:
    """Return a coupon of the desk's market, and its batch. Raises NotAllowed and UnknownCoupon."""
    desk.actor.require(permission)
    known = coupons.get_coupon(CouponId(coupon))
    batch = coupons.get_batch(known.batch)
    if batch.market != desk.market.id:
        raise coupons.UnknownCoupon(coupon=str(coupon))
    return known, batch


class _Line:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _rows(printed: Iterator[Printed]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(("number", "code"))
    for each in printed:
        yield writer.writerow((each.serial, each.code))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
