"""What cases' refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.cases import errors

sentences.name_codes(
    {
        "case": _("case"),
        "wait": _("waiting for the goods"),
        "other_place": _("from another place"),
        "refund": _("money back"),
        "by_itself": _("by itself"),
        "by_staff": _("by staff"),
        "solved": _("solved"),
        "waiting": _("waiting for the customer"),
    }
)

sentences.register(
    {
        errors.CaseSettled: (_("This is settled already: %(solution)s."), _("Load the page again.")),
        errors.NoSuchWay: (_("There is no way %(number)s out of this."), _("Choose one of those that are shown.")),
        errors.StillMissing: (
            _("%(units)s are still missing, and nobody sends them."),
            _("Choose for the customer: another place, waiting, or the money back. The case is settled with it."),
        ),
        errors.WayGone: (
            _("Somebody else has taken these goods in the meantime."),
            _("Choose another way, or the money back."),
        ),
    }
)
