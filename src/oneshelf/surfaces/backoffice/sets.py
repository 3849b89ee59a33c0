"""Sets of articles: fixed lists that prices and promotions name; filled by category, brand, another set, and SKU."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.errors import Invalid, Refusal
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import SetId, VariantId
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.set_forms import GoodsForm, SetForm
from oneshelf.ui.formats import number_text

VIEW, EDIT, PROMOTE = "catalogue.view", "catalogue.edit", "promotions.edit"

A_PAGE = 50
"""Sets, or articles of a set, on one page."""

A_SAMPLE = 8
"""Articles that are named while a form is filled in."""

SUGGESTED_SETS = 20
"""Sets that are offered while somebody types."""

LONGEST_TEXT = 100
"""Characters of a search that are read."""


@guards.staff_only(VIEW)
@never_cache
@require_safe
def sets(request: HttpRequest) -> HttpResponse:
    """List the sets by code."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    text, after = (request.GET.get(name, "")[:LONGEST_TEXT].strip() for name in ("q", "after"))
    found = catalogue.list_sets(text=text, after=after, limit=A_PAGE + 1)
    return show(
        request,
        "sets/list",
        sets=found[:A_PAGE],
        more=found[A_PAGE - 1].code if len(found) > A_PAGE else None,
        text=text,
        may_edit=desk.actor.may(EDIT),
    )


@guards.staff_only(EDIT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_set(request: HttpRequest) -> HttpResponse:
    """Open a set with the articles that are named."""
    desk = desk_of(request)
    desk.actor.require(EDIT)
    form = SetForm(request.POST or None, desk=desk)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            opened = catalogue.open_set(given["code"], given["name"], given["articles"], actor=desk.actor)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(sentences.describe(refusal)))
        else:
            messages.success(request, _holds(opened))
            return redirect("backoffice:set", opened)
    return show(request, "sets/new", 422 if request.method == "POST" else 200, form=form)


@guards.staff_only(EDIT)
@never_cache
@require_POST
def choose_goods(request: HttpRequest) -> HttpResponse:
    """Say how many articles a form names so far, and show some of them."""
    desk = desk_of(request)
    desk.actor.require(EDIT)
    form = GoodsForm(request.POST, desk=desk)
    if not form.is_valid():
        return show(request, "sets/chosen", errors=[words for each in form.errors.values() for words in each])
    articles = form.cleaned_data["articles"]
    known = catalogue.snapshots(articles[:A_SAMPLE])
    return show(
        request,
        "sets/chosen",
        chosen=len(articles),
        sample=[known[each] for each in articles[:A_SAMPLE]],
        left=max(len(articles) - A_SAMPLE, 0),
    )


@guards.staff_only(VIEW)
@never_cache
@require_safe
def suggest_sets(request: HttpRequest) -> HttpResponse:
    """Offer the sets whose code or name holds what is typed into a field, whatever that is called."""
    desk_of(request).actor.require(VIEW)
    text = request.GET.get(next(iter(request.GET), ""), "")[:LONGEST_TEXT].strip()
    return show(request, "sets/options", sets=catalogue.list_sets(text=text, limit=SUGGESTED_SETS))


@guards.staff_only(VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def product_set(request: HttpRequest, product_set: UUID) -> HttpResponse:
    """Show what a set holds; put articles in, take some out, or call it by another name."""
    desk, which, form, refused = desk_of(request), SetId(product_set), None, ""
    desk.actor.require(VIEW)
    known = catalogue.get_set(which)
    if request.method == "POST":
        desk.actor.require(EDIT)
        form = GoodsForm(request.POST, desk=desk) if request.POST.get("act") in ("put", "out") else None
        try:
            if form is None or form.wants_some():
                messages.success(request, _changed(request, desk, which, form))
                return redirect("backoffice:set", which)
        except Refusal as refusal:
            refused = str(sentences.describe(refusal))
    last = _variant(request.GET["after"]) if request.GET.get("after") else None
    found = catalogue.members_of_set(which, after=last, limit=A_PAGE + 1)
    known_goods = catalogue.snapshots(found[:A_PAGE])
    return show(
        request,
        "sets/page",
        422 if request.method == "POST" else 200,
        set=known,
        members=[known_goods[each] for each in found[:A_PAGE]],
        more=found[A_PAGE - 1] if len(found) > A_PAGE else None,
        form=form or GoodsForm(desk=desk),
        refused=refused,
        may_edit=desk.actor.may(EDIT),
        may_promote=desk.actor.may(PROMOTE),
    )


def _changed(request: HttpRequest, desk: Desk, which: SetId, form: GoodsForm | None) -> str:
    """Do what the page was sent for, and say so."""
    act = request.POST.get("act", "")
    if form is not None:
        verb = catalogue.put_into_set if act == "put" else catalogue.take_out_of_set
        verb(which, form.cleaned_data["articles"], actor=desk.actor)
        return _holds(which)
    if act == "drop":
        catalogue.take_out_of_set(which, [_variant(request.POST.get("variant", ""))], actor=desk.actor)
        return _holds(which)
    if act == "name":
        catalogue.rename_set(which, request.POST.get("name", ""), actor=desk.actor)
        return _t("The set is called so now.")
    raise Invalid(name="act", value=act[:20], cure=_t("Load the page again."))


def _holds(which: SetId) -> str:
    size = catalogue.get_set(which).size
    words = ngettext("The set holds %(many)s article now.", "The set holds %(many)s articles now.", size)
    return words % {"many": number_text(size)}


def _variant(text: str) -> VariantId:
    try:
        return VariantId(UUID(text))
    except ValueError:
        raise Invalid(name=_t("Article"), value=text[:40], cure=_t("Load the page again.")) from None
