"""Tables of fulfilment. They carry plain ids, being written with every order; the audit proves them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field
from oneshelf.modules.fulfilment.types import ConsignmentState, Method, Reason

METHOD_NAMES = {
    Method.TAKE_NOW: _("Taken at once"),
    Method.COLLECT: _("Collect in store"),
    Method.SHIP: _("Delivery"),
    Method.BRING: _("Brought to the store"),
}
"""What people call the ways in which goods reach them."""

STATE_NAMES = {
    ConsignmentState.AWAITED: _("Waiting for goods"),
    ConsignmentState.OPEN: _("To be picked"),
    ConsignmentState.PICKING: _("Being picked"),
    ConsignmentState.READY: _("Ready to collect"),
    ConsignmentState.COLLECTED: _("Collected"),
    ConsignmentState.PACKED: _("Packed"),
    ConsignmentState.ON_THE_WAY: _("On the way to the store"),
    ConsignmentState.SHIPPED: _("Shipped"),
    ConsignmentState.DELIVERED: _("Delivered"),
    ConsignmentState.CANCELLED: _("Cancelled"),
    ConsignmentState.EXPIRED: _("Not collected"),
}
"""What people call the states of a consignment."""


REASON_NAMES = {
    Reason.NOT_FOUND: _("Goods not found"),
    Reason.DAMAGED: _("Goods damaged"),
    Reason.NO_TIME: _("No time to do it"),
    Reason.CLOSED: _("The place is closed"),
    Reason.MISSED_CLOCK: _("Not begun in time"),
    Reason.LOST: _("Lost on the way"),
    Reason.OTHER: _("Another reason"),
}
"""What people call the reasons for which a place rejects a consignment."""


class Consignment(models.Model):
    """Goods of an order that leave one place in one go."""

    id = id_field()
    market_id = models.UUIDField()
    place_id = models.UUIDField()
    order_id = models.UUIDField(_("order"))
    order_number = models.CharField(_("order number"), max_length=20)
    method = models.CharField(_("method"), max_length=10, choices=[(m.value, name) for m, name in METHOD_NAMES.items()])
    state = models.CharField(_("state"), max_length=10, choices=[(s.value, name) for s, name in STATE_NAMES.items()])
    due_at = models.DateTimeField(_("due"))
    opened_at = models.DateTimeField(_("opened"))
    ready_at = models.DateTimeField(_("ready"), null=True)
    collect_by = models.DateTimeField(_("collect by"), null=True)
    pin_attempts = models.SmallIntegerField(_("wrong PINs"), default=0, db_default=0)
    carrier = models.CharField(_("carrier"), max_length=50, blank=True, default="", db_default="")
    tracking = models.CharField(_("tracking number"), max_length=100, blank=True, default="", db_default="")
    expected_on = models.DateField(_("goods expected"), null=True)
    imported = models.BooleanField(_("imported"), default=False, db_default=False)
    against_payment = models.BooleanField(_("paid when handed over"), default=False, db_default=False)
    version = models.IntegerField(default=1, db_default=1)
    bring_to_id = models.UUIDField(null=True)
    there_by = models.DateTimeField(_("promised in the store"), null=True)
    sent_from_id = models.UUIDField(null=True)
    sent_at = models.DateTimeField(_("sent to the store"), null=True)
    look_again_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("consignment")
        verbose_name_plural = _("consignments")
        indexes: ClassVar = [
            models.Index(fields=["order_id"], name="fulfilment_of_order"),
            models.Index(
                fields=["place_id", "due_at"],
                condition=Q(state__in=["open", "picking", "ready", "packed"]),
                name="fulfilment_queue",
            ),
            models.Index(
                fields=["place_id", "bring_to_id", "due_at"],
                condition=Q(sent_at__isnull=False) & ~Q(place_id=F("bring_to_id")),
                name="fulfilment_on_the_road",
            ),
            models.Index(fields=["collect_by"], condition=Q(state="ready"), name="fulfilment_no_shows"),
            models.Index(fields=["place_id", "opened_at"], condition=Q(state="awaited"), name="fulfilment_awaited"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pin_attempts__gte=0, pin_attempts__lte=5), name="pin_tries_are_few"),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(ready_at__isnull=False, collect_by__isnull=False),
                name="ready_goods_wait_for_a_while",
            ),
            models.CheckConstraint(
                condition=~Q(state="awaited") | Q(expected_on__isnull=False), name="awaited_goods_have_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.order_number


class ConsignmentLine(models.Model):
    """How much of one line of the order a consignment holds, in smallest sale units."""

    id = id_field()
    consignment_id = models.UUIDField()
    line = models.IntegerField(_("line"))
    variant_id = models.UUIDField()
    title = models.TextField(_("title"))
    sku = models.CharField(_("SKU"), max_length=100)
    quantity = models.BigIntegerField(_("quantity"))
    picked = models.BigIntegerField(_("picked"), default=0, db_default=0)
    short = models.BigIntegerField(_("not found"), default=0, db_default=0)

    class Meta:
        db_table = "fulfilment_line"
        verbose_name = _("consignment line")
        verbose_name_plural = _("consignment lines")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consignment_id", "line"], name="a_line_stands_once_in_a_consignment"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="consignment_of_something"),
            models.CheckConstraint(
                condition=Q(picked__gte=0, short__gte=0, quantity__gte=F("picked") + F("short")),
                name="picks_never_exceed_the_line",
            ),
        ]
