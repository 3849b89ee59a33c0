"""What the refusals of changes of orders say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.amendments import errors

sentences.name_codes(
    {
        "amendment": _("change of an order"),
        "proposed": _("shown, not agreed to"),
        "awaiting_payment": _("waiting for its payment"),
        "confirmed": _("done"),
        "withdrawn": _("withdrawn"),
        "expired": _("too old"),
    }
)

sentences.register(
    {
        errors.UnknownAmendment: (_("There is no such change of the order."), _("Look at the order again.")),
        errors.NothingChanges: (_("Nothing would be different."), _("Change a quantity, an article or where it goes.")),
        errors.BadChange: (
            _("%(value)s does not fit a change of this order."),
            _("Give whole numbers above zero and lines that the order has, each once."),
        ),
        errors.NotOffered: (
            _("“%(variant)s” cannot be added: it is not sold (any more)."),
            _("Choose another article."),
        ),
        errors.TooMuchToPayLater: (
            _("An order of %(total)s is more than can be paid when it is collected."),
            _("Add less, or place another order for the rest and pay for it now."),
        ),
        errors.AlreadyPicked: (
            _("%(wanted)s of “%(title)s” were to be changed, but only %(left)s still lie on the shelf."),
            _("Change less, or take the goods back once the customer has them."),
        ),
        errors.AlreadyPacked: (
            _("A parcel of order %(number)s is packed already, with the old address on it."),
            _("Let the carrier redirect it, or wait until it comes back."),
        ),
        errors.CannotGoThere: (
            _("The order cannot be collected at “%(place)s” instead."),
            _("Choose another store that hands orders over."),
        ),
        errors.TaxedElsewhere: (
            _("Order %(number)s cannot go to %(there)s: it would be taxed otherwise there than it was."),
            _("Order anew to that address and cancel this order, or keep the address."),
        ),
        errors.StoreTaxedElsewhere: (
            _("Order %(number)s cannot move to “%(place)s”: it would be taxed otherwise there than it was."),
            _("Order anew for that store and cancel this order, or choose a store where it is taxed alike."),
        ),
        errors.CannotComeFrom: (
            _("Goods of this order cannot come from “%(place)s”."),
            _("Choose a place that sends parcels or, for what is collected, one from which a transport leads there."),
        ),
        errors.BadDay: (
            _("Nothing of this order can be sent on %(day)s."),
            _("Choose a day from tomorrow on, within a year, for goods that are there."),
        ),
        errors.ContactIncomplete: (_("“%(name)s” is missing."), _("Fill the whole address in.")),
        errors.NotByYourself: (
            _("This shop does not let you add to a placed order, or swap articles of it."),
            _("Place another order, or ask us."),
        ),
        errors.OnOthersAccount: (
            _("Order %(number)s is on the account of a company: only who ordered it makes it cost more."),
            _("Sign in as them, or order what you want besides by itself."),
        ),
        errors.PickingHasBegun: (
            _("Order %(number)s is being made ready already."),
            _("Place another order for what you want besides."),
        ),
        errors.PreviewOutdated: (
            _("This is not what was shown last."),
            _("Look at what changes once more, then confirm that."),
        ),
        errors.AmendmentOver: (_("This change is over: %(state)s."), _("Propose it anew.")),
        errors.ChangeAwaitsPayment: (
            _("Another change of order %(number)s waits to be paid."),
            _("Withdraw that one first, or wait until it is paid."),
        ),
        errors.NothingToPay: (_("There is nothing to pay: this change is %(state)s."), _("Look at the order again.")),
        errors.ChangeCostsMore: (
            _("The change came to %(agreed)s; by now it would come to %(now)s."),
            _("Propose it anew."),
        ),
        errors.ChangeNotPaid: (_("The card would not pay."), _("Try another card.")),
    }
)
