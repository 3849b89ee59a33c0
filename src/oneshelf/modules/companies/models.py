"""Tables of companies. What orders touch carries plain ids: the audit proves them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.modules.companies.types import LONGEST_REFERENCE, DocumentKind, EntryKind

KIND_NAMES = {
    EntryKind.INVOICE: _("Invoice"),
    EntryKind.CREDIT_NOTE: _("Credit note"),
    EntryKind.PAYMENT: _("Payment"),
    EntryKind.PAID_BACK: _("Paid back"),
}
"""What people call what moves a company's account."""


class Company(models.Model):
    """A company that buys on account in one market. Amounts are minor units of the market's currency.

    `version` counts its events.
    """

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"))
    name = models.CharField(_("name"), max_length=200)
    tax_number = models.CharField(_("tax number"), max_length=40, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    net_days = models.PositiveSmallIntegerField(_("days until an invoice is due"))
    grace_days = models.PositiveSmallIntegerField(_("days of grace"))
    limit = models.BigIntegerField(_("credit limit"))
    minimum = models.BigIntegerField(_("least of an order"))
    on_hold = models.BooleanField(_("on hold"), default=False)
    ordered = models.BigIntegerField(_("ordered"), default=0)
    owed = models.BigIntegerField(_("owed"), default=0)
    made_up = ArrayField(
        models.CharField(max_length=40), verbose_name=_("made up"), default=list, db_default=[], blank=True
    )
    version = models.IntegerField(default=1)

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ordered__gte=0, limit__gte=F("ordered") + F("owed")),
                name="company_never_takes_more_credit_than_it_has",
            ),
            models.CheckConstraint(
                condition=Q(limit__gte=0, minimum__gte=0, net_days__lte=365, grace_days__lte=365),
                name="company_terms_make_sense",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A customer who may order for a company; for one of a market at most."""

    id = id_field()
    company = reference("companies.Company")
    market = reference("markets.Market", db_index=False)
    customer = reference("customers.Customer")
    most = models.BigIntegerField(_("most of an order"), null=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "customer"], name="a_customer_orders_for_one_company"),
            models.CheckConstraint(condition=Q(most__isnull=True) | Q(most__gt=0), name="a_member_may_order_something"),
        ]


class Purchase(models.Model):
    """An order on account: `ordered` is not invoiced yet and takes credit, `invoiced` is. Minor units."""

    order_id = models.UUIDField(primary_key=True)
    company = reference("companies.Company")
    market_id = models.UUIDField()
    customer_id = models.UUIDField()
    ordered = models.BigIntegerField()
    invoiced = models.BigIntegerField(default=0, db_default=0)
    reference = models.CharField(
        _("own order number"), max_length=LONGEST_REFERENCE, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = _("order on account")
        verbose_name_plural = _("orders on account")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ordered__gte=0, invoiced__gte=0), name="a_purchase_gives_no_credit"),
        ]


class Series(models.Model):
    """The last number of a market's documents."""

    market_id = models.UUIDField(primary_key=True)
    last = models.BigIntegerField()

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")


class Document(models.Model):
    """An invoice or a credit note. Only `paid`, `credited`, `reminded` and `version` of an invoice ever change.

    `cause_id` is what it was written for: a consignment, an order that was taken at once, or a refund's share.
    `seller`, `recipient`, `lines` and `bands` are JSON that only Python reads.
    `reminded` is the last `Reminder`, `version` counts an invoice's events; notes have none.
    """

    id = id_field()
    market_id = models.UUIDField()
    company = reference("companies.Company", db_index=False)
    kind = models.CharField(
        _("kind"), max_length=12, choices=[(kind.value, KIND_NAMES[EntryKind(kind)]) for kind in DocumentKind]
    )
    number = models.BigIntegerField(_("number"))
    order_id = models.UUIDField(db_index=True)
    order_number = models.CharField(_("order number"), max_length=12)
    cause_id = models.UUIDField()
    about = reference("companies.Document", null=True)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(max_length=3)
    paid = models.BigIntegerField(_("paid"), default=0)
    credited = models.BigIntegerField(_("credited"), default=0)
    recipient = models.TextField()
    lines = models.TextField()
    issued_at = models.DateTimeField(_("day of issue"))
    due_on = models.DateField(_("due on"))
    version = models.IntegerField(default=1)
    seller = models.TextField(db_default='{"name":""}')
    bands = models.TextField(db_default="[]")
    reference = models.CharField(
        _("own order number"), max_length=LONGEST_REFERENCE, blank=True, default="", db_default=""
    )
    treatment = models.CharField(max_length=8, default="charged", db_default="charged")
    tax_added = models.BooleanField(default=False, db_default=False)
    reminded = models.PositiveSmallIntegerField(_("reminded"), default=0, db_default=0)

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        indexes: ClassVar = [
            models.Index(fields=["company", "number"], name="companies_documents_of"),
            models.Index(
                fields=["company", "due_on"],
                condition=Q(kind="invoice", amount__gt=F("paid") + F("credited")),
                name="companies_open_invoices",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market_id", "number"], name="document_numbers_are_unique_in_a_market"),
            models.UniqueConstraint(fields=["cause_id"], name="a_cause_has_one_document"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_document_is_about_something"),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=F("amount"), credited__gte=0, credited__lte=F("amount")),
                name="no_more_is_paid_or_credited_than_invoiced",
            ),
            models.CheckConstraint(
                condition=Q(kind="invoice", about__isnull=True)
                | Q(kind="credit_note", about__isnull=False, paid=0, credited=0),
                name="a_credit_note_is_about_an_invoice",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Settlement(models.Model):
    """Money that came for an invoice by bank or, less than nothing, went back. Never changed."""

    id = id_field()
    market_id = models.UUIDField()
    company = reference("companies.Company", db_index=False)
    document = reference("companies.Document")
    amount = models.BigIntegerField(_("amount"))
    bank_reference = models.CharField(_("bank reference"), max_length=100, blank=True)
    at = models.DateTimeField(_("noted"))

    class Meta:
        verbose_name = _("payment of an invoice")
        verbose_name_plural = _("payments of invoices")
        indexes: ClassVar = [models.Index(fields=["company", "at"], name="companies_settlements_of")]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(amount=0), name="a_settlement_of_something")]
