"""The ledger's refusals in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.ledger.errors import AccountIsBoundOtherwise, AlreadyPosted, BalanceTooLow
from oneshelf.kernel.transactions import constraint_means

sentences.register(
    {
        BalanceTooLow: (_("There is not enough on this account."), _("Take less, or pay the rest another way.")),
        AlreadyPosted: (_("This has been booked already."), _("Nothing more needs to be done.")),
        AccountIsBoundOtherwise: (
            _("The account “%(account_code)s” is open already with another limit."),
            _("Use another code for the new account."),
        ),
    }
)
constraint_means("transfer_posted_once_a_cause", AlreadyPosted)
