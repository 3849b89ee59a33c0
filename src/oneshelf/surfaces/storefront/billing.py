"""Mails about invoices: each document as PDF when it is written, and what is still to be paid of it."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.public import Document, DocumentId, DocumentKind, Reminder
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders import public as orders
from oneshelf.ui import paper

_log = structlog.get_logger(__name__)


def send_document(document: DocumentId) -> bool:
    """Mail a company its invoice or credit note, once; False when there is nobody to write to."""
    return _send(companies.get_document(document), None)


def send_reminder(document: DocumentId, step: Reminder) -> bool:
    """Mail a company what is still to be paid of an invoice, once a step; False when nothing is, or to nobody."""
    found = companies.get_document(document)
    return found.open.minor > 0 and _send(found, step)


def _send(document: Document, step: Reminder | None) -> bool:
    to = _address(document)
    if not to:
        _log.warning("there is nobody to send an invoice to", number=document.number, company=str(document.company))
        return False

    def send() -> None:
        with translation.override(markets.get_market(document.market).default_language):
            _mail(document, step, to)

    what = step.name.lower() if step else "issued"
    once = Claim("storefront", f"invoice {what}", str(document.id), idempotency.body_hash(document.id.bytes))
    idempotency.once_outside(once, send)
    return True


def _address(document: Document) -> str:
    """Return where a company wants its invoices; where it named nothing, whoever ordered gets them."""
    named = companies.get_company(document.company).profile.email
    contact = None if named else orders.get_order(document.order).contact
    return named or (contact.email if contact else "")


def _mail(document: Document, step: Reminder | None, to: str) -> None:
    is_note = document.kind is DocumentKind.CREDIT_NOTE
    told = {
        "shop": settings.SHOP_NAME,
        "document": document,
        "is_note": is_note,
        "step": step.name.lower() if step else "",
        "link": settings.PUBLIC_URL.rstrip("/") + reverse("storefront:company"),
    }
    said = {"shop": settings.SHOP_NAME, "number": document.number}
    subject = (_("%(shop)s: credit note %(number)s") if is_note else _subject(step)) % said
    mail = EmailMessage(subject, render_to_string("storefront/mails/invoice.txt", told), None, [to])
    sheet = paper.pdf(companies.PAPER, companies.paper_of(document), companies.PAPER_STYLE)
    mail.attach(f"{document.file_name}.pdf", sheet, "application/pdf")
    mail.send()


def _subject(step: Reminder | None) -> str:
    match step:
        case None:
            return _("%(shop)s: invoice %(number)s")
        case Reminder.SOON:
            return _("%(shop)s: invoice %(number)s is due soon")
        case _:
            return _("%(shop)s: invoice %(number)s is overdue")
