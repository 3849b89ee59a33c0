"""The table of answers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Answer(models.Model):
    """What was answered to a client's request under its idempotency key, until it expires."""

    pk = models.CompositePrimaryKey("client", "operation", "key")
    client = models.TextField()
    operation = models.TextField()
    key = models.TextField()
    body_hash = models.BinaryField()
    status = models.IntegerField()
    answer = models.TextField()
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="idempotency_answer_expiry")]
