"""What fulfilment's refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.fulfilment import errors

sentences.name_codes(
    {
        "consignment": _("consignment"),
        "consignment taken at once": _("consignment taken at once"),
        "consignment to collect": _("consignment to collect"),
        "consignment to ship": _("consignment to ship"),
        "consignment to bring to a store": _("consignment to bring to a store"),
        "awaited": _("waiting for goods"),
        "open": _("open"),
        "picking": _("being picked"),
        "ready": _("ready"),
        "collected": _("collected"),
        "packed": _("packed"),
        "on_the_way": _("on the way to the store"),
        "shipped": _("shipped"),
        "delivered": _("delivered"),
        "cancelled": _("cancelled"),
        "expired": _("expired"),
        "take_now": _("taken at once"),
        "collect": _("collection"),
        "ship": _("delivery"),
        "bring": _("brought to the store"),
        "not_found": _("goods not found"),
        "damaged": _("goods damaged"),
        "no_time": _("no time"),
        "closed": _("place closed"),
        "lost": _("goods lost on the way"),
        "other": _("another reason"),
    }
)

sentences.register(
    {
        errors.WrongPin: (
            _("This is not the PIN of the order."),
            _("Ask for the PIN on the customer's order page, or scan its QR code. Tries left: %(left)s."),
        ),
        errors.PinLocked: (
            _("Too many wrong PINs were entered."),
            _("Scan the QR code, or ask somebody who may unlock collections and check the customer's identity."),
        ),
        errors.WrongToken: (
            _("This QR code does not belong to the order."),
            _("Ask the customer to open the page of this order, or type the PIN."),
        ),
        errors.MoneyDue: (
            _("This order is paid when it is handed over."),
            _("Take the customer to a till: it takes the money and hands the goods over."),
        ),
        errors.ShortPick: (
            _("Not everything is picked yet; units missing: %(missing)s."),
            _("Pick what is missing, or report it as not found."),
        ),
        errors.NothingPicked: (
            _("Nothing of this order was found."),
            _("Cancel it, so that the customer is told and gets the money back."),
        ),
        errors.BadPick: (
            _("%(value)s is more or less than line %(line)s can hold."),
            _("Give a number from 0 to %(most)s."),
        ),
        errors.NoSuchLine: (
            _("There is no line %(line)s in this order's list."),
            _("Scan the article again, or reload the list."),
        ),
        errors.UnitsPicked: (
            _("Units of line %(line)s that are not picked yet: %(left)s."),
            _("Change fewer of them, or ask the place to put some back first."),
        ),
        errors.WrongMethod: (
            _("This order goes another way (%(method)s) and is never %(wanted)s."),
            _("Look at how the customer gets the goods."),
        ),
    }
)
