"""Tables of amendments."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.modules.amendments.types import AmendmentState, Reason

STATE_NAMES = {
    AmendmentState.PROPOSED: _("shown"),
    AmendmentState.AWAITING_PAYMENT: _("waits for payment"),
    AmendmentState.CONFIRMED: _("done"),
    AmendmentState.WITHDRAWN: _("withdrawn"),
    AmendmentState.EXPIRED: _("not paid in time"),
}
"""What people call where a change stands."""

REASON_NAMES = {
    Reason.CUSTOMER_ASKED: _("The customer asked for it"),
    Reason.NOT_AVAILABLE: _("Something is not available"),
    Reason.OUR_MISTAKE: _("Our mistake"),
    Reason.OTHER: _("Another reason"),
}
"""What people call why an order is changed."""


class Amendment(models.Model):
    """A change of a placed order. `wish` and `preview` are JSON that only Python reads; `to_pay` is minor units.

    `version` counts its events: what was only shown has none.
    """

    id = id_field()
    market_id = models.UUIDField()
    order_id = models.UUIDField(_("order"))
    order_number = models.CharField(_("order number"), max_length=12)
    place_id = models.UUIDField(null=True)
    state = models.CharField(_("state"), max_length=20, choices=[(s.value, name) for s, name in STATE_NAMES.items()])
    reason = models.CharField(_("reason"), max_length=20, choices=[(r.value, name) for r, name in REASON_NAMES.items()])
    wish = models.TextField()
    preview = models.TextField()
    seal = models.CharField(max_length=64)
    to_pay = models.BigIntegerField(_("to pay"))
    currency = models.CharField(max_length=3)
    payment_id = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    proposed_at = models.DateTimeField(_("proposed"))
    expires_at = models.DateTimeField(_("waits until"))
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=40, blank=True, default="")
    version = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("change of an order")
        verbose_name_plural = _("changes of orders")
        indexes: ClassVar = [
            models.Index(fields=["order_id", "proposed_at"], name="amendments_of_order"),
            models.Index(
                fields=["expires_at"],
                condition=Q(state__in=["proposed", "awaiting_payment"]),
                name="amendments_by_end",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["order_id"], condition=Q(state="awaiting_payment"), name="an_order_waits_for_one_change"
            ),
            models.CheckConstraint(condition=Q(to_pay__gte=0), name="a_change_never_asks_for_less_than_nothing"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "awaiting_payment"], ended_at__isnull=True)
                | Q(state__in=["confirmed", "withdrawn", "expired"], ended_at__isnull=False),
                name="changes_that_ended_have_an_instant",
            ),
        ]

    def __str__(self) -> str:
        return self.order_number


class OwnTerms(models.Model):
    """What shoppers may change of their placed orders by themselves in a market, beyond wanting less, or elsewhere.

    Without a row: all of it.
    """

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    may_add = models.BooleanField(_("shoppers may add to their orders"), default=True)
    may_swap = models.BooleanField(_("shoppers may swap an article for another of the same product"), default=True)

    class Meta:
        db_table = "amendments_own_terms"
        verbose_name = _("changes by shoppers")
        verbose_name_plural = _("changes by shoppers")
        ordering: ClassVar = ["market"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market"], name="changes_by_shoppers_are_settled_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)
