"""Hand over: the customer says the PIN or shows the QR code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from oneshelf.kernel import guards
from oneshelf.kernel.errors import Invalid, NotAllowed, NotFound, Refusal
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate import order
from oneshelf.surfaces.associate.desk import Desk
from oneshelf.surfaces.associate.errors import IdentityUnchecked

PIN_DIGITS = 6


@sensitive_post_parameters("pin", "token")
@guards.staff_only("fulfilment.hand_over")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, consignment: UUID) -> HttpResponse:
    """Ask for the PIN or the QR code, and hand the goods over to who knows or shows it."""
    desk, found = desks.at_consignment(request, consignment, "fulfilment.hand_over")
    if request.method != "POST":
        return ask(request, desk, found)
    try:
        _prove(request, desk, found)
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return ask(request, desk, fulfilment.get_consignment(found.id), refusal)
    return redirect("associate:order", found.id)


@guards.staff_only("fulfilment.unlock")
@require_POST
def unlock(request: HttpRequest, consignment: UUID) -> HttpResponse:
    """Allow PINs again, after somebody with authority has looked at the customer's identity."""
    desk, found = desks.at_consignment(request, consignment, "fulfilment.unlock")
    if request.POST.get("checked") != "yes":
        return ask(request, desk, found, IdentityUnchecked())
    fulfilment.unlock(found.id, actor=desk.actor)
    return redirect("associate:hand_over", found.id)


def ask(
    request: HttpRequest, desk: Desk, consignment: Consignment, refusal: Refusal | None = None, token: str = ""
) -> HttpResponse:
    """Show the screen that asks for the PIN or the QR code; `token` is one that was scanned and is right."""
    if consignment.state is not ConsignmentState.READY:
        return order.show(request, desk, consignment, refusal)
    left = max(0, fulfilment.MOST_PIN_TRIES - consignment.pin_attempts)
    shown: dict[str, Any] = {"left": left, "tried": consignment.pin_attempts > 0, "locked": not left, "token": token}
    shown |= order.seen(desk, consignment)
    return order.answer(request, "associate/hand_over.html", shown, refusal)


def _prove(request: HttpRequest, desk: Desk, consignment: Consignment) -> None:
    token = request.POST.get("token", "").strip()
    if token:
        fulfilment.hand_over_by_token(consignment.id, token, actor=desk.actor)
        return
    pin = "".join(request.POST.get("pin", "").split())
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):  # mistyped, so not worth one of five tries
        raise Invalid(name=_("PIN"), value=pin[:10], cure=_("Type the six digits that the customer says."))
    fulfilment.hand_over(consignment.id, pin, actor=desk.actor)
