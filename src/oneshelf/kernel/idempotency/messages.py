"""Idempotency's refusals in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.idempotency.errors import IdempotencyKeyReused

sentences.register(
    {
        IdempotencyKeyReused: (
            _("The idempotency key “%(key)s” came before with another content."),
            _("Use a new key for a new request, and the same key only to repeat it unchanged."),
        ),
    }
)
