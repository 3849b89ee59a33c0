"""How far the loads have come."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference


class Source(models.Model):
    """Data of somebody else that has been loaded, wholly or in part, and by how many weeks it was moved."""

    id = id_field()
    name = models.CharField(_("name"), max_length=60)
    weeks_shifted = models.IntegerField(_("weeks shifted"))
    begun_at = models.DateTimeField(_("begun"))

    class Meta:
        verbose_name = _("source of a load")
        verbose_name_plural = _("sources of loads")
        constraints: ClassVar = [models.UniqueConstraint(fields=["name"], name="load_source_is_shifted_once")]

    def __str__(self) -> str:
        return self.name


class Part(models.Model):
    """A part of a source that is in, whole: it is written in the transaction of its rows."""

    id = id_field()
    source = reference("load.Source", verbose_name=_("source"), db_index=False)
    step = models.CharField(_("step"), max_length=30)
    key = models.CharField(_("part"), max_length=60)
    done_at = models.DateTimeField(_("done"))

    class Meta:
        verbose_name = _("part of a load")
        verbose_name_plural = _("parts of loads")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "step", "key"], name="load_part_is_done_once"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.key}"
