"""Picking: take it in hand, scan or count what is found, say what is not, and make it ready."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from oneshelf.kernel import guards
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState, NoSuchLine, Reason
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Told
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate import order
from oneshelf.surfaces.associate.desk import Desk
from oneshelf.surfaces.associate.errors import NothingScanned, NotOfThisOrder, PickedAlready, ReasonMissing
from oneshelf.surfaces.associate.goods import Good, goods_of, parse_quantity
from oneshelf.ui import formats

REASONS = (Reason.NOT_FOUND, Reason.DAMAGED, Reason.NO_TIME, Reason.CLOSED, Reason.OTHER)
"""What people may say; that its time was up, the clock says."""

BEFORE_READY = (ConsignmentState.OPEN, ConsignmentState.PICKING)

LONGEST_CODE = 200
"""How many characters of what was scanned are read; a QR code of ours has 43."""


@guards.staff_only("fulfilment.pick")
@require_POST
def begin(request: HttpRequest, consignment: UUID) -> HttpResponse:
    """Take a consignment in hand."""
    desk, found = desks.at_consignment(request, consignment, "fulfilment.pick")
    return order.act(request, desk, found, lambda: fulfilment.start_picking(found.id, actor=desk.actor))


@guards.staff_only("fulfilment.pick")
@require_POST
def pick(request: HttpRequest, consignment: UUID, line: int) -> HttpResponse:
    """Write how much of a line is picked, all told."""
    desk, found = desks.at_consignment(request, consignment, "fulfilment.pick")
    good = _good(found, line)

    def record() -> Consignment:
        text = request.POST.get("quantity", "")
        quantity = parse_quantity(text, good.unit, name=good.line.title, most=good.most)
        return fulfilment.record_pick(found.id, line, quantity, actor=desk.actor)

    return order.act(request, desk, found, record, line=line)


@guards.staff_only("fulfilment.pick")
@require_POST
def scan(request: HttpRequest, consignment: UUID) -> HttpResponse:
    """Pick one more of what was scanned: a piece, or all that is missing of something weighed."""
    desk, found = desks.at_consignment(request, consignment, "fulfilment.pick")

    def record() -> Consignment:
        code = request.POST.get("code", "").strip()[:LONGEST_CODE]
        good = _scanned(found, code)
        more = 1 if good.pieces else good.line.missing
        _tell_lot(desk, found, good, code, more)
        now = fulfilment.record_pick(found.id, good.line.line, good.line.picked + more, actor=desk.actor)
        counted = {
            "title": good.line.title,
            "picked": formats.quantity_text(good.line.picked + more, good.unit),
            "quantity": formats.quantity_text(good.line.quantity, good.unit),
        }
        messages.success(request, _("%(title)s: %(picked)s of %(quantity)s") % counted)
        return now

    return order.act(request, desk, found, record)


@guards.staff_only("fulfilment.pick")
@require_http_methods(["GET", "HEAD", "POST"])
def short(request: HttpRequest, consignment: UUID, line: int) -> HttpResponse:
    """Ask whether the rest of a line is really not there, and write it down."""
    desk, found = desks.at_consignment(request, consignment, "fulfilment.pick")
    good = _good(found, line)
    if request.method == "POST":
        return order.act(request, desk, found, lambda: fulfilment.record_short(found.id, line, actor=desk.actor))
    return order.answer(request, "associate/short.html", {"desk": desk, "consignment": found, "good": good})


@guards.staff_only("fulfilment.pick")
@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, consignment: UUID) -> HttpResponse:
    """Ask why the place cannot do it, and give the work back."""
    desk, found = desks.at_consignment(request, consignment, "fulfilment.pick")
    if found.state not in BEFORE_READY:
        return order.show(request, desk, found)
    reason, refused = request.POST.get("reason", ""), None
    if request.method == "POST":
        if reason in REASONS:
            return order.act(request, desk, found, lambda: _give_back(request, desk, found, Reason(reason)))
        refused = ReasonMissing()
    reasons = [(each.value, fulfilment.REASON_NAMES[each]) for each in REASONS]
    shown = {"desk": desk, "consignment": found, "reasons": reasons}
    return order.answer(request, "associate/reject.html", shown, refused)


def _give_back(request: HttpRequest, desk: Desk, found: Consignment, reason: Reason) -> Consignment:
    now = fulfilment.reject(found.id, reason, actor=desk.actor)
    messages.success(request, _("Given back: %(number)s is not yours to do any more.") % {"number": now.order_number})
    return now


@guards.staff_only("fulfilment.pick")
@require_POST
def ready(request: HttpRequest, consignment: UUID) -> HttpResponse:
    """Put a picked consignment on the pick-up desk, or close its parcel."""
    desk, found = desks.at_consignment(request, consignment, "fulfilment.pick")
    verb = fulfilment.mark_ready if found.method is fulfilment.Method.COLLECT else fulfilment.pack
    return order.act(request, desk, found, lambda: verb(found.id, actor=desk.actor))


@guards.staff_only("orders.cancel")
@require_POST
def cancel(request: HttpRequest, consignment: UUID) -> HttpResponse:
    """Cancel the order of which nothing was found."""
    desk, found = desks.at_consignment(request, consignment, "orders.cancel")

    def give_up() -> None:
        orders.cancel_order(OrderId(found.order), actor=desk.actor)

    return order.act(request, desk, found, give_up)


def _good(consignment: Consignment, line: int) -> Good:
    (goods,) = goods_of([consignment])
    for good in goods:
        if good.line.line == line:
            return good
    raise NoSuchLine(consignment=str(consignment.id), line=line)


def _scanned(consignment: Consignment, code: str) -> Good:
    """Return the line that wants what was scanned. Says plainly why not, when none does."""
    variant = _variant(consignment, code)
    (goods,) = goods_of([consignment])
    wanted = [good for good in goods if good.line.variant == variant]
    if not wanted:
        known = catalogue.snapshots([variant]).get(variant)
        raise NotOfThisOrder(title=known.title if known else code)
    missing = [good for good in wanted if not good.done]
    if not missing:
        raise PickedAlready(title=wanted[0].line.title)
    return missing[0]


def _tell_lot(desk: Desk, consignment: Consignment, good: Good, code: str, more: int) -> None:
    """Keep which lot or serial number was picked, when the code says so: that one leaves with the order."""
    try:
        said = catalogue.read_scan(code)
    except (catalogue.NotABarcode, catalogue.WrongCheckDigit):  # a SKU
        return
    if said.lot or said.serial:
        told = Told(good.line.line, good.line.variant, more, lot=said.serial or said.lot, serial=bool(said.serial))
        lots.tell_one_more(desk.place.market, desk.place.id, consignment.id, told)


def _variant(consignment: Consignment, code: str) -> VariantId:
    by_sku = [line.variant for line in consignment.lines if line.sku == code]
    found = by_sku[0] if by_sku else catalogue.find_variant_by_barcode(code)
    if found is None:
        raise NothingScanned(value=code)
    return found
