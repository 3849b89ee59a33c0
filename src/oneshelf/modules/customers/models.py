"""The tables of customers."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oneshelf.kernel.fields import id_field, reference

_NOTHING_PERSONAL = Q(name="", email="", phone="", search_text="", account=None)


class Customer(models.Model):
    """A person who buys. The only table with a customer's own contact data."""

    id = id_field()
    account = reference("accounts.Account", verbose_name=_("account"), null=True, blank=True, db_index=False)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200, blank=True, default="")
    email = models.CharField(_("e-mail"), max_length=254, blank=True, default="")
    phone = models.CharField(_("telephone"), max_length=16, blank=True, default="")
    language = models.CharField(_("language"), max_length=16, blank=True, default="")
    search_text = models.TextField(blank=True, default="", editable=False)
    created_at = models.DateTimeField(_("customer since"))
    made_up = ArrayField(models.CharField(max_length=40), verbose_name=_("made up"), default=list, blank=True)
    version = models.IntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(_("erased"), null=True, blank=True)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        indexes: ClassVar = [
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="customers_customer_search"),
            models.Index(fields=["email"], condition=~Q(email=""), name="customers_customer_email"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account"], name="customers_one_customer_an_account"),
            models.CheckConstraint(
                condition=Q(archived_at=None) | _NOTHING_PERSONAL, name="customers_erased_ones_keep_nothing_personal"
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[0-9]{5,15}$"), name="customers_phone_is_international"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or str(self.id)


class Card(models.Model):
    """A loyalty card: what a till scans to know the customer."""

    id = id_field()
    number = models.CharField(_("number"), max_length=13)
    customer = reference("customers.Customer", verbose_name=_("customer"))
    issued_at = models.DateTimeField(_("issued"))

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        ordering: ClassVar = ["customer", "issued_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="customers_one_customer_a_card"),
            models.CheckConstraint(condition=Q(number__regex=r"^29[0-9]{11}$"), name="customers_card_number_is_ours"),
        ]

    def __str__(self) -> str:
        return self.number


class Group(models.Model):
    """Customers who are treated alike, in prices and promotions."""

    id = id_field()
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(pgettext_lazy("of a group", "name"), max_length=100)
    archived_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("customer group")
        verbose_name_plural = _("customer groups")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], name="customers_one_group_a_code"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="customers_group_code_is_plain"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """That a customer belongs to a group."""

    id = id_field()
    group = reference("customers.Group", verbose_name=_("customer group"), db_index=False)
    customer = reference("customers.Customer", verbose_name=_("customer"))
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "customer"], name="customers_belong_to_a_group_once"),
        ]
