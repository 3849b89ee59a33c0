"""What accounts' refusals say."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.accounts.errors import EmailNotProved, TooManyAttempts

sentences.register(
    {
        EmailNotProved: (
            _("Whoever uses “%(email)s” has not confirmed that the address is theirs."),
            _("Let them confirm it first; the link is in their mail."),
        ),
        TooManyAttempts: (_("There were too many wrong attempts."), _("Wait a quarter of an hour, then try again.")),
    }
)
