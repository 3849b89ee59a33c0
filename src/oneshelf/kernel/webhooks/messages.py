"""What the refusals of webhooks say, and the permission that they know."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.kernel.webhooks import errors

sentences.register(
    {
        errors.UnknownEndpoint: (_("There is no webhook “%(endpoint)s”."), _("Choose one of those in the list.")),
        errors.UnknownDelivery: (
            _("There is no delivery “%(delivery)s”."),
            _("Choose one of the log; what ended is kept for 30 days."),
        ),
        errors.BadAddress: (
            _("Nothing may be sent to “%(url)s”."),
            _("Give an https address that the public internet reaches, without a name or password in it."),
        ),
        errors.UnknownEventType: (
            _("No event is called “%(type)s”."),
            _("Choose types like “orders.order_placed.v1”, “orders.*” for a family, or “*” for all."),
        ),
        errors.TooManyEndpoints: (
            _("There are %(most)s webhooks already."),
            _("Remove one that nobody needs any more."),
        ),
        errors.EndpointStopped: (_("The webhook is stopped."), _("Start it first.")),
    }
)

declare_permissions({"webhooks.manage": _("Have events sent to other programs")})
