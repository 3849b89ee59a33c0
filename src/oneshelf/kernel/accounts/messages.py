"""What accounts' refusals say."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.accounts.errors import TooManyAttempts

sentences.register(
    {
        TooManyAttempts: (_("There were too many wrong attempts."), _("Wait a quarter of an hour, then try again.")),
    }
)
