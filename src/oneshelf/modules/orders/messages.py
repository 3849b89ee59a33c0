"""What the order book's refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.kernel.actors import declare_permissions
from oneshelf.modules.orders.errors import (
    DueChanged,
    GoodsHaveLeft,
    GoodsNotOfOrder,
    NotAmendable,
    NotCancellable,
    NotOpen,
    OrderChanged,
    OrderRefundTooLarge,
    ReturnTooLarge,
    TooManyUnpaid,
    UnitNotOfOrder,
    UnitsNotNamed,
    UnknownOrder,
)
from oneshelf.modules.orders.types import ContactPart

declare_permissions(
    {
        "orders.view": _("See the order book"),
        "orders.cancel": _("Cancel orders"),
        "orders.refund": _("Give money back"),
        "orders.amend": _("Change placed orders"),
    }
)

sentences.name_codes(
    {
        "order": _("order"),
        "placed": _("placed"),
        "completed": _("completed"),
        "cancelled": _("cancelled"),
    }
)

_PARTS = {
    ContactPart.NAME: _("Name"),
    ContactPart.EMAIL: _("E-mail"),
    ContactPart.STREET: _("Street"),
    ContactPart.POSTAL_CODE: _("Postal code"),
    ContactPart.CITY: _("City"),
    ContactPart.COUNTRY: _("Country"),
}
sentences.show(ContactPart, lambda part: str(_PARTS[part]))

sentences.register(
    {
        UnknownOrder: (_("There is no order “%(number)s”."), _("Check the number; it has eight characters.")),
        OrderChanged: (
            _("Somebody changed order %(number)s in the meantime."),
            _("Load it again and repeat what you did."),
        ),
        NotCancellable: (
            _("Order %(number)s is %(state)s and cannot be cancelled."),
            _("Refund it instead, or take the goods back."),
        ),
        GoodsHaveLeft: (
            _("Some goods of order %(number)s have left already: it cannot be cancelled whole."),
            _("Change the order to cancel what is still to come, and take back the rest when it is returned."),
        ),
        NotOpen: (
            _("%(wanted)s units of line %(line)s cannot be changed; %(left)s can."),
            _("Load the order again; change at most what is still to come."),
        ),
        NotAmendable: (
            _("Order %(number)s is %(state)s and cannot be changed."),
            _("Take goods back instead, or place another order."),
        ),
        OrderRefundTooLarge: (
            _("%(asked)s cannot be given back; only %(left)s are left of what was paid."),
            _("Give an amount above zero, at most what is left."),
        ),
        TooManyUnpaid: (
            _("So many of your orders wait to be paid when you collect them: %(most)s. That is as many as we keep."),
            _("Collect one of them first, or pay this one now."),
        ),
        DueChanged: (
            _("%(due)s is to be paid for this, not %(given)s."),
            _("Load the page again and take what is due now."),
        ),
        GoodsNotOfOrder: (
            _("%(quantity)s units of line %(line)s were not bought with this order."),
            _("Look at its lines and quantities."),
        ),
        ReturnTooLarge: (
            _("%(asked)s of “%(title)s” (line %(line)s) cannot come back; at most %(left)s can."),
            _("Take back at most what the customer got and has not brought back yet."),
        ),
        UnitNotOfOrder: (
            _("The unit with serial number %(serial)s was not sold with order %(number)s, or is back already."),
            _("Search for the number: its history names the order with which it went out."),
        ),
        UnitsNotNamed: (
            _("Units of “%(title)s” have serial numbers: %(units)s come back, %(named)s are named."),
            _("Name each unit that comes back by its number."),
        ),
    }
)
