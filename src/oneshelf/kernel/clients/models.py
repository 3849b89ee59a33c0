"""The table of clients."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field


class Client(models.Model):
    """A program with a key. The key itself is shown once and kept nowhere; `key_prefix` tells keys apart."""

    id = id_field()
    name = models.TextField(_("name"))
    key_hash = models.BinaryField(_("hash of the key"))
    key_prefix = models.TextField(_("beginning of the key"))
    permissions = ArrayField(models.TextField(), verbose_name=_("permissions"))
    book = models.UUIDField(_("book"), null=True, blank=True)
    place = models.UUIDField(_("place"), null=True, blank=True)
    requests_per_second = models.IntegerField(_("requests per second"))
    created_at = models.DateTimeField(_("created at"))
    archived_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key_hash"], name="a_key_is_one_clients"),
            models.CheckConstraint(condition=models.Q(requests_per_second__gt=0), name="clients_may_ask_now_and_then"),
        ]

    def __str__(self) -> str:
        return self.name
