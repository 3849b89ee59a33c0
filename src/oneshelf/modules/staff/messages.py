"""What staff's refusals say, which constraints stand for them, and the permissions that staff knows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.kernel.transactions import constraint_means
from oneshelf.modules.staff.errors import (
    AccountTaken,
    MayNotGrant,
    NotStaff,
    PinLocked,
    UnknownMember,
    UnknownRole,
    WeakPin,
    WrongPin,
)

sentences.register(
    {
        UnknownMember: (_("Nobody here has the number “%(member)s”."), _("Choose somebody from the list.")),
        NotStaff: (
            _("This account belongs to nobody who works here."),
            _("Ask somebody who manages your team to add you."),
        ),
        UnknownRole: (_("There is no role “%(role)s”."), _("Choose one of the roles in the list.")),
        AccountTaken: (_("This account belongs to somebody else on the team."), _("Use another e-mail address.")),
        MayNotGrant: (
            _("You cannot give the role “%(role)s”, because you lack %(permission)s yourself."),
            _("Ask somebody who has it."),
        ),
        WeakPin: (
            _("This PIN is too easy to guess."),
            _("Choose 4 to 8 digits that are neither all the same nor in a row."),
        ),
        WrongPin: (_("The PIN is wrong."), _("Try again; tries left: %(left)s.")),
        PinLocked: (
            _("The PIN was wrong too often at this till."),
            _("Wait a quarter of an hour, or use another till."),
        ),
    }
)

constraint_means("staff_one_member_an_account", AccountTaken)

declare_permissions({"staff.manage": _("Hire and dismiss people, and give them roles")})
