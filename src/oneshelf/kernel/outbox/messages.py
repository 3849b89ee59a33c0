"""What people call the things of the outbox."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences

sentences.name_codes({"subscription": _("subscription"), "letter": _("held back event")})
