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
        ]
