"""What sourcing's refusals say to people, and the permissions that it knows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.modules.sourcing.errors import (
    BadRule,
    NowhereToSource,
    OptimiserMissing,
    PlaceBusy,
    PolicyFixed,
    PolicyInThePast,
)

sentences.register(
    {
        PlaceBusy: (
            _("The place takes %(most)s orders in that hour, and has no room for more."),
            _("Choose a later hour, or another place."),
        ),
        BadRule: (
            _("Rule %(position)s cannot be."),
            _("Name the places that it speaks of, and give figures of zero or more."),
        ),
        PolicyFixed: (
            _("Version %(version)s is no draft any more, and stays as it is."),
            _("Begin a new draft from it."),
        ),
        PolicyInThePast: (
            _("A policy cannot begin in the past, nor before the one that it follows."),
            _("Choose a later moment, or leave it empty to begin at once."),
        ),
        NowhereToSource: (
            _("The places together cannot send all of it."),
            _("Take fewer, or wait until goods have come in."),
        ),
        OptimiserMissing: (
            _("The optimiser is not installed."),
            _("Install it with “pip install oneshelf[optimiser]”."),
        ),
    }
)
sentences.name_codes(
    {
        "sourcing policy": _("sourcing policy"),
        "rehearsal": _("rehearsal"),
        "draft": _("draft"),
        "published": _("published"),
        "withdrawn": _("withdrawn"),
    }
)

declare_permissions(
    {
        "sourcing.view": _("See policies, and why orders were sent from where"),
        "sourcing.edit": _("Draft, rehearse and publish sourcing policies, and set the capacity of places"),
    }
)
