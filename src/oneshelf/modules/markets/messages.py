"""What markets' refusals say, which constraints stand for them, and the permissions that markets know."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.kernel.transactions import constraint_means
from oneshelf.modules.markets.errors import (
    ChannelCodeTaken,
    LanguageNotOffered,
    MarketCodeTaken,
    UnknownChannel,
    UnknownCurrency,
    UnknownMarket,
    UnknownTimeZone,
)

sentences.register(
    {
        UnknownMarket: (_("There is no market “%(market)s”."), _("Choose one of the markets in the list.")),
        UnknownChannel: (_("There is no channel “%(channel)s”."), _("Choose one of the market's channels.")),
        MarketCodeTaken: (_("Another market has that code."), _("Choose another code.")),
        ChannelCodeTaken: (_("Another channel of this market has that code."), _("Choose another code.")),
        UnknownTimeZone: (_("“%(time_zone)s” is no time zone."), _("Write it like Europe/Warsaw.")),
        UnknownCurrency: (_("“%(currency)s” is no currency in use."), _("Write its three letters, like EUR.")),
        LanguageNotOffered: (
            _("The default language “%(language)s” is not offered."),
            _("Choose one of %(offered)s, or offer it first."),
        ),
    }
)

constraint_means("markets_one_market_a_code", MarketCodeTaken)
constraint_means("markets_one_channel_a_code", ChannelCodeTaken)

declare_permissions({"markets.manage": _("Change markets and their channels")})
