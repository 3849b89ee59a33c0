"""What the refusals of lots say to people, and which constraints stand for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.transactions import constraint_means
from oneshelf.modules.lots.errors import BadLot, LotDiffers, LotNeeded, LotNotThere, NotSoldAgain, SerialElsewhere

sentences.register(
    {
        LotNotThere: (
            _("Of “%(lot)s” only %(available)s can be taken here; %(wanted)s were asked for."),
            _("Look at what lies here, and scan what you have in your hand."),
        ),
        SerialElsewhere: (
            _("A unit with this serial number lies somewhere already."),
            _("Look at its history, and correct the place where it does not lie."),
        ),
        LotDiffers: (
            _("Lot “%(lot)s” is known with another date: %(was)s."),
            _("Read the date on the package again, or give the lot another code."),
        ),
        LotNeeded: (
            _("Its units are told apart: %(wanted)s came, but only of %(told)s it is known which they are."),
            _("Give the lot, or the serial number of each."),
        ),
        BadLot: (
            _("“%(value)s” is no lot or serial number."),
            _("Give 1 to 48 printable characters; a serial number names one unit."),
        ),
        NotSoldAgain: (
            _("Goods that are not new cannot go back to the shelf."),
            _("Grade them as new if they are, write them off, or send them back to the supplier."),
        ),
    }
)

constraint_means("serial_in_one_place_at_a_time", SerialElsewhere)
constraint_means("serial_is_one_unit", SerialElsewhere)  # it came a second time to where it lies
