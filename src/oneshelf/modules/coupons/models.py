"""Tables of coupons. No code can be read from them: see decision 0026. What orders touch carries plain ids."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oneshelf.kernel.fields import id_field, reference
from oneshelf.modules.coupons.types import LONGEST_LABEL, BatchState, Kind, Reason, Scope, UseState

KIND_NAMES = {
    Kind.SHARED: _("One code for everybody"),
    Kind.SINGLE: _("A code each, used once"),
    Kind.PERSONAL: _("A code for one customer"),
}
"""What people call the kinds of codes."""

STATE_NAMES = {BatchState.OPEN: _("works"), BatchState.PAUSED: _("paused"), BatchState.REVOKED: _("revoked")}
"""What people call the states of a batch."""

USE_NAMES = {
    UseState.RESERVED: _("held for a checkout"),
    UseState.CONFIRMED: pgettext_lazy("of a coupon", "used"),
    UseState.RELEASED: _("let go"),
    UseState.RETURNED: _("given back"),
}
"""What people call what became of a use."""

REASON_NAMES = {
    Reason.MISTYPED: _("It is mistyped: its symbols do not fit each other."),
    Reason.UNKNOWN: _("There is no such code here."),
    Reason.REVOKED: _("It was revoked."),
    Reason.PAUSED: _("Its batch is paused."),
    Reason.PROMOTION_PAUSED: _("Its promotion does not run."),
    Reason.NOT_BEGUN: _("It does not work yet."),
    Reason.ENDED: _("Its time is over."),
    Reason.OTHER_CUSTOMER: _("It is another customer's."),
    Reason.CUSTOMER_UNKNOWN: _("It works for customers who are known only."),
    Reason.USED_BY_CUSTOMER: _("This customer has used it as often as one may."),
    Reason.USED_UP: _("It is used up."),
    Reason.USED_UP_TODAY: _("It is used up for today."),
    Reason.BASKET_IS_FULL: _("One basket takes no more codes of its batch."),
}
"""Why a code does not work, in words for staff."""


class Batch(models.Model):
    """Codes that were made together. `key` is sealed: what its codes are derived from, or the one that was chosen.

    `made` codes have a row, numbered 1 to `made`; `version` counts the batch's events.
    """

    id = id_field()
    market = reference("markets.Market")
    promotion = reference("promotions.Promotion")
    kind = models.CharField(max_length=10, choices=[(kind.value, KIND_NAMES[kind]) for kind in Kind])
    state = models.CharField(max_length=10, choices=[(state.value, STATE_NAMES[state]) for state in BatchState])
    label = models.CharField(max_length=LONGEST_LABEL)
    key = models.BinaryField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    a_code = models.IntegerField(null=True)
    in_all = models.IntegerField(null=True)
    a_customer = models.IntegerField(null=True)
    a_day = models.IntegerField(null=True)
    a_basket = models.IntegerField(null=True)
    returns = models.BooleanField()
    size = models.IntegerField()
    made = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        verbose_name = _("coupon batch")
        verbose_name_plural = _("coupon batches")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(made__gte=0, made__lte=F("size")), name="no_more_codes_than_asked_for"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("begins_at")), name="coupons_end_after_they_begin"
            ),
            models.CheckConstraint(
                condition=~Q(a_code__lte=0)
                & ~Q(in_all__lte=0)
                & ~Q(a_customer__lte=0)
                & ~Q(a_day__lte=0)
                & ~Q(a_basket__lte=0),
                name="coupons_may_be_used",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Code(models.Model):
    """One code: its fingerprint (of a chosen one, in its market), and the last symbols to recognise it by.

    `cause_id` is why it was given out, when it was made for a reason of its own: one code a cause. It works until
    `ends_at`, if that is before its batch ends.
    """

    id = id_field()
    batch = reference("coupons.Batch", db_index=False)
    serial = models.IntegerField()
    digest = models.BinaryField()
    tail = models.CharField(max_length=4)
    customer_id = models.UUIDField(null=True)
    cause_id = models.UUIDField(null=True)
    ends_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest"], name="no_two_coupons_have_one_code"),
            models.UniqueConstraint(fields=["batch", "serial"], name="coupons_are_numbered_in_their_batch"),
            models.UniqueConstraint(
                fields=["batch", "cause_id"], condition=Q(cause_id__isnull=False), name="a_cause_gets_one_coupon"
            ),
        ]

    def __str__(self) -> str:
        return self.tail


class Use(models.Model):
    """One use of a code by one checkout or order (`owner_id`). `day` is the market's, against which it counts."""

    id = id_field()
    market_id = models.UUIDField()
    batch = reference("coupons.Batch", db_index=False)
    code = reference("coupons.Code")
    owner_id = models.UUIDField()
    order_id = models.UUIDField(null=True)
    customer_id = models.UUIDField(null=True)
    day = models.DateField()
    state = models.CharField(max_length=10, choices=[(state.value, USE_NAMES[state]) for state in UseState])
    reserved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("use of a coupon")
        verbose_name_plural = _("uses of coupons")
        indexes: ClassVar = [
            models.Index(fields=["batch", "state"], name="coupons_uses_of_batch"),
            models.Index(fields=["order_id"], condition=Q(state="confirmed"), name="coupons_uses_of_order"),
            models.Index(fields=["expires_at"], condition=Q(state="reserved"), name="coupons_uses_expiring"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner_id", "code"], condition=Q(state="reserved"), name="a_checkout_holds_a_coupon_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["confirmed", "returned"], order_id__isnull=False)
                | Q(state__in=["reserved", "released"], order_id__isnull=True),
                name="a_used_coupon_has_an_order",
            ),
        ]


class Tally(models.Model):
    """How many uses count against one limit of a batch: `subject` is the code, customer or day, empty for all of it."""

    pk = models.CompositePrimaryKey("batch_id", "scope", "subject")
    batch = reference("coupons.Batch", db_index=False)
    scope = models.CharField(max_length=10, choices=[(scope.value, scope.value) for scope in Scope])
    subject = models.CharField(max_length=36)
    used = models.IntegerField()
    most = models.IntegerField()

    class Meta:
        verbose_name = _("tally of uses")
        verbose_name_plural = _("tallies of uses")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used__gte=0, used__lte=F("most")), name="coupons_are_never_used_more_than_they_may"
            ),
        ]
