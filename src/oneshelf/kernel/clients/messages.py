"""What clients' refusals say, and the permission that they know."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.kernel.clients.errors import UnknownClient, UnknownPermission

sentences.register(
    {
        UnknownClient: (_("There is no client “%(client)s”."), _("Choose one of the clients in the list.")),
        UnknownPermission: (
            _("There is no permission “%(permission)s”."),
            _("Choose among those that the house knows, such as “orders.place”."),
        ),
    }
)

declare_permissions({"clients.manage": _("Give programs keys, and take them back")})
