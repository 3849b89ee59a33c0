"""The audit trail's table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field


class Entry(models.Model):
    """One act: who did what to which thing, where and when. Append-only; ids and numbers only."""

    id = id_field()
    at = models.DateTimeField(_("when"))
    actor_kind = models.TextField(_("kind of actor"))
    actor_id = models.UUIDField(_("actor"), null=True)
    action = models.TextField(_("action"))
    subject_kind = models.TextField(_("kind of subject"))
    subject_id = models.UUIDField(_("subject"))
    place = models.UUIDField(_("place"), null=True)
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("audit trail entry")
        verbose_name_plural = _("audit trail")
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "at", "id"], name="trail_entry_of_a_subject"),
            models.Index(fields=["actor_id", "at"], name="trail_entry_of_an_actor"),
        ]
