"""Companies that buy on account: their terms, who orders for them, and what they owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from oneshelf.kernel import clock, guards, sentences
from oneshelf.kernel.errors import Invalid, Refusal
from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.kernel.idempotency.public import Answer, Claim
from oneshelf.kernel.money import Money
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.public import Company, CompanyId, Document
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.orders import public as orders
from oneshelf.surfaces.backoffice.company_forms import MemberForm, OpeningForm, ProfileForm, profile_form
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show

VIEW, MANAGE, SETTLE = "companies.view", "companies.manage", "companies.settle"

LONGEST_TEXT = 100
"""Characters of a search that are read."""

A_PAGE = 50
"""Companies, or documents of a company, on one page."""

ORDERS_SHOWN = 10
ACCOUNT_DAYS = 90
"""How far back the page of a company shows what moved its account."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who orders for a company, how they are called, and up to how much."""

    customer: CustomerId
    name: str
    email: str
    most: Money | None


@dataclass(frozen=True, slots=True)
class Row:
    """A company in the list, with what of it should have been paid by now."""

    company: Company
    overdue: Money


@guards.staff_only(VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def list_companies(request: HttpRequest) -> HttpResponse:
    """List the companies of the market by name; take a new one."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    form = OpeningForm(request.POST or None, currency=desk.market.currency)
    if request.method == "POST":
        desk.actor.require(MANAGE)
        if form.is_valid():
            return redirect("backoffice:company", _opened(desk, form))
    text = request.GET.get("q", "")[:LONGEST_TEXT].strip()
    after = seen_company(desk, request.GET["after"]) if request.GET.get("after") else None
    found = companies.list_companies(desk.market.id, text=text, after=after, limit=A_PAGE + 1)
    return show(
        request,
        "companies/list",
        422 if request.method == "POST" else 200,
        rows=_rows(desk, found[:A_PAGE]),
        more=found[A_PAGE - 1].id if len(found) > A_PAGE else None,
        text=text,
        form=form,
        may_manage=desk.actor.may(MANAGE),
    )


@guards.staff_only(VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest, company: UUID) -> HttpResponse:
    """Show a company, and take other terms for it."""
    desk = desk_of(request)
    known = seen_company(desk, str(company))
    if request.method != "POST":
        return show_company(request, desk, known)
    desk.actor.require(MANAGE)
    form = ProfileForm(request.POST, currency=known.currency)
    if not form.is_valid():
        return show_company(request, desk, known, form=form)
    try:
        companies.change_company(known.id, form.profile, version=_version(request), actor=desk.actor)
    except Refusal as refusal:
        return show_company(request, desk, known, form=form, refusal=refusal)
    messages.success(request, _("The terms are changed."))
    return redirect("backoffice:company", known.id)


@guards.staff_only(MANAGE)
@require_POST
def change_company(request: HttpRequest, company: UUID) -> HttpResponse:
    """Hold a company or release it, let somebody order for it or no more."""
    desk = desk_of(request)
    known = seen_company(desk, str(company), MANAGE)
    act, member = request.POST.get("act", ""), None
    try:
        if act == "hold":
            companies.hold(known.id, actor=desk.actor)
        elif act == "release":
            companies.release(known.id, actor=desk.actor)
        elif act == "drop":
            customer = request.POST.get("customer", "")
            gone = CustomerId(_uuid(customer, customers.UnknownCustomer(customer=customer[:40])))
            companies.drop_member(known.id, gone, actor=desk.actor)
        elif act == "add":
            member = MemberForm(request.POST, currency=known.currency)
            if not member.is_valid():
                return show_company(request, desk, known, member=member)
            most = member.cleaned_data["most"]
            customer, bound = member.cleaned_data["customer"], most.minor if most else None
            companies.add_member(known.id, customer, most=bound, actor=desk.actor)
        else:
            raise Invalid(name="act", value=act[:20], cure=_("Load the page again."))
    except Refusal as refusal:
        return show_company(request, desk, known, member=member, refusal=refusal)
    messages.success(request, _("It is written down."))
    return redirect("backoffice:company", known.id)


def _opened(desk: Desk, form: OpeningForm) -> UUID:
    """Open a company once for its form, however often that is sent as it is; return its id."""

    def work() -> Answer:
        return Answer(201, str(companies.open_company(desk.market.id, form.profile, actor=desk.actor).id))

    said = idempotency.body_hash(repr(form.profile).encode())
    key = f"{form.cleaned_data['request']} {said.hex()}"
    claim = Claim(f"backoffice {desk.actor.id}", "open a company", key, said)
    return UUID(idempotency.once(claim, work).body)


def seen_company(desk: Desk, company: str, permission: str = VIEW) -> Company:
    """Return a company of the desk's market. Raises NotAllowed and UnknownCompany."""
    desk.actor.require(permission)
    known = companies.get_company(CompanyId(_uuid(company, companies.UnknownCompany(company=company[:40]))))
    if known.market != desk.market.id:
        raise companies.UnknownCompany(company=company)
    return known


def show_company(
    request: HttpRequest,
    desk: Desk,
    known: Company,
    *,
    form: ProfileForm | None = None,
    member: MemberForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Return the page of a company, with a form that was not right, or what was refused."""
    below = request.GET.get("below", "")
    documents = companies.list_documents(known.id, below=_number(below), limit=A_PAGE + 1)
    now = clock.now()
    account = companies.statement(known.id, now - timedelta(days=ACCOUNT_DAYS), now + timedelta(days=1))
    is_wrong = any(each is not None and each.errors for each in (form, member))
    return show(
        request,
        "companies/page",
        refusal.status if refusal else 422 if is_wrong else 200,
        company=known,
        overdue=_overdue(desk, [known])[known.id],
        documents=[(each, name_of(each)) for each in documents[:A_PAGE]],
        older=documents[A_PAGE - 1].number if len(documents) > A_PAGE else None,
        entries=[(each, companies.KIND_NAMES[each.kind], _signed(each, known)) for each in account.entries[::-1]],
        bought=orders.summaries_of(companies.orders_of(known.id, limit=ORDERS_SHOWN)),
        people=_people(known),
        form=form or profile_form(known),
        member=member or MemberForm(currency=known.currency),
        zone=desk.market.time_zone,
        today=desk.today,
        may_manage=desk.actor.may(MANAGE),
        said=sentences.describe(refusal) if refusal else None,
    )


def name_of(document: Document) -> str:
    """Return what people call an invoice or a credit note."""
    said = _("Credit note %(number)s") if document.about else _("Invoice %(number)s")
    return said % {"number": document.number}


def _signed(entry: companies.Entry, known: Company) -> Money:
    return Money(entry.amount, known.currency)


def _rows(desk: Desk, found: list[Company]) -> list[Row]:
    late = _overdue(desk, found)
    return [Row(each, late[each.id]) for each in found]


def _overdue(desk: Desk, found: list[Company]) -> dict[CompanyId, Money]:
    """What companies should have paid of invoices before today."""
    late = companies.overdue([each.id for each in found], desk.today)
    return {each.id: Money(late.get(each.id, (0, 0))[1], each.currency) for each in found}


def _people(known: Company) -> list[Person]:
    members = companies.members_of(known.id)
    people = customers.customers_by_id([each.customer for each in members])
    return [
        Person(
            each.customer,
            people[each.customer].name,
            people[each.customer].email,
            Money(each.most, known.currency) if each.most else None,
        )
        for each in members
    ]


def _uuid(text: str, unknown: Refusal) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise unknown from None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _version(request: HttpRequest) -> int:
    """Return the version that was looked at; one that nobody can have seen when it is no number."""
    return _number(request.POST.get("version", "")) or 0
