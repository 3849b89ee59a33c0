"""The outbox's tables."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field


class TransactionIdField(models.Field):  # type: ignore[type-arg]  # Django's own takes no parameters at run time
    """PostgreSQL's 64-bit transaction id (`xid8`): the same never comes twice in one cluster."""

    def db_type(self, connection: Any) -> str:
        """Return the column's type."""
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        """Read the driver's text as a number."""
        return None if value is None else int(value)


class CurrentTransaction(Func):
    """PostgreSQL's own `pg_current_xact_id()`."""

    function = "pg_current_xact_id"
    template = "%(function)s()"
    output_field = TransactionIdField()


class Event(models.Model):
    """One event. Partitioned by month on `occurred_at`; append-only. See `sql/tables/event.sql` for its DDL."""

    id = id_field()
    type = models.TextField()
    aggregate = models.UUIDField()
    sequence = models.IntegerField()
    data = models.TextField()
    occurred_at = models.DateTimeField()
    transaction = TransactionIdField(db_default=CurrentTransaction())

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes: ClassVar = [models.Index(fields=["transaction", "id"], name="outbox_event_reading_order")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["aggregate", "sequence", "occurred_at"], name="outbox_sequence_is_given_once"
            ),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="outbox_sequence_begins_at_one"),
        ]


class Subscription(models.Model):
    """A durable reader: the last event it took (`transaction`, `last_id`), and the worker that has its lease."""

    name = models.TextField(primary_key=True)
    transaction = TransactionIdField()
    last_id = models.UUIDField()
    owner = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    state = models.TextField()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=["running", "paused"]), name="subscription_state_known"
            ),
        ]


class Letter(models.Model):
    """An event that a subscription could not take: to be tried again, parked behind another, or dead."""

    id = id_field()
    subscription = models.TextField()
    event = models.UUIDField()
    type = models.TextField()
    aggregate = models.UUIDField()
    sequence = models.IntegerField()
    data = models.TextField()
    occurred_at = models.DateTimeField()
    transaction = TransactionIdField()
    state = models.TextField()
    tries = models.IntegerField()
    retry_at = models.DateTimeField(null=True)
    error = models.TextField()

    class Meta:
        verbose_name = _("held back event")
        verbose_name_plural = _("held back events")
        indexes: ClassVar = [
            models.Index(
                fields=["subscription", "retry_at"],
                condition=models.Q(state="retrying"),
                name="outbox_letter_due",
            ),
            models.Index(fields=["subscription", "aggregate", "sequence"], name="outbox_letter_of_aggregate"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscription", "event"], name="letter_held_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["retrying", "parked", "dead"]), name="letter_state_known"
            ),
        ]
