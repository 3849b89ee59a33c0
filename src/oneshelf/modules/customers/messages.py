"""What customers' refusals say, which constraints stand for them, and the permissions that customers know."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.kernel.transactions import constraint_means
from oneshelf.modules.customers.errors import (
    AccountLinked,
    BadGroup,
    CardTaken,
    ClosedGroup,
    ContactNotVerified,
    CustomerIsErased,
    GroupCodeTaken,
    InvalidCard,
    InvalidEmail,
    InvalidPhone,
    UnknownCustomer,
    UnknownGroup,
)

sentences.register(
    {
        UnknownCustomer: (_("There is no customer “%(customer)s”."), _("Search for them by name or card.")),
        CustomerIsErased: (
            _("This customer's personal data was erased."),
            _("Register them again if they want to be known."),
        ),
        InvalidCard: (_("“%(card)s” is no card number of ours."), _("Scan the card, or type its 13 digits again.")),
        CardTaken: (_("This card is another customer's."), _("Give the customer a new card.")),
        InvalidPhone: (
            _("“%(phone)s” is no telephone number."),
            _("Write it with its country code, like +48 22 123 45 67."),
        ),
        InvalidEmail: (_("“%(email)s” is no e-mail address."), _("Write it like name@example.com.")),
        AccountLinked: (
            _("This account or this customer is linked already."),
            _("Sign in with the account that the customer has."),
        ),
        ContactNotVerified: (
            _("The customer's e-mail address was not confirmed by this account."),
            _("Confirm the address first; the link is in your mail."),
        ),
        UnknownGroup: (_("There is no group “%(group)s”."), _("Choose one from the list of groups.")),
        ClosedGroup: (_("The group “%(group)s” is closed."), _("Choose an open group, or open another.")),
        GroupCodeTaken: (_("Another group has this code."), _("Choose another code.")),
        BadGroup: (
            _("No group can have the code “%(group)s” and the name “%(name)s”."),
            _("Give a name, and a code of up to 40 lower case letters, digits and dashes."),
        ),
    }
)

constraint_means("customers_one_customer_an_account", AccountLinked)
constraint_means("customers_one_customer_a_card", CardTaken)
constraint_means("customers_one_group_a_code", GroupCodeTaken)

declare_permissions(
    {
        "customers.view": _("Look up customers and their cards"),
        "customers.manage": _("Change customers, give them cards and erase their data"),
    }
)
