"""Unlocking the till with a PIN, and locking it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from oneshelf.kernel import sentences
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.places import public as places
from oneshelf.modules.staff import public as staff
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.till import device


class PinForm(forms.Form):
    """Who one is, and one's PIN."""

    member = forms.UUIDField(error_messages={"required": _("Choose your name."), "invalid": _("Choose your name.")})
    pin = forms.CharField(max_length=8, error_messages={"required": _("Enter your PIN.")})


@sensitive_post_parameters("pin")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Show who may sell here; let in who knows their PIN."""
    try:
        till = device.till_of(request)
    except tills.UnknownTill:
        return redirect("till:enrol")
    if request.method != "POST":
        return _ask(request, till)
    form = PinForm(request.POST)
    if not form.is_valid():
        return _ask(request, till, form, str(next(iter(form.errors.values()))[0]), status=422)
    try:
        member = staff.check_pin(staff.MemberId(form.cleaned_data["member"]), form.cleaned_data["pin"], till=till.id)
        staff.actor_of(member.id).require(device.SELL, at=till.place)
    except Refusal as refusal:
        return _ask(request, till, form, str(sentences.describe(refusal)), status=refusal.status)
    device.unlock(request, till, member.id)
    return redirect("till:screen")


@never_cache
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock the till; the basket stays in the page's store."""
    device.lock(request)
    return redirect("till:unlock")


def _ask(
    request: HttpRequest, till: tills.Till, form: PinForm | None = None, error: str = "", *, status: int = 200
) -> HttpResponse:
    chosen = form.cleaned_data.get("member") if form else None
    shown = {
        "till": till,
        "place": places.get_place(till.place),
        "members": staff.members_at(till.place, device.SELL),
        "chosen": chosen if isinstance(chosen, UUID) else None,
        "error": error,
    }
    return render(request, "till/unlock.html", shown, status=status)
