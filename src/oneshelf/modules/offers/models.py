"""Tables of offers. What orders touch carries plain ids: the audit proves them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oneshelf.kernel.fields import id_field, reference
from oneshelf.kernel.temporal import NeverOverlaps
from oneshelf.modules.offers.types import LONGEST_NAME, Standing, State, Telling, Trigger

STATE_NAMES = {
    State.DRAFT: _("Draft"),
    State.LIVE: _("Live"),
    State.PAUSED: _("Paused"),
    State.ENDED: _("Ended"),
}
"""What people call the states."""

TRIGGER_NAMES = {
    Trigger.BOUGHT: _("buys and has everything"),
    Trigger.PARCEL: _("gets a parcel"),
    Trigger.LEFT: _("leaves a basket alone"),
    Trigger.VISITED: _("visits the web shop"),
    Trigger.ASKED: _("is given one by staff or a program"),
}
"""What somebody does who gets a coupon, after “Who”."""

TELLING_NAMES = {
    Telling.RECEIPT: _("on the receipt"),
    Telling.PARCEL: _("with the packing slip"),
    Telling.EMAIL: _("by e-mail"),
    Telling.ACCOUNT: _("on the customer's own pages"),
}
"""Where people are told of a coupon."""

STANDING_NAMES = {
    Standing.GIVEN: _("works"),
    Standing.USED: pgettext_lazy("of a coupon", "used"),
    Standing.EXPIRED: pgettext_lazy("of a coupon", "expired"),
    Standing.TAKEN_BACK: pgettext_lazy("of a coupon", "taken back"),
}
"""What people call what became of a coupon."""


class Offer(models.Model):
    """An offer. `terms` is JSON of `types.Terms`, which only Python reads; `version` counts its events."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"))
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    state = models.CharField(_("state"), max_length=8, choices=[(s.value, STATE_NAMES[s]) for s in State])
    terms = models.TextField(_("terms"))
    version = models.IntegerField(default=1)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")

    def __str__(self) -> str:
        return self.name


class Run(models.Model):
    """What an offer said while it was live, and when. A pause ends it: what was in force is never rewritten."""

    id = id_field()
    market_id = models.UUIDField()
    offer = reference("offers.Offer", db_index=False)
    batch = reference("coupons.Batch")
    terms = models.TextField(_("terms"))
    valid = DateTimeRangeField(_("in force"))

    class Meta:
        verbose_name = _("run of an offer")
        verbose_name_plural = _("runs of offers")
        indexes: ClassVar = [models.Index(fields=["market_id"], name="offers_runs_of_market")]
        constraints: ClassVar = [
            NeverOverlaps(keys=["offer"], during="valid", name="an_offer_says_one_thing_at_a_time"),
            models.CheckConstraint(
                condition=Q(valid__startswith__isnull=False, valid__lower_inc=True, valid__upper_inc=False),
                name="a_run_is_half_open",
            ),
        ]


class Award(models.Model):
    """A coupon that an offer gave because of `cause_id`, once.

    `wait` is the time in which its customer gets no other of the offer. `used_…` is the order that used the coupon,
    with what it cost and what the coupon took off then, in minor units. `version` counts its events.
    """

    id = id_field()
    market_id = models.UUIDField()
    offer = reference("offers.Offer", db_index=False)
    run = reference("offers.Run")
    cause_id = models.UUIDField()
    order_id = models.UUIDField(null=True)
    channel_id = models.UUIDField()
    customer_id = models.UUIDField(null=True)
    email = models.CharField(max_length=254, db_default="", default="", editable=False)
    coupon_id = models.UUIDField(null=True, unique=True)
    earned_at = models.DateTimeField()
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wait = DateTimeRangeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    used_order_id = models.UUIDField(null=True)
    used_channel_id = models.UUIDField(null=True)
    used_at = models.DateTimeField(null=True)
    revenue = models.BigIntegerField(default=0)
    discount = models.BigIntegerField(default=0)
    version = models.IntegerField(default=1)

    class Meta:
        verbose_name = _("earned coupon")
        verbose_name_plural = _("earned coupons")
        indexes: ClassVar = [
            models.Index(fields=["market_id", "given_at"], name="offers_awards_by_time"),
            models.Index(fields=["order_id"], condition=Q(order_id__isnull=False), name="offers_awards_of_order"),
            models.Index(fields=["customer_id"], condition=Q(customer_id__isnull=False), name="offers_awards_of"),
            models.Index(fields=["email"], condition=~Q(email=""), name="offers_awards_of_guests"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "cause_id"], name="a_cause_earns_once"),
            NeverOverlaps(keys=["offer", "customer_id"], during="wait", name="who_got_an_offer_waits_for_the_next"),
            models.CheckConstraint(
                condition=Q(used_order_id__isnull=True, used_channel_id__isnull=True, used_at__isnull=True)
                & Q(revenue=0, discount=0)
                | Q(used_order_id__isnull=False, used_channel_id__isnull=False, used_at__isnull=False),
                name="a_used_award_names_its_order",
            ),
        ]
