"""What payments' refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.payments import errors

sentences.name_codes(
    {
        "payment": _("payment"),
        "pending": _("pending"),
        "authorised": _("authorised"),
        "captured": _("captured"),
        "declined": _("declined"),
        "voided": _("voided"),
        "partly_refunded": _("partly refunded"),
        "refunded": _("refunded"),
        "cash": _("cash"),
        "test_card": _("test card"),
        "external": _("paid elsewhere"),
    }
)

sentences.register(
    {
        errors.PaymentNotReady: (
            _("The payment is not ready; it is “%(state)s”."),
            _("Wait a moment, or pay in another way."),
        ),
        errors.PaymentForAnotherBasket: (
            _("The basket has changed since it was paid for; nothing was ordered."),
            _("Look at the basket again and pay what it costs now. The earlier payment is given back by itself."),
        ),
        errors.AlreadyClaimed: (
            _("This payment has paid for an order already."),
            _("Look in your orders; you need not pay again."),
        ),
        errors.RefundTooLarge: (
            _("%(asked)s cannot be given back of this payment; only %(left)s are left of it."),
            _("Give at most that back, or use another payment of the order."),
        ),
        errors.RefundCauseUsed: (
            _("Money was refunded for this before, with another amount."),
            _("Look at the refunds of the order; start a new return for a new refund."),
        ),
        errors.BadPaymentAmount: (
            _("%(value)s is not an amount that can be taken here."),
            _("Give an amount above zero, at most %(most)s."),
        ),
        errors.WrongPaymentCurrency: (
            _("The amount is in %(value)s, the payment in %(expected)s."),
            _("Give the amount in %(expected)s."),
        ),
        errors.NoGateway: (_("Nobody takes payments by “%(method)s”."), _("Choose another way to pay.")),
        errors.CaptureRefused: (
            _("The card's bank did not hand over the money that it had promised."),
            _("Ask the customer for another payment before the goods leave."),
        ),
        errors.RefundRefused: (
            _("The card's bank did not take the refund."),
            _("Try again later, or refund in another way."),
        ),
        errors.GatewayDidNotAnswer: (
            _("The payment service has not answered yet."),
            _("Nothing is lost: we keep asking. Look again in a minute."),
        ),
    }
)
