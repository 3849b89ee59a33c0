"""What places' refusals say, which constraints stand for them, and the permissions that places know."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.kernel.transactions import constraint_means
from oneshelf.modules.places.errors import (
    BinCodeTaken,
    OpeningsOverlap,
    PlaceClosed,
    PlaceCodeTaken,
    PlaceExpectsGoods,
    UnknownBin,
    UnknownPlace,
    VirtualPlaceFixed,
    WrongPosition,
)

sentences.register(
    {
        UnknownPlace: (_("There is no place “%(place)s”."), _("Choose one of the places in the list.")),
        PlaceClosed: (_("%(name)s is closed then."), _("Choose another place, or another time.")),
        PlaceCodeTaken: (_("Another place of this market has that code."), _("Choose another code.")),
        UnknownBin: (_("There is no bin “%(bin)s” here."), _("Scan its label again, or choose one from the list.")),
        BinCodeTaken: (_("Another bin of this place has that code."), _("Choose another code.")),
        VirtualPlaceFixed: (
            _("A place of the kind “%(kind)s” comes with its market and stays as it is."),
            _("Choose a store, a warehouse, a pickup point or a quarantine."),
        ),
        PlaceExpectsGoods: (
            _("%(name)s is not done yet: the goods of %(kind)s %(number)s head for it or wait there (now: %(where)s)."),
            _("Let them come and leave, or cancel what is not wanted any more; then try again."),
        ),
        OpeningsOverlap: (
            _("The opening at %(opens)s shares time with the one before it."),
            _("Let each opening begin when the one before it has ended."),
        ),
        WrongPosition: (
            _("%(latitude)s, %(longitude)s is no position on Earth."),
            _("Write the latitude from -90 to 90 and the longitude from -180 to 180."),
        ),
    }
)

constraint_means("places_one_place_a_code", PlaceCodeTaken)
constraint_means("places_one_bin_a_code", BinCodeTaken)

declare_permissions({"places.manage": _("Open and archive places, and change their hours")})
