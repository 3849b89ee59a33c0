"""Goods that come in: what is expected today, counted at the door by scanner, and received."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oneshelf.kernel import clock, guards
from oneshelf.kernel.errors import Invalid, NotAllowed, NotFound, Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Tracks, VariantId
from oneshelf.modules.counts import public as counts
from oneshelf.modules.places import public as places
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Arrived, Batch, Damage, Purchase, PurchaseLine, Transfer, TransferLine
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate import door_scans, order
from oneshelf.surfaces.associate.desk import Desk
from oneshelf.surfaces.associate.errors import NothingScanned
from oneshelf.surfaces.associate.goods import parse_quantity, picture_of

LONGEST_CODE = 200
"""How many characters of what was scanned are read."""

FORM_FOR_S = 24 * 60 * 60
"""How long a page that was shown can be sent, in seconds."""

_SALT = "oneshelf.associate.once"
_KINDS = ("order", "transfer")


EVENTS = " ".join(
    each.TYPE
    for each in (
        *(supply.PurchaseSent, supply.GoodsReceived, supply.PurchaseClosedShort, supply.PurchaseCancelled),
        *(supply.TransferDrafted, supply.TransferSent, supply.TransferReceived, supply.TransferCancelled),
        *(counts.CountPlanned, counts.CountSettled, counts.CountCancelled),
    )
)
"""What changes the list of goods that come and go and of what is to be counted."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A line that comes in, with its picture; `wanted` is what is still expected of it.

    `tracks` says how its units are told apart, `batches` which of them are counted at the door.
    """

    line: PurchaseLine | TransferLine
    picture: str | None
    wanted: int
    tracks: Tracks = Tracks.NOTHING
    batches: tuple[Batch, ...] = ()

    @property
    def pieces(self) -> bool:
        """Whether it is counted, not weighed or measured."""
        return self.line.unit is Unit.EACH

    @property
    def by_lot(self) -> bool:
        """Whether each unit belongs to a lot that must be said."""
        return self.tracks is Tracks.LOTS

    @property
    def by_serial(self) -> bool:
        """Whether each unit has a number of its own that must be said."""
        return self.tracks is Tracks.SERIALS

    @property
    def here(self) -> int:
        """What is counted at the door, good or damaged."""
        return self.line.tallied + self.line.tallied_damaged

    @property
    def done(self) -> bool:
        """Whether all that was expected is there."""
        return self.here >= self.wanted


@guards.staff_only("supply.view")
@never_cache
@require_safe
def hub(request: HttpRequest, place: UUID) -> HttpResponse:
    """Show what comes in, what goes out, and what is to be counted at a place; htmx gets the lists alone."""
    desk = desks.at_place(request, place, "supply.view")
    here = desk.place
    arriving = supply.list_transfers(here.market, targets=[here.id], states=[supply.TransferState.IN_TRANSIT])
    leaving = supply.list_transfers(here.market, sources=[here.id], states=[supply.TransferState.DRAFT])
    ends = places.places_by_id({each.source for each in arriving} | {each.target for each in leaving})
    shown = {
        "desk": desk,
        "today": clock.now().astimezone(ZoneInfo(here.time_zone)).date(),
        "deliveries": supply.expected_at(here.id),
        "arriving": [(each, ends[each.source]) for each in arriving],
        "leaving": [(each, ends[each.target]) for each in leaving],
        "counts": counts.to_count(here.id) if desk.counts else [],
        "events": EVENTS,
    }
    template = "associate/parts/hub.html" if "HX-Request" in request.headers else "associate/goods.html"
    return order.answer(request, template, shown)


@guards.staff_only("supply.view")
@never_cache
@require_safe
def ticket_for_goods(request: HttpRequest, place: UUID) -> HttpResponse:
    """Give a ticket with which the page hears what happens at the place."""
    return desks.ticket(desks.at_place(request, place, "supply.view"))


@guards.staff_only("supply.view")
@never_cache
@require_safe
def arrival(request: HttpRequest, kind: str, document: UUID) -> HttpResponse:
    """Show what a delivery or transfer ought to bring, and what of it is at the door."""
    desk, found = at(request, kind, document, "supply.view")
    return _show(request, desk, kind, found)


@guards.staff_only("supply.receive")
@require_POST
def arrival_scan(request: HttpRequest, kind: str, document: UUID) -> HttpResponse:
    """Count one more of what was scanned; what is weighed is shown large, to be typed."""
    desk, found = at(request, kind, document, "supply.receive")

    def count() -> int | None:
        variant = scanned(request)
        line = next((each for each in found.lines if each.variant == variant), None)
        if line is None:
            known = catalogue.snapshots([variant]).get(variant)
            raise supply.NotOnList(article=known.title if known else str(variant))
        if not door_scans.scanned(found, line, request.POST.get("code", "")[:LONGEST_CODE]) and line.unit is Unit.EACH:
            if isinstance(found, Purchase):
                supply.scan_delivered(found.id, variant)
            else:
                supply.scan_transferred(found.id, variant)
        return line.line

    return act(request, desk, kind, found, count)


@guards.staff_only("supply.receive")
@require_POST
def arrival_line(request: HttpRequest, kind: str, document: UUID, line: int) -> HttpResponse:
    """Write how much of a line is there, and how much of it is damaged."""
    desk, found = at(request, kind, document, "supply.receive")

    def count() -> None:
        row = next((each for each in found.lines if each.line == line), None)
        if row is None:
            raise supply.NotOnList(article=str(line))
        damage = request.POST.get("damage", Damage.BROKEN.value)
        if damage not in set(Damage):
            raise Invalid(name=_("What is wrong"), value=damage[:40], cure=_("Choose one of the reasons."))
        good = row.tallied  # of units that are told apart each lot is counted by itself
        if "good" in request.POST or row.variant not in catalogue.tracking([row.variant]):
            good = parse_quantity(request.POST.get("good", ""), row.unit, name=_("Good"))
        damaged = parse_quantity(request.POST.get("damaged", "0") or "0", row.unit, name=_("Damaged"))
        arrived = Arrived(line, good, damaged, Damage(damage))
        if isinstance(found, Purchase):
            supply.count_delivered(found.id, arrived)
        else:
            supply.count_transferred(found.id, arrived)

    return act(request, desk, kind, found, count)


@guards.staff_only("supply.receive")
@require_POST
def arrival_finish(request: HttpRequest, kind: str, document: UUID) -> HttpResponse:
    """Receive what is counted at the door."""
    desk, found = at(request, kind, document, "supply.receive")
    try:
        receipt = once(request)
        if isinstance(found, Purchase):
            supply.receive(found.id, receipt=receipt, actor=desk.actor)
        else:
            supply.receive_transfer(found.id, receipt=receipt, actor=desk.actor)
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _show(request, desk, kind, _document(kind, document), refusal)
    messages.success(request, _("%(number)s is received.") % {"number": found.number})
    return redirect("associate:goods", desk.place.id)


def scanned(request: HttpRequest) -> VariantId:
    """Return the article that was scanned or typed. Raises NothingScanned."""
    code = request.POST.get("code", "").strip()[:LONGEST_CODE]
    variant = catalogue.find_variant_by_code(code) if code else None
    if variant is None:
        raise NothingScanned(value=code)
    return variant


def ticket() -> str:
    """Return what a form carries so that sending it twice does a thing once."""
    return signing.dumps(str(new_id()), salt=_SALT)


def once(request: HttpRequest) -> UUID:
    """Read which showing of a form this is. Raises Invalid."""
    try:
        return UUID(signing.loads(request.POST.get("once", ""), salt=_SALT, max_age=FORM_FOR_S))
    except signing.BadSignature:
        raise Invalid(name=_("This page"), value="", cure=_("It is too old. Load it again.")) from None


def _document(kind: str, document: UUID) -> Purchase | Transfer:
    if kind not in _KINDS:
        raise NotFound(kind="transfer", value=kind[:40])
    if kind == "order":
        return supply.get_purchase(supply.PurchaseId(document))
    return supply.get_transfer(supply.TransferId(document))


def at(request: HttpRequest, kind: str, document: UUID, permission: str) -> tuple[Desk, Purchase | Transfer]:
    """Return what comes in, and the desk at which it does. Raises NotFound, and NotAllowed without `permission`."""
    found = _document(kind, document)
    return desks.at_place(request, found.place if isinstance(found, Purchase) else found.target, permission), found


def act(
    request: HttpRequest, desk: Desk, kind: str, found: Purchase | Transfer, verb: Callable[[], int | None]
) -> HttpResponse:
    """Do something about what comes in and lead back to its page, at the line that `verb` returns."""
    try:
        line = verb()
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _show(request, desk, kind, _document(kind, found.id), refusal)
    there = redirect("associate:arrival", kind, found.id)
    if line is not None:
        there["Location"] += f"?line={line}"
    return there


def _show(
    request: HttpRequest, desk: Desk, kind: str, found: Purchase | Transfer, refusal: Refusal | None = None
) -> HttpResponse:
    known = catalogue.snapshots([line.variant for line in found.lines])
    tracked, told = catalogue.tracking([line.variant for line in found.lines]), supply.batches_of(found.id)
    rows = [
        Coming(
            each,
            picture_of(known.get(each.variant), 240),
            each.open if isinstance(each, PurchaseLine) else each.missing,
            tracked[each.variant].tracks if each.variant in tracked else Tracks.NOTHING,
            told.get(each.line, ()),
        )
        for each in found.lines
    ]
    asked = request.GET.get("line", "")
    chosen = [row for row in rows if str(row.line.line) == asked]
    shown: dict[str, Any] = {
        "desk": desk,
        "kind": kind,
        "document": found,
        "rows": rows,
        "current": next(iter(chosen or [row for row in rows if not row.done]), None),
        "source": found.supplier.name if isinstance(found, Purchase) else places.get_place(found.source).name,
        "open": found.state in ("sent", "partly_received", "in_transit"),
        "done": sum(row.done for row in rows),
        "once": ticket(),
        "damages": [(each.value, words) for each, words in supply.DAMAGE_NAMES.items()],
    }
    return order.answer(request, "associate/arrival.html", shown, refusal)
