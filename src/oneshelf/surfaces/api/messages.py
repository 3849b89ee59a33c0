"""What the API's refusals say, and the permissions that it asks for beside those of the modules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.surfaces.api import errors

sentences.register(
    {
        errors.UnknownAddress: (_("There is nothing at %(path)s."), _("Look it up in /api/v1/openapi.json.")),
        errors.WrongMethod: (_("%(method)s is not possible here."), _("Use one of: %(allowed)s.")),
        errors.NotSignedIn: (
            _("This needs a key that is still good."),
            _("Send it as “Authorization: Bearer osk_…”."),
        ),
        errors.NotJson: (_("The body is no JSON: %(reason)s."), _("Send one JSON object, in UTF-8.")),
        errors.WrongMediaType: (_("The body is said to be “%(value)s”."), _("Send application/json.")),
        errors.BodyTooLarge: (
            _("The body has %(value)s bytes."),
            _("Send at most %(most)s, and say how many in Content-Length."),
        ),
        errors.KeyMissing: (
            _("The request has no Idempotency-Key."),
            _("Send a new UUID with each new request, and the same one to repeat it."),
        ),
        errors.TooManyRequests: (
            _("That was more often than agreed."),
            _("Ask again in %(retry_after)s seconds."),
        ),
        errors.ChannelClosed: (
            _("The channel “%(channel)s” takes no orders from you."),
            _("Use a channel that is active and yours."),
        ),
        errors.UnknownCard: (_("Nobody has the customer card %(card)s."), _("Scan it again, or leave it out.")),
        errors.Fault: (
            _("Something of ours broke."),
            _("Try again; if it stays so, tell us the reference %(reference)s."),
        ),
    }
)

declare_permissions(
    {
        "orders.place": _("Place orders in one call"),
        "checkout.use": _("Check out step by step"),
        "events.read": _("Read every event by cursor, and listen live"),
    }
)
