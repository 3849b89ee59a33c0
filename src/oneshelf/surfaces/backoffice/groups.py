"""Groups of customers: who is treated alike, in prices and promotions."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.errors import Invalid, Refusal
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId, Group, GroupId
from oneshelf.surfaces.backoffice.desk import desk_of, show
from oneshelf.surfaces.backoffice.finding import find_customer

VIEW, MANAGE = "customers.view", "customers.manage"

A_PAGE = 50
"""Members on one page."""


class GroupForm(forms.Form):
    """A group to be."""

    name = forms.CharField(label=_("Name"), max_length=100)
    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("For programs, like trade-customers. It stays."))


@guards.staff_only(VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest) -> HttpResponse:
    """List the groups, and open another."""
    desk, form = desk_of(request), GroupForm(request.POST or None)
    desk.actor.require(VIEW)
    if request.method == "POST":
        desk.actor.require(MANAGE)
        if form.is_valid():
            try:
                opened = customers.open_group(form.cleaned_data["code"], form.cleaned_data["name"], actor=desk.actor)
            except Refusal as refusal:
                form.add_error("code", str(sentences.describe(refusal)))
            else:
                return redirect("backoffice:group", opened.id)
    return show(
        request,
        "groups/list",
        422 if request.method == "POST" else 200,
        groups=customers.list_groups(),
        form=form,
        may_manage=desk.actor.may(MANAGE),
    )


@guards.staff_only(VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, group: UUID) -> HttpResponse:
    """Show who belongs to a group; take somebody in or out, call it by another name, or close it."""
    desk, known, refused = desk_of(request), customers.get_group(GroupId(group)), ""
    desk.actor.require(VIEW)
    if request.method == "POST":
        desk.actor.require(MANAGE)
        try:
            messages.success(request, _changed(request, known))
        except Refusal as refusal:
            refused = str(sentences.describe(refusal))
        else:
            return redirect("backoffice:group", group)
    after = _customer(request.GET["after"]) if request.GET.get("after") else None
    found = customers.members_of(known.id, after=after, limit=A_PAGE + 1)
    return show(
        request,
        "groups/page",
        422 if refused else 200,
        group=known,
        members=found[:A_PAGE],
        more=found[A_PAGE - 1].id if len(found) > A_PAGE else None,
        refused=refused,
        typed=request.POST.get("customer", "")[:100],
        may_manage=desk.actor.may(MANAGE),
    )


def _changed(request: HttpRequest, known: Group) -> str:
    """Do what the page was sent for, and say so."""
    actor, act, text = desk_of(request).actor, request.POST.get("act", ""), request.POST.get("customer", "").strip()
    if act == "add":
        found = find_customer(text)
        if found is None:
            cure = _t("Write the e-mail or the card number of one customer.")
            raise Invalid(name=_t("Customer"), value=text[:100], cure=cure)
        customers.join_group(found, known.id, actor=actor)
        return _t("They belong to the group now.")
    if act == "drop":
        customers.leave_group(_customer(text), known.id, actor=actor)
        return _t("They do not belong to the group any more.")
    if act == "name":
        customers.rename_group(known.id, request.POST.get("name", ""), actor=actor)
        return _t("The group is called so now.")
    if act == "close":
        customers.close_group(known.id, actor=actor)
        return _t("The group is closed.")
    raise Invalid(name="act", value=act[:20], cure=_t("Load the page again."))


def _customer(text: str) -> CustomerId:
    try:
        return CustomerId(UUID(text))
    except ValueError:
        raise customers.UnknownCustomer(customer=text[:100]) from None
