"""What delivery's refusals say to people, and the permission that it knows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.kernel.transactions import constraint_means
from oneshelf.modules.delivery.errors import BadPostcode, NotByThatService, NotDelivered, ServiceCodeTaken

sentences.register(
    {
        BadPostcode: (
            _("“%(value)s” is no postcode."),
            _("Write letters, digits, spaces and hyphens, at most 12 of them."),
        ),
        NotDelivered: (
            _("Nothing is delivered to %(postal_code)s %(country)s."),
            _("Give another address, or collect it in a store."),
        ),
        NotByThatService: (_("That service does not go there."), _("Choose another one, or give another address.")),
        ServiceCodeTaken: (_("Another service of this market has that code."), _("Choose another code.")),
    }
)

constraint_means("delivery_one_service_a_code", ServiceCodeTaken)

declare_permissions({"delivery.manage": _("Change carriers' services, rates, calendars and how places work")})
