"""What companies' refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.companies import errors

sentences.name_codes({"company": _("company")})

sentences.register(
    {
        errors.UnknownCompany: (_("There is no such company."), _("Choose one from the list.")),
        errors.CompanyChanged: (
            _("Somebody changed the company in the meantime."),
            _("Load it again and repeat what you did."),
        ),
        errors.NotAMember: (
            _("You cannot order on account here."),
            _("Sign in as somebody who orders for a company, or pay in another way."),
        ),
        errors.NotOnAccount: (
            _("An order is bought on account as a whole."),
            _("Put all of it on account, or none of it."),
        ),
        errors.MemberElsewhere: (
            _("This customer orders for %(company)s already."),
            _("Take them out there first: people order for one company."),
        ),
        errors.OnHold: (
            _("%(company)s buys nothing on account at the moment."),
            _("Pay in another way, or talk to us."),
        ),
        errors.OverCredit: (
            _("%(wanted)s is more than the credit that is left: %(left)s."),
            _("Pay an invoice first, order less, or pay in another way."),
        ),
        errors.OverMemberLimit: (
            _("%(wanted)s is more than you may order at once for your company: %(most)s."),
            _("Order less, or ask a colleague who may order more."),
        ),
        errors.OrderTooSmall: (
            _("Orders on account come to %(minimum)s at least, this one to %(wanted)s."),
            _("Order more, or pay in another way."),
        ),
        errors.InvoiceOverdue: (
            _("Invoice %(number)s should have been paid long ago."),
            _("Pay it first; until then, pay in another way."),
        ),
        errors.LimitInUse: (
            _("The company has ordered and owes %(used)s already."),
            _("Give it a limit of that at least; put it on hold if it shall buy nothing more on account."),
        ),
        errors.UnknownInvoice: (_("There is no such invoice."), _("Choose one of the company's invoices.")),
        errors.PaidOtherwise: (
            _("Order %(number)s was not bought on account."),
            _("Give its money back to where it came from."),
        ),
        errors.NotedAlready: (
            _("%(amount)s were noted already, with the same form."),
            _("Look at the invoice, then begin again."),
        ),
        errors.MoreThanOpen: (
            _("%(asked)s cannot be noted: it is about %(open)s."),
            _("Give an amount above zero, at most that."),
        ),
    }
)
