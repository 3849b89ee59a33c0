"""What supply's refusals say to people, and what constraints stand for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.transactions import constraint_means, drawn_at_random
from oneshelf.modules.supply import errors

sentences.name_codes(
    {
        "purchase order": _("purchase order"),
        "transfer": _("transfer"),
        "draft": _("draft"),
        "sent": _("sent"),
        "partly_received": _("partly received"),
        "received": _("received"),
        "in_transit": _("in transit"),
        "unsettled": _("not settled"),
    }
)

sentences.register(
    {
        errors.UnknownSupplier: (_("There is no supplier “%(supplier)s”."), _("Choose one from the list.")),
        errors.BadSupplierCode: (
            _("“%(value)s” cannot be a supplier's code."),
            _("Write letters, digits, hyphens and underscores, at most 32 of them."),
        ),
        errors.SupplierCodeTaken: (_("Another supplier has this code."), _("Choose another code.")),
        errors.UnknownPurchase: (
            _("There is no purchase order “%(number)s”."),
            _("Check the number on the delivery note."),
        ),
        errors.UnknownTransfer: (_("There is no transfer “%(number)s”."), _("Check the number on the box.")),
        errors.NothingOrdered: (_("There is nothing on it."), _("Add an article and how much of it.")),
        errors.BelowMinimum: (
            _("The supplier takes no order of less than %(minimum)s; this one comes to %(total)s."),
            _("Order more, or wait until more is needed."),
        ),
        errors.NotOnList: (
            _("“%(article)s” is not on the list."),
            _("Put it aside and ask whoever ordered; it is not taken in."),
        ),
        errors.TooMuchArrived: (
            _("%(arrived)s of “%(article)s” are more than were expected."),
            _("Take in %(most)s and send the rest back, or ask a manager to receive it."),
        ),
        errors.NothingArrived: (
            _("Nothing is counted that could be received."),
            _("Scan what came first. Perhaps a colleague has received it meanwhile: load the page again."),
        ),
        errors.CountedAtDoor: (
            _("“%(serial)s” is counted already."),
            _("Scan the next one. If two have the same number, put one aside and ask the supplier."),
        ),
        errors.ReceivedOtherwise: (
            _("Receipt %(receipt)s was written before, with other goods."),
            _("Look at it; use a new receipt for a new delivery."),
        ),
        errors.SamePlace: (
            _("Goods cannot be sent there."),
            _("Choose two different stores or warehouses of the same market."),
        ),
        errors.NotMissing: (
            _("So much of “%(article)s” is not missing."),
            _("Give a number from 1 to %(missing)s."),
        ),
    }
)

constraint_means("supply_one_supplier_a_code", errors.SupplierCodeTaken)
drawn_at_random("supply_purchase_number_is_given_once")
drawn_at_random("supply_transfer_number_is_given_once")
