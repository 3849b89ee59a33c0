"""Companies that buy on account: their terms, who orders for them, their invoices and payments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.public import Company, CompanyId, Profile
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.surfaces.api import company_shapes as wire
from oneshelf.surfaces.api import cursors, shapes
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.placing import in_currency

VIEW, MANAGE, SETTLE = "companies.view", "companies.manage", "companies.settle"

LONGEST_NUMBER = 15
"""Digits of a document's number that are read."""

Settling = Callable[..., companies.Document]
"""A verb that notes money of an invoice."""


@operation(
    "GET",
    "/companies",
    summary="List companies",
    tag="companies",
    needs=VIEW,
    gives=wire.CompanyPage,
)
def list_companies(call: Call, query: wire.CompaniesQuery) -> Reply:
    """Return a page of the companies that buy on account, by name, with what they take of their credit."""
    call.actor.require(VIEW)
    after = _seen(call, query.cursor, VIEW) if query.cursor else None
    found = companies.list_companies(call.market.id, text=query.q, after=after, limit=query.limit + 1)
    shown = found[: query.limit]
    more = str(shown[-1].id) if len(found) > query.limit else None
    return Reply(wire.CompanyPage([_shown(each) for each in shown], more))


@operation(
    "POST",
    "/companies",
    summary="Let a company buy on account",
    tag="companies",
    needs=MANAGE,
    gives=wire.Company,
    status=201,
    key_needed=True,
)
def open_company(call: Call, body: wire.Terms) -> Reply:
    """Write a company down with its terms. Nobody orders for it before it has members."""
    call.actor.require(MANAGE)
    profile = _profile(call, body)
    call.required_claim()
    return call.once(lambda: Reply(_shown(companies.open_company(call.market.id, profile, actor=call.actor)), 201))


@operation(
    "GET",
    "/companies/{company}",
    summary="Show a company",
    tag="companies",
    needs=VIEW,
    gives=wire.Company,
    refuses=(companies.UnknownCompany,),
)
def show_company(call: Call, company: str) -> Reply:
    """Return one company with what it takes of its credit."""
    return Reply(_shown(_seen(call, company, VIEW)))


@operation(
    "PUT",
    "/companies/{company}",
    summary="Change a company's terms",
    tag="companies",
    needs=MANAGE,
    gives=wire.Company,
    refuses=(companies.UnknownCompany, companies.CompanyChanged, companies.LimitInUse),
)
def change_company(call: Call, company: str, body: wire.ChangedTerms) -> Reply:
    """Put other terms in place of those at `version`. The limit never falls below what is used of it."""
    found, profile = _seen(call, company, MANAGE), _profile(call, body)
    return call.once(
        lambda: Reply(_shown(companies.change_company(found.id, profile, version=body.version, actor=call.actor)))
    )


@operation(
    "POST",
    "/companies/{company}/hold",
    summary="Put a company on hold",
    tag="companies",
    needs=MANAGE,
    gives=wire.Company,
    refuses=(companies.UnknownCompany,),
)
def hold_company(call: Call, company: str) -> Reply:
    """Let a company buy nothing on account until it is released. What it has ordered goes on."""
    found = _seen(call, company, MANAGE)
    return call.once(lambda: Reply(_shown(companies.hold(found.id, actor=call.actor))))


@operation(
    "POST",
    "/companies/{company}/release",
    summary="Release a company",
    tag="companies",
    needs=MANAGE,
    gives=wire.Company,
    refuses=(companies.UnknownCompany,),
)
def release_company(call: Call, company: str) -> Reply:
    """Let a company buy on account again."""
    found = _seen(call, company, MANAGE)
    return call.once(lambda: Reply(_shown(companies.release(found.id, actor=call.actor))))


@operation(
    "GET",
    "/companies/{company}/members",
    summary="List who orders for a company",
    tag="companies",
    needs=VIEW,
    gives=wire.MemberList,
    refuses=(companies.UnknownCompany,),
)
def list_company_members(call: Call, company: str) -> Reply:
    """Return who may order for a company, and up to how much."""
    return Reply(_members(_seen(call, company, VIEW)))


@operation(
    "POST",
    "/companies/{company}/members",
    summary="Let a customer order for a company",
    tag="companies",
    needs=MANAGE,
    gives=wire.MemberList,
    refuses=(companies.UnknownCompany, companies.MemberElsewhere, customers.UnknownCustomer),
)
def add_company_member(call: Call, company: str, body: wire.NewMember) -> Reply:
    """Let a customer order for a company, or bound otherwise what they may order at once."""
    found = _seen(call, company, MANAGE)
    customer = customers.get_customer(CustomerId(body.customer)).id
    most = in_currency(call.market, body.most, "most").minor if body.most else None

    def work() -> Reply:
        companies.add_member(found.id, customer, most=most, actor=call.actor)
        return Reply(_members(found))

    return call.once(work)


@operation(
    "DELETE",
    "/companies/{company}/members/{customer}",
    summary="Let a customer order for a company no more",
    tag="companies",
    needs=MANAGE,
    gives=wire.MemberList,
    refuses=(companies.UnknownCompany,),
)
def drop_company_member(call: Call, company: str, customer: str) -> Reply:
    """Take a customer out of those who order for a company; who is none of them is none afterwards either."""
    found = _seen(call, company, MANAGE)
    companies.drop_member(found.id, CustomerId(shapes.read_id(customer, "customer")), actor=call.actor)
    return Reply(_members(found))


@operation(
    "GET",
    "/companies/{company}/documents",
    summary="List a company's invoices and credit notes",
    tag="companies",
    needs=VIEW,
    gives=wire.DocumentPage,
    refuses=(companies.UnknownCompany,),
)
def list_company_documents(call: Call, company: str, query: wire.DocumentsQuery) -> Reply:
    """Return a page of a company's invoices and credit notes, the latest first."""
    found, below = _seen(call, company, VIEW), cursors.number_in(query.cursor, LONGEST_NUMBER) if query.cursor else None
    rows = companies.list_documents(found.id, below=below, limit=query.limit + 1)
    shown = rows[: query.limit]
    more = str(shown[-1].number) if len(rows) > query.limit else None
    return Reply(wire.DocumentPage([shown_document(each) for each in shown], more))


@operation(
    "GET",
    "/companies/{company}/statement",
    summary="Show a company's account",
    tag="companies",
    needs=VIEW,
    gives=wire.Statement,
    refuses=(companies.UnknownCompany,),
)
def show_company_statement(call: Call, company: str, query: wire.StatementQuery) -> Reply:
    """Return what a company owed at first, what moved its account in [since, until), and what it owed in the end.

    It tells the last 1,000 entries at most, and then begins with them: ask on `until` the `since` that it answers.
    """
    found = _seen(call, company, VIEW)
    told = companies.statement(found.id, query.since, query.until)
    entries = [
        wire.Entry(each.at, each.kind.value, each.number, each.reference, _money(each.amount, found.currency))
        for each in told.entries
    ]
    before, after = shapes.money(told.before), shapes.money(told.after)
    return Reply(wire.Statement(told.since, told.until, before, entries, after))


@operation(
    "GET",
    "/invoices/{number}",
    summary="Show an invoice or credit note",
    tag="companies",
    needs=VIEW,
    gives=wire.Document,
    refuses=(companies.UnknownInvoice,),
)
def show_invoice(call: Call, number: str) -> Reply:
    """Return one invoice or credit note of the market by its number."""
    return Reply(shown_document(_invoice(call, number, VIEW)))


@operation(
    "POST",
    "/invoices/{number}/payments",
    summary="Note that an invoice was paid",
    tag="companies",
    needs=SETTLE,
    gives=wire.Document,
    status=201,
    key_needed=True,
    refuses=(companies.UnknownInvoice, companies.MoreThanOpen),
)
def pay_invoice(call: Call, number: str, body: wire.BankTransfer) -> Reply:
    """Note money that came for an invoice by bank, all or a part of what is open."""
    return _settle(call, number, body, companies.note_payment)


@operation(
    "POST",
    "/invoices/{number}/paybacks",
    summary="Note that money of an invoice went back",
    tag="companies",
    needs=SETTLE,
    gives=wire.Document,
    status=201,
    key_needed=True,
    refuses=(companies.UnknownInvoice, companies.MoreThanOpen, companies.OverCredit),
)
def pay_invoice_back(call: Call, number: str, body: wire.BankTransfer) -> Reply:
    """Note money that went back by bank, of an invoice that was paid and then credited."""
    return _settle(call, number, body, companies.pay_back)


def _settle(call: Call, number: str, body: wire.BankTransfer, act: Settling) -> Reply:
    found, amount = _invoice(call, number, SETTLE), in_currency(call.market, body.amount, "amount")
    call.required_claim()

    def work() -> Reply:
        noted = act(found.id, amount, reference=body.reference, cause=new_id(), actor=call.actor)
        return Reply(shown_document(noted), 201)

    return call.once(work)


def _seen(call: Call, company: str, permission: str) -> Company:
    """Return a company of the market. Raises UnknownCompany."""
    call.actor.require(permission)
    found = companies.get_company(CompanyId(shapes.read_id(company, "company")))
    if found.market != call.market.id:
        raise companies.UnknownCompany(company=company)
    return found


def _invoice(call: Call, number: str, permission: str) -> companies.Document:
    call.actor.require(permission)
    known = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    found = companies.find_document(call.market.id, int(number)) if known else None
    if found is None:
        raise companies.UnknownInvoice(invoice=number[:20])
    return found


def _profile(call: Call, body: wire.Terms) -> Profile:
    """Return what was said of a company. Raises Invalid for an e-mail to which nothing can be sent, and for debts."""
    if body.email:
        try:
            validate_email(body.email)
        except ValidationError:
            cure = _("Write an address like ana@example.com, or leave it out.")
            raise Invalid(name="email", value=body.email[:40], cure=cure) from None
    said = {name: getattr(body, name) for name in Profile.__dataclass_fields__ if name not in ("limit", "minimum")}
    said["limit"] = _not_below_nothing(call, body.limit, "limit")
    said["minimum"] = _not_below_nothing(call, body.minimum, "minimum") if body.minimum else 0
    return Profile(**said)


def _not_below_nothing(call: Call, given: shapes.Money, name: str) -> int:
    amount = in_currency(call.market, given, name)
    if amount.minor < 0:
        raise Invalid(name=f"{name}.amount", value=str(amount.minor), cure=_("Send zero or more."))
    return amount.minor


def _members(found: Company) -> wire.MemberList:
    return wire.MemberList(
        [
            wire.Member(each.customer, _money(each.most, found.currency) if each.most else None)
            for each in companies.members_of(found.id)
        ]
    )


def _money(minor: int, currency: str) -> shapes.Money:
    return shapes.money(Money(minor, currency))


def _shown(found: Company) -> wire.Company:
    said = asdict(found.profile)
    said |= {"limit": shapes.money(found.limit), "minimum": _money(found.profile.minimum, found.currency)}
    return wire.Company(
        id=found.id,
        on_hold=found.on_hold,
        ordered=shapes.money(found.ordered),
        owed=shapes.money(found.owed),
        left=shapes.money(found.left),
        version=found.version,
        **said,
    )


def shown_document(found: companies.Document) -> wire.Document:
    """Return an invoice or a credit note as it goes over the wire."""
    currency = found.amount.currency
    return wire.Document(
        id=found.id,
        number=found.number,
        kind=found.kind.value,
        company=found.company,
        order=found.order_number,
        amount=shapes.money(found.amount),
        paid=shapes.money(found.paid),
        credited=shapes.money(found.credited),
        open=shapes.money(found.open),
        issued_at=found.issued_at,
        due_on=found.due_on,
        about=found.about,
        lines=[
            wire.DocumentLine(line.title, line.sku, line.quantity, line.unit, _money(line.amount, currency))
            for line in found.lines
        ],
    )
