"""The tables of staff."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oneshelf.kernel.fields import id_field, reference


class Member(models.Model):
    """A person who works here."""

    id = id_field()
    account = reference("accounts.Account", verbose_name=_("account"), null=True, blank=True, db_index=False)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200)
    pin_hash = models.CharField(max_length=128, blank=True, default="", editable=False)
    archived_at = models.DateTimeField(_("dismissed"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("members of staff")
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["account"], name="staff_one_member_an_account")]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A named set of permissions."""

    id = id_field()
    code = models.SlugField(_("code"), max_length=32, db_index=False)
    name = models.CharField(_("name"), max_length=100)
    permissions = ArrayField(
        models.CharField(max_length=64),
        verbose_name=_("permissions"),
        default=list,
        blank=True,
        help_text=_("Such as orders.refund, orders.* for all about orders, or * for everything."),
    )
    offered = ArrayField(models.CharField(max_length=64), db_default=[], default=list, editable=False)
    """What releases have given to this role so far: what its owner took away again is not given a second time."""

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["code"], name="staff_one_role_a_code")]

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """A member has a role, at one place or everywhere."""

    id = id_field()
    member = reference("staff.Member", verbose_name=_("member of staff"), db_index=False)
    role = reference("staff.Role", verbose_name=_("role"))
    place = reference(
        "places.Place", verbose_name=_("place"), null=True, blank=True, help_text=_("Empty: at every place.")
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "role", "place"], nulls_distinct=False, name="staff_one_assignment_a_role_and_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.role}"


class PinTry(models.Model):
    """Wrong PINs in a row of a member at a till. The till stands on a higher rung: a plain id."""

    id = id_field()
    till_id = models.UUIDField()
    member = reference("staff.Member")
    wrong = models.SmallIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        verbose_name = _("wrong PIN")
        verbose_name_plural = _("wrong PINs")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["till_id", "member"], name="staff_wrong_pins_counted_once")
        ]
