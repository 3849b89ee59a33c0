"""What checkout's refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.checkout import errors

sentences.name_codes(
    {
        "checkout": _("checkout"),
    }
)

sentences.register(
    {
        errors.UnknownCheckout: (_("There is no checkout “%(checkout)s”."), _("Go back to the basket.")),
        errors.EmptyBasket: (_("The basket is empty."), _("Put something in first.")),
        errors.TooManyLines: (
            _("%(count)s lines are too many for one order."),
            _("Order at most %(most)s at a time."),
        ),
        errors.PastItsDay: (
            _("The last day of “%(title)s” was %(expires_on)s, by its label."),
            _("Take it out of the basket and off the shelf."),
        ),
        errors.WrongLabel: (
            _("“%(label)s” is no label of this article."),
            _("Scan the label again, or take what has it out of the basket."),
        ),
        errors.OnlyTakenNow: (
            _("What has a label with its weight, price or last day is taken along at once."),
            _("Order it without the label, or to be taken along."),
        ),
        errors.NotForSale: (_("“%(variant)s” is not for sale."), _("Take it out of the basket.")),
        errors.CheckoutExpired: (
            _("You took longer than we could keep the goods for you."),
            _("Your basket is still there: check out again."),
        ),
        errors.CheckoutDone: (_("This basket was ordered already."), _("You find it among your orders.")),
        errors.ChooseDelivery: (
            _("We do not know yet how you want to get your goods."),
            _("Choose collection or delivery first."),
        ),
        errors.CostsNothing: (_("This order costs nothing."), _("Complete it without a payment.")),
        errors.PaymentMissing: (_("%(missing)s are not paid yet."), _("Pay first, then complete the order.")),
        errors.PaidTooMuch: (
            _("The payments come to %(over)s too much."),
            _("Let them come to exactly what the order costs."),
        ),
        errors.CheckoutChanged: (
            _("The checkout was changed in another window."),
            _("Look at it again before you go on."),
        ),
        errors.ComesLater: (
            _("Not all of it is there any more: the rest comes on %(expected_on)s."),
            _("Look at the new day and order again, or choose another way."),
        ),
        errors.PriceChanged: (
            _("You expected to pay %(expected)s, but it costs %(total)s now."),
            _("Look at the new total and order again."),
        ),
        errors.PricedForOtherPayment: (
            _("What it costs depends on how it is paid, and this total is that of another way to pay."),
            _("Choose collection or delivery again and say with it how you pay; then pay the total that it comes to."),
        ),
        errors.NotBought: (
            _("%(wanted)s of an article are to come later, but only %(bought)s are bought."),
            _("Choose again what is to come later."),
        ),
        errors.NotTakenNow: (
            _("Goods come later only beside what is taken at once, at a till."),
            _("Place one order for what is collected or sent."),
        ),
        errors.PromiseMoved: (
            _("The goods cannot come by %(told_by)s any more: they come by %(promised_by)s."),
            _("Tell the customer; whoever agrees pays again."),
        ),
        errors.PlaceDoesNot: (_("%(place)s does not offer this (%(method)s)."), _("Choose another store.")),
        errors.ChooseStore: (_("It is not said where the goods are collected."), _("Choose a store.")),
        errors.NowhereInStock: (
            _("Only %(available)s of %(wanted)s can be delivered."),
            _("Take fewer, or collect them in a store that has them."),
        ),
        errors.CardDeclined: (_("The card was declined."), _("Try another card, or pay in another way.")),
        errors.OneCardOnly: (
            _("%(count)s cards were given for one order."),
            _("Pay with one card; the rest may be cash."),
        ),
        errors.SerialsNeeded: (
            _("Each unit of “%(title)s” has a serial number: %(named)s of %(wanted)s are named."),
            _("Scan or type the number of each unit that the customer takes."),
        ),
        errors.NotAtCollection: (
            _("This order cannot be paid when it is collected at %(place)s."),
            _("Pay all of it now, or choose a store in which you can pay."),
        ),
        errors.TooMuchAtCollection: (
            _("Orders above %(most)s cannot be paid when they are collected; this one comes to %(total)s."),
            _("Pay it now, or take less."),
        ),
        errors.ContactMissing: (_("%(name)s is missing."), _("Fill it in, so that your order reaches you.")),
    }
)
