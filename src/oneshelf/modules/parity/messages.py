"""What parity's refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.parity.errors import DifferenceGone

sentences.name_codes({"difference": _("difference between channels")})

sentences.register(
    {
        DifferenceGone: (
            _("This difference is gone, or it is not the same any more."),
            _("Look at it again, then decide."),
        ),
    }
)
