"""The ledger's tables."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field


class Account(models.Model):
    """A place where value stands. Its id follows from (book, code, currency): see `ledger_account_id`.

    Only a bounded account (one with a floor) keeps a balance; that of any other is the sum of its transfers.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    book = models.UUIDField(_("book"))
    code = models.TextField(_("code"))
    currency = models.TextField(_("currency"))
    floor = models.BigIntegerField(_("floor"), null=True)
    balance = models.BigIntegerField(_("balance"), null=True)

    class Meta:
        verbose_name = _("ledger account")
        verbose_name_plural = _("ledger accounts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["book", "code", "currency"], name="account_opened_once"),
            models.CheckConstraint(
                condition=Q(floor__isnull=True, balance__isnull=True) | Q(floor__isnull=False, balance__isnull=False),
                name="account_keeps_a_balance_if_it_has_a_floor",
            ),
            models.CheckConstraint(
                condition=Q(floor__isnull=True) | Q(balance__gte=F("floor")), name="account_never_below_its_floor"
            ),
        ]


class Transfer(models.Model):
    """`amount` taken from account `debit` and given to account `credit`, because of `cause`. Append-only."""

    id = id_field()
    book = models.UUIDField(_("book"))
    debit = models.UUIDField(_("debit"))
    credit = models.UUIDField(_("credit"))
    amount = models.BigIntegerField(_("amount"))
    currency = models.TextField(_("currency"))
    cause_kind = models.TextField(_("kind of cause"))
    cause = models.UUIDField(_("cause"))
    leg = models.IntegerField(_("leg"))
    occurred_at = models.DateTimeField(_("occurred at"))

    class Meta:
        verbose_name = _("ledger transfer")
        verbose_name_plural = _("ledger transfers")
        indexes: ClassVar = [
            models.Index(fields=["debit", "occurred_at"], name="ledger_transfer_debits"),
            models.Index(fields=["credit", "occurred_at"], name="ledger_transfer_credits"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cause_kind", "cause", "leg"], name="transfer_posted_once_a_cause"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_moves_something"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_has_two_sides"),
        ]
