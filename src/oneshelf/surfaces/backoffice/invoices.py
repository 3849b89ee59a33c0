"""One invoice or credit note of a company, and the money that comes for it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.public import Document, DocumentId
from oneshelf.surfaces.backoffice.companies import SETTLE, VIEW, name_of
from oneshelf.surfaces.backoffice.company_forms import MoneyForm, money_form
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.ui import paper

FORM_FOR_S = 24 * 60 * 60
"""How long a form that was shown can be sent, in seconds."""

_SALT = "oneshelf.backoffice.invoice"


@guards.staff_only(VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invoice(request: HttpRequest, document: UUID) -> HttpResponse:
    """Show an invoice or credit note; note money that came for it, or that went back."""
    desk = desk_of(request)
    found = _seen(desk, document)
    form = money_form(found)
    if request.method == "POST":
        desk.actor.require(SETTLE)
        form = MoneyForm(request.POST, currency=found.amount.currency)
        if form.is_valid() and _settle(request, desk, found, form):
            return redirect("backoffice:invoice", found.id)
    return show(
        request,
        "companies/document",
        422 if request.method == "POST" else 200,
        document=found,
        name=name_of(found),
        lines=[(line, Money(line.amount, found.amount.currency)) for line in found.lines],
        company=companies.get_company(found.company),
        related=[(each, name_of(each)) for each in companies.documents_of_order(found.order) if each.id != found.id],
        form=form,
        cause=signing.dumps([str(found.id), str(new_id())], salt=_SALT),
        zone=desk.market.time_zone,
        is_late=found.open.minor > 0 and found.due_on < desk.today,
        may_settle=desk.actor.may(SETTLE) and bool(found.open),
    )


@guards.staff_only(VIEW)
@never_cache
@require_safe
def print_invoice(request: HttpRequest, document: UUID) -> HttpResponse:
    """Return an invoice or credit note as its company gets it: as PDF, in the language of its market."""
    desk = desk_of(request)
    found = _seen(desk, document)
    with override(desk.market.default_language):
        return paper.answer(found.file_name, companies.PAPER, companies.paper_of(found), companies.PAPER_STYLE)


def _seen(desk: Desk, document: UUID) -> Document:
    """Return a document of the desk's market. Raises NotAllowed and UnknownInvoice."""
    desk.actor.require(VIEW)
    found = companies.get_document(DocumentId(document))
    if found.market != desk.market.id:
        raise companies.UnknownInvoice(invoice=str(document))
    return found


def _settle(request: HttpRequest, desk: Desk, found: Document, form: MoneyForm) -> bool:
    """Note the money once, however often the form is sent; say at the form what was refused."""
    cause = _cause(request, found)
    if cause is None:
        form.add_error(None, _("This form is too old. Look at the invoice and begin again."))
        return False
    act = companies.pay_back if request.POST.get("act") == "back" else companies.note_payment
    given = form.cleaned_data
    try:
        act(found.id, given["amount"], reference=given["reference"], cause=cause, actor=desk.actor)
    except Refusal as refusal:
        form.add_error("amount", str(sentences.describe(refusal)))
        return False
    messages.success(request, _("It is noted."))
    return True


def _cause(request: HttpRequest, found: Document) -> UUID | None:
    """Return what names the payment, from the form that was shown; None when that is not of this invoice."""
    try:
        document, cause = signing.loads(request.POST.get("cause", ""), salt=_SALT, max_age=FORM_FOR_S)
    except signing.BadSignature:
        return None
    return UUID(cause) if document == str(found.id) else None
