"""Tables of cases."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.modules.cases.types import CaseState, Kind, Way

KIND_NAMES = {
    Kind.LINE_SHORT: _("Goods missing"),
    Kind.PAYMENT_NOT_CAPTURED: _("Bank refused to pay"),
    Kind.HOLD_LOST: _("Paid, but the goods are gone"),
    Kind.LATE: _("Late"),
    Kind.DELAYED: _("Goods come later"),
    Kind.ADDRESS: _("Address wrong"),
    Kind.REFUSED: _("Parcel refused"),
}
"""What people call what went wrong."""


class Case(models.Model):
    """What went wrong with an order and waits for a person."""

    id = id_field()
    market_id = models.UUIDField()
    kind = models.CharField(_("kind"), max_length=24, choices=[(k.value, name) for k, name in KIND_NAMES.items()])
    state = models.CharField(_("state"), max_length=10, choices=[(s.value, s.value) for s in CaseState])
    order_id = models.UUIDField(_("order"))
    order_number = models.CharField(_("order number"), max_length=12)
    place_id = models.UUIDField(null=True)
    line = models.IntegerField(default=0)
    variant_id = models.UUIDField(null=True)
    units = models.BigIntegerField(default=0)
    cause_id = models.UUIDField()
    opened_at = models.DateTimeField(_("opened"))
    due_at = models.DateTimeField(_("due"))
    assigned_to = models.UUIDField(null=True)
    told_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    solution = models.CharField(max_length=16, blank=True, default="")
    version = models.IntegerField(default=1)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes: ClassVar = [
            models.Index(
                fields=["market_id", "due_at"], condition=Q(state__in=["open", "waiting"]), name="cases_to_be_settled"
            ),
            models.Index(fields=["order_id"], name="cases_of_order"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "cause_id", "line"], name="a_cause_opens_one_case"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "waiting"], settled_at__isnull=True)
                | Q(state__in=["solved", "closed"], settled_at__isnull=False),
                name="settled_cases_have_an_instant",
            ),
        ]

    def __str__(self) -> str:
        return self.order_number


class Alternative(models.Model):
    """One way out that a customer may choose. Rows are never changed."""

    id = id_field()
    case = reference("cases.Case")
    number = models.IntegerField()
    way = models.CharField(max_length=12, choices=[(w.value, w.value) for w in Way])
    place_id = models.UUIDField(null=True)
    expected_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("alternative")
        verbose_name_plural = _("alternatives")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_each_way_has_its_number"),
        ]
