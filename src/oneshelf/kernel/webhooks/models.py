"""The tables of webhooks."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field


class Endpoint(models.Model):
    """An address that wants events. `client` and `book`, when given, are whose it is; secrets are sealed.

    While the past is sent again, `again_after` is the cursor behind what was handed on of it; it is of events that
    happened from `again_since` (null: ever) until `again_until`.
    """

    id = id_field()
    client = models.UUIDField(null=True)
    book = models.UUIDField(null=True)
    url = models.TextField()
    types = ArrayField(models.TextField())
    description = models.TextField(default="", db_default="")
    secret = models.BinaryField()
    old_secret = models.BinaryField(null=True)
    old_secret_until = models.DateTimeField(null=True)
    active = models.BooleanField(default=True, db_default=True)
    stopped_because = models.TextField(default="", db_default="")
    events = models.IntegerField(default=0, db_default=0)
    failures = models.IntegerField(default=0, db_default=0)
    failing_since = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    again_after = models.TextField(default="", db_default="")
    again_since = models.DateTimeField(null=True)
    again_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        indexes: ClassVar = [models.Index(fields=["client"], name="webhooks_endpoint_client")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(old_secret=None, old_secret_until=None)
                | Q(old_secret__isnull=False, old_secret_until__isnull=False),
                name="an_old_secret_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(again_after="", again_since=None, again_until=None)
                | (~Q(again_after="") & Q(again_until__isnull=False)),
                name="what_is_sent_again_has_an_end",
            ),
        ]


class Delivery(models.Model):
    """One event on its way to one endpoint; `body` is what is sent, the same at each try."""

    id = id_field()
    endpoint = models.ForeignKey(Endpoint, models.PROTECT, related_name="+", db_index=False)
    event = models.UUIDField()
    type = models.TextField()
    aggregate = models.UUIDField()
    sequence = models.IntegerField()
    body = models.TextField()
    state = models.TextField()
    tries = models.IntegerField(default=0, db_default=0)
    next_at = models.DateTimeField(null=True)
    owner = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sent event")
        verbose_name_plural = _("sent events")
        indexes: ClassVar = [
            models.Index(fields=["endpoint", "next_at"], condition=Q(state="waiting"), name="webhooks_delivery_due"),
            models.Index(
                fields=["endpoint", "aggregate", "sequence"],
                condition=Q(state="waiting"),
                name="webhooks_delivery_order",
            ),
            models.Index(fields=["endpoint", "id"], name="webhooks_delivery_log"),
            models.Index(fields=["endpoint", "id"], condition=Q(state="given_up"), name="webhooks_delivery_given_up"),
            models.Index(fields=["ended_at"], name="webhooks_delivery_ended"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="an_event_goes_to_an_endpoint_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False, ended_at=None)
                | Q(state__in=["taken", "given_up"], ended_at__isnull=False),
                name="a_delivery_waits_or_has_ended",
            ),
        ]


class Attempt(models.Model):
    """One try of a delivery: what came back, and how long it took."""

    id = id_field()
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    took_ms = models.IntegerField()
    status = models.IntegerField(null=True)
    fault = models.TextField()
    answer = models.TextField()

    class Meta:
        verbose_name = _("try")
        verbose_name_plural = _("tries")
        indexes: ClassVar = [models.Index(fields=["delivery", "id"], name="webhooks_attempt_delivery")]
