"""What counts' refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.transactions import drawn_at_random
from oneshelf.modules.counts import errors

sentences.name_codes(
    {"count": _("count"), "correction": _("correction"), "settled": _("settled"), "proposed": _("waiting for approval")}
)

sentences.register(
    {
        errors.NothingToCount: (_("There is nothing here to count."), _("Choose another category, or other articles.")),
        errors.NotInCount: (_("“%(article)s” is not in this count."), _("Leave it where it is and go on.")),
        errors.SomebodyElseCounts: (
            _("A colleague is counting “%(article)s”."),
            _("Choose another article."),
        ),
        errors.CountedBefore: (
            _("You have counted “%(article)s” before."),
            _("Somebody else counts it the second time; choose another article."),
        ),
        errors.AgreedAlready: (_("“%(article)s” is counted."), _("Choose another article.")),
        errors.BadCount: (_("%(value)s is no number of goods."), _("Give zero or more.")),
        errors.NotAllCounted: (
            _("Articles that are not agreed yet: %(left)s."),
            _("Count them, or settle the others and leave these."),
        ),
        errors.AboveAuthority: (
            _("This correction is worth more than you may decide."),
            _("Ask a manager to approve it."),
        ),
        errors.DecidedAlready: (_("Somebody has decided this meanwhile."), _("Load the page again.")),
    }
)

drawn_at_random("counts_number_is_given_once")
