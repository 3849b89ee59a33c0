"""Tables of payments. Payments carry plain ids of market and order, being written with every order."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.modules.payments.types import Ask, Method, PaymentState, RefundState

METHOD_NAMES = {
    Method.CASH: _("Cash"),
    Method.TEST_CARD: _("Test card"),
    Method.EXTERNAL: _("Paid elsewhere"),
}
"""What people call the ways to pay."""

STATE_NAMES = {
    PaymentState.PENDING: _("Pending"),
    PaymentState.AUTHORISED: _("Authorised"),
    PaymentState.CAPTURED: _("Captured"),
    PaymentState.DECLINED: _("Declined"),
    PaymentState.VOIDED: _("Voided"),
    PaymentState.EXPIRED: _("Expired"),
    PaymentState.PARTLY_REFUNDED: _("Partly refunded"),
    PaymentState.REFUNDED: _("Refunded"),
}
"""What people call the states of a payment."""

REFUND_STATE_NAMES = {
    RefundState.ASKED: _("Asked for"),
    RefundState.DONE: _("Done"),
    RefundState.FAILED: _("Failed"),
}
"""What people call the states of a refund."""


class Payment(models.Model):
    """One payment: what was asked, what was taken, what was given back, in minor units of its currency."""

    id = id_field()
    market_id = models.UUIDField()
    payable_id = models.UUIDField(_("paid for"))
    claimed_by = models.UUIDField(_("order"), null=True)
    method = models.CharField(_("method"), max_length=20, choices=[(m.value, name) for m, name in METHOD_NAMES.items()])
    gateway = models.CharField(_("gateway"), max_length=20, blank=True, default="", db_default="")
    gateway_reference = models.CharField(_("reference"), max_length=100, blank=True, default="", db_default="")
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.BigIntegerField(_("amount"))
    captured = models.BigIntegerField(_("captured"), default=0, db_default=0)
    refunding = models.BigIntegerField(_("being refunded"), default=0, db_default=0)
    refunded = models.BigIntegerField(_("refunded"), default=0, db_default=0)
    state = models.CharField(_("state"), max_length=20, choices=[(s.value, name) for s, name in STATE_NAMES.items()])
    asked = models.CharField(
        max_length=10, choices=[(a.value, a.value) for a in Ask], blank=True, default="", db_default=""
    )
    asked_amount = models.BigIntegerField(default=0, db_default=0)
    asked_at = models.DateTimeField(null=True)
    bound_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    imported = models.BooleanField(_("imported"), default=False, db_default=False)
    version = models.IntegerField(default=0, db_default=0)
    occurred_at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        indexes: ClassVar = [
            models.Index(fields=["payable_id"], name="payments_of_payable"),
            models.Index(fields=["claimed_by"], condition=Q(claimed_by__isnull=False), name="payments_of_order"),
            models.Index(
                fields=["occurred_at"], condition=Q(state="pending") | ~Q(asked=""), name="payments_unsettled"
            ),
            models.Index(
                fields=["occurred_at"],
                condition=Q(claimed_by__isnull=True, state__in=["authorised", "captured"]),
                name="payments_unclaimed",
            ),
            models.Index(
                fields=["occurred_at"],
                condition=Q(claimed_by__isnull=False, state="authorised"),
                name="payments_held",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["market_id", "payable_id", "bound_hash", "amount"],
                condition=Q(claimed_by__isnull=True, state__in=["pending", "authorised"]),
                name="a_basket_is_paid_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_of_something"),
            models.CheckConstraint(
                condition=Q(captured__gte=0, captured__lte=F("amount")), name="captures_never_exceed_amount"
            ),
            models.CheckConstraint(
                condition=Q(refunding__gte=0, refunded__gte=0, captured__gte=F("refunding") + F("refunded")),
                name="refunds_never_exceed_capture",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "authorised", "declined", "voided", "expired"], captured=0)
                | Q(state="captured", captured__gt=0, refunded=0)
                | Q(state="partly_refunded", refunded__gt=0, captured__gt=F("refunded"))
                | Q(state="refunded", refunded__gt=0, captured=F("refunded")),
                name="payment_state_fits_amounts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Refund(models.Model):
    """Money given back out of one payment because of one cause; a cause may give back out of several payments."""

    id = id_field()
    market_id = models.UUIDField()
    payment = reference("payments.Payment", db_index=False)  # the constraint below leads with it
    cause_id = models.UUIDField(_("cause"))
    amount = models.BigIntegerField(_("amount"))
    state = models.CharField(
        _("state"), max_length=10, choices=[(s.value, name) for s, name in REFUND_STATE_NAMES.items()]
    )
    asked_at = models.DateTimeField(_("asked"))
    done_at = models.DateTimeField(_("done"), null=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], condition=Q(state="asked"), name="payments_refunds_asked"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["payment", "cause_id"], name="a_cause_refunds_a_payment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_of_something"),
        ]


class InboxMessage(models.Model):
    """What a provider reported by itself; kept for ever, worked once, parked as long as it comes too early."""

    id = id_field()
    provider = models.CharField(_("provider"), max_length=20)
    provider_event_id = models.CharField(_("provider's id"), max_length=100)
    payment_id = models.UUIDField(_("payment"))
    fact = models.CharField(_("fact"), max_length=20)
    amount = models.BigIntegerField(_("amount"))
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    received_at = models.DateTimeField(_("received"))
    worked_at = models.DateTimeField(_("worked"), null=True)

    class Meta:
        db_table = "payments_inbox"
        verbose_name = _("provider's message")
        verbose_name_plural = _("providers' messages")
        indexes: ClassVar = [
            models.Index(fields=["payment_id"], condition=Q(worked_at__isnull=True), name="payments_inbox_parked"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "provider_event_id"], name="a_provider_says_it_once"),
        ]

    def __str__(self) -> str:
        return self.provider_event_id


class CollectionTerms(models.Model):
    """Whether orders may be paid when they are collected, in a market or at one of its places, and within which bounds.

    What is said of a place counts there instead of what is said of its market. Without either, they may not.
    """

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    place = reference(
        "places.Place",
        verbose_name=_("place"),
        null=True,
        blank=True,
        help_text=_("Empty: every place of the market at which nothing else is said."),
    )
    allowed = models.BooleanField(_("orders may be paid when they are collected"), default=True)
    most = models.BigIntegerField(
        _("most of one order, in minor units"), null=True, blank=True, help_text=_("Empty: no bound.")
    )
    most_open = models.PositiveSmallIntegerField(
        _("most orders of one buyer at a time"),
        null=True,
        blank=True,
        default=3,
        help_text=_("By e-mail. Empty: no bound."),
    )

    class Meta:
        db_table = "payments_collection_terms"
        verbose_name = _("payment at collection")
        verbose_name_plural = _("payments at collection")
        ordering: ClassVar = ["market", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["market", "place"], name="payment_at_collection_is_settled_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=(Q(most__isnull=True) | Q(most__gt=0))
                & (Q(most_open__isnull=True) | Q(most_open__gt=0, most_open__lte=100)),
                name="payment_at_collection_has_bounds_above_zero",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def clean(self) -> None:
        """Refuse a place of another market."""
        if self.place_id and self.place.market_id != self.market_id:
            raise ValidationError({"place": _("This place belongs to another market.")})
