"""Batches of coupons: making them, how they are used, pausing and revoking them, giving personal ones out."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.actors import ActorKind, names_of
from oneshelf.kernel.errors import Invalid, Refusal
from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.kernel.idempotency.public import Answer, Claim
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import Batch, BatchId, BatchState, Coupon, Kind, Tally, TermsChange
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId, OrderSummary
from oneshelf.modules.promotions import public as promotions
from oneshelf.surfaces.backoffice.coupon_forms import BatchForm, GiveForm, LookUpForm, TermsForm
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show

VIEW, MANAGE, EXPORT = "coupons.view", "coupons.manage", "coupons.export"

LONGEST_TEXT = 80
"""Characters of a search that are read."""

A_PAGE = 50
"""Batches, or coupons of a batch, on one page."""

TERMS = {
    "in_all": gettext_lazy("Uses in all"),
    "a_customer": gettext_lazy("Uses of a customer"),
    "a_day": gettext_lazy("Uses of a day"),
    "a_basket": gettext_lazy("Codes in one basket"),
    "ends_at": gettext_lazy("Until"),
}
"""What the terms of a batch are called."""

UNUSED = Tally(confirmed=0, reserved=0, customers=0)


@dataclass(frozen=True, slots=True)
class Row:
    """A batch in the list, with how often it was used."""

    batch: Batch
    kind: object
    used: Tally


@dataclass(frozen=True, slots=True)
class CouponRow:
    """A coupon in the list of its batch: whose it is, and what order used it; `seen` if who asks may open that."""

    coupon: Coupon
    holder: str
    is_used: bool
    order: OrderSummary | None
    seen: bool


@guards.staff_only(VIEW)
@never_cache
@require_safe
def list_batches(request: HttpRequest) -> HttpResponse:
    """List the batches of the market, the latest first."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    text, after = request.GET.get("q", "")[:LONGEST_TEXT].strip(), request.GET.get("after", "")
    last = seen_batch(desk, _uuid(after)).id if after else None
    found = coupons.list_batches(desk.market.id, text=text, after=last, limit=A_PAGE + 1)
    shown = found[:A_PAGE]
    used = coupons.tallies([each.id for each in shown])
    return show(
        request,
        "coupons/list",
        rows=[Row(each, coupons.KIND_NAMES[each.kind], used.get(each.id, UNUSED)) for each in shown],
        more=shown[-1].id if len(found) > A_PAGE else None,
        text=text,
        look_up=LookUpForm(),
        may_manage=desk.actor.may(MANAGE),
    )


@guards.staff_only(MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_batch(request: HttpRequest) -> HttpResponse:
    """Take a new batch; its codes are made in the background."""
    desk = desk_of(request)
    desk.actor.require(MANAGE)
    form, said = BatchForm(request.POST or None, desk=desk), None
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("backoffice:coupon_batch", _opened(desk, form))
        except Refusal as refusal:
            said = sentences.describe(refusal)
    return show(request, "coupons/new", 422 if request.method == "POST" else 200, form=form, said=said)


@guards.staff_only(VIEW)
@never_cache
@require_safe
def batch(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Show a batch and its coupons; while its codes are made, how far that is."""
    desk = desk_of(request)
    known = seen_batch(desk, batch)
    if "HX-Request" in request.headers:
        return show(request, "coupons/making", batch=known) if known.is_being_made else _look_again()
    return show_batch(request, desk, known)


@guards.staff_only(MANAGE)
@require_POST
def change_batch(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Pause a batch, let it work again, revoke it, change its limits and end, or give its codes to customers."""
    desk = desk_of(request)
    known = seen_batch(desk, batch, MANAGE)
    act, give, changed = request.POST.get("act", ""), None, None
    acts = {"pause": coupons.pause, "resume": coupons.resume, "revoke": coupons.revoke}
    try:
        if act in acts:
            acts[act](known.id, actor=desk.actor)
        elif act == "give":
            give = GiveForm(request.POST)
            if not give.is_valid():
                return show_batch(request, desk, known, give=give)
            coupons.issue_to(known.id, give.cleaned_data["customers"], actor=desk.actor)
        elif act == "terms":
            changed = TermsForm(request.POST, desk=desk, batch=known)
            if not changed.is_valid():
                return show_batch(request, desk, known, changed=changed)
            given = changed.cleaned_data
            coupons.change_terms(known.id, changed.limits, given["ends"], version=given["seen"], actor=desk.actor)
        else:
            raise Invalid(name="act", value=act[:20], cure=_("Load the page again."))
    except Refusal as refusal:
        return show_batch(request, desk, known, give=give, changed=changed, refusal=refusal)
    messages.success(request, _("It is written down."))
    return redirect("backoffice:coupon_batch", known.id)


def _opened(desk: Desk, form: BatchForm) -> UUID:
    """Open a batch once for its form, however often that is sent as it is; return its id."""
    given = form.cleaned_data

    def work() -> Answer:
        market, terms = desk.market.id, form.terms
        if given["kind"] == Kind.SHARED:
            opened = coupons.open_shared(market, terms, given["code"], actor=desk.actor)
        elif given["kind"] == Kind.SINGLE:
            opened = coupons.open_single(market, terms, given["size"], actor=desk.actor)
        else:
            opened = coupons.open_personal(market, terms, actor=desk.actor)
        return Answer(201, str(opened.id))

    said = idempotency.body_hash(repr(sorted(given.items())).encode())
    claim = Claim(f"backoffice {desk.actor.id}", "open a batch of coupons", f"{given['request']} {said.hex()}", said)
    return UUID(idempotency.once(claim, work).body)


def seen_batch(desk: Desk, batch: UUID, permission: str = VIEW) -> Batch:
    """Return a batch of the desk's market. Raises NotAllowed and UnknownBatch."""
    desk.actor.require(permission)
    known = coupons.get_batch(BatchId(batch))
    if known.market != desk.market.id:
        raise coupons.UnknownBatch(batch=str(batch))
    return known


def show_batch(
    request: HttpRequest,
    desk: Desk,
    known: Batch,
    *,
    give: GiveForm | None = None,
    changed: TermsForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Return the page of a batch, with a form that was not right, or what was refused."""
    after = _number(request.GET.get("after", ""))
    found = coupons.coupons_of(known.id, after=after, limit=A_PAGE + 1)
    shown = found[:A_PAGE]
    return show(
        request,
        "coupons/page",
        refusal.status if refusal else 422 if (give and give.errors) or (changed and changed.errors) else 200,
        batch=known,
        making=known.is_being_made,
        kind=coupons.KIND_NAMES[known.kind],
        state=coupons.STATE_NAMES[known.state],
        promotion=promotions.get_promotion(known.terms.promotion),
        used=coupons.tallies([known.id]).get(known.id, UNUSED),
        coupons=_rows(desk, known, shown),
        used_once=known.kind is not Kind.SHARED,
        after=after,
        more=shown[-1].serial if len(found) > A_PAGE else None,
        give=(give or GiveForm()) if known.kind is Kind.PERSONAL and known.state is not BatchState.REVOKED else None,
        terms=(changed or TermsForm(None, desk=desk, batch=known)) if known.state is not BatchState.REVOKED else None,
        is_changing=changed is not None,
        changes=_changes(known),
        zone=desk.market.time_zone,
        may_manage=desk.actor.may(MANAGE),
        may_export=desk.actor.may(EXPORT),
        said=sentences.describe(refusal) if refusal else None,
    )


def _rows(desk: Desk, known: Batch, shown: list[Coupon]) -> list[CouponRow]:
    """Return coupons as the list shows them: one statement for their holders, two for the orders that used them."""
    people = customers.customers_by_id([each.customer for each in shown if each.customer])
    names = {customer: each.name for customer, each in people.items()}
    used_by = {} if known.kind is Kind.SHARED else coupons.orders_using([each.id for each in shown])
    bought = {each.id: each for each in orders.summaries_of([OrderId(each) for each in used_by.values()])}
    rows = []
    for each in shown:
        order = bought.get(OrderId(used_by[each.id])) if each.id in used_by else None
        holder = names.get(each.customer, "") if each.customer else ""
        seen = order is not None and sees_order(desk, order)
        rows.append(CouponRow(each, holder, each.id in used_by, order, seen))
    return rows


def sees_order(desk: Desk, order: OrderSummary) -> bool:
    """Tell whether whoever asks may open an order."""
    return desk.actor.may("orders.view", order.place)


def _changes(known: Batch) -> list[tuple[TermsChange, str, list[tuple[object, object, object]]]]:
    """Return how a batch was changed, the latest first: by whom, and of each term its name, what it was and is."""
    told = coupons.changes_of(known.id)
    people = names_of(ActorKind.STAFF, [each.by for each in told if each.by])
    return [
        (each, people.get(each.by, "") if each.by else "", [(TERMS[name], *said) for name, said in each.terms.items()])
        for each in told
    ]


def _look_again() -> HttpResponse:
    """Let the page load itself anew."""
    return HttpResponse(headers={"HX-Refresh": "true"})


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise coupons.UnknownBatch(batch=text[:40]) from None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
