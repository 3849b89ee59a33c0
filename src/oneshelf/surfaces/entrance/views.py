"""The door of staff: e-mail and password, then a code when the account has a second factor."""

from __future__ import annotations

import time
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.accounts.models import Account
from oneshelf.kernel.actors import ActorKind
from oneshelf.modules.staff import public as staff
from oneshelf.surfaces.entrance.forms import CodeForm, StaffSignInForm

CODE_WITHIN_S = 5 * 60
"""How long after the password the second factor may follow, in seconds."""

_PENDING = "entrance_pending"
_DOORS = (("board.view", "/backoffice/"), ("fulfilment.pick", "/associate/"), ("tills.sell", "/till/"))
"""What somebody may do, and where they begin then; the first that holds."""


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def staff_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail and password; only accounts of people who work here come in."""
    if guards.actor_of(request).kind is ActorKind.STAFF:
        return _onwards(request)
    form = StaffSignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = _proved(request, form)
        if account is not None and is_mfa_enabled(account):
            request.session[_PENDING] = [str(account.id), int(time.time())]
            return render(request, "entrance/staff_code.html", _shown(request, CodeForm(user=account)))
        if account is not None:
            return _come_in(request, account)
    return render(request, "entrance/staff_sign_in.html", _shown(request, form))


@never_cache
@require_safe
def staff_start(request: HttpRequest) -> HttpResponse:
    """Lead each member of staff to where their work is: the board, the orders to pick, or the till."""
    actor = guards.actor_of(request)
    if actor.kind is not ActorKind.STAFF:
        return guards.sign_in_first(request, settings.STAFF_LOGIN_URL)
    doors = (door for permission, door in _DOORS if actor.may_somewhere(permission))
    return HttpResponseRedirect(next(doors, reverse("entrance:staff_sign_out")))


@sensitive_post_parameters("code")
@never_cache
@require_POST
def staff_code(request: HttpRequest) -> HttpResponse:
    """Take the code of the second factor, from who has just shown the password."""
    account_id, asked_at = request.session.get(_PENDING, ["", 0])
    if not account_id or time.time() - asked_at > CODE_WITHIN_S:
        return redirect(settings.STAFF_LOGIN_URL)
    account = Account.objects.get(id=UUID(account_id))
    form = CodeForm(request.POST, user=account)
    if not form.is_valid():
        return render(request, "entrance/staff_code.html", _shown(request, form))
    form.save()
    return _come_in(request, account)


@require_http_methods(["GET", "HEAD", "POST"])
def staff_sign_out(request: HttpRequest) -> HttpResponse:
    """Ask whether to sign out, and do so; a link or a picture on another page must not."""
    if request.method == "POST":
        logout(request)
        return redirect(settings.STAFF_LOGIN_URL)
    return render(request, "entrance/staff_sign_out.html")


@require_POST
def staff_language(request: HttpRequest) -> HttpResponse:
    """Speak the `language` in this browser from now on, to whoever works at it; go back to `next`."""
    return set_language(request)


def _proved(request: HttpRequest, form: StaffSignInForm) -> Account | None:
    adapter = get_adapter()
    try:
        account: Account | None = adapter.authenticate(request, **form.cleaned_data)
    except ValidationError as too_many:
        form.add_error(None, too_many)
        return None
    if account is None:
        form.add_error(None, adapter.validation_error("email_password_mismatch"))
    elif staff.find_member(account.id) is None:
        form.add_error(None, str(sentences.describe(staff.NotStaff())))
        return None
    return account


def _come_in(request: HttpRequest, account: Account) -> HttpResponseRedirect:
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.pop(_PENDING, None)
    return _onwards(request)


def _onwards(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(_next(request) or reverse("entrance:staff_start"))


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else ""


def _shown(request: HttpRequest, form: object) -> dict[str, object]:
    return {"form": form, "next": _next(request)}
