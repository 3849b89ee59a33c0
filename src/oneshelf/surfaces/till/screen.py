"""The one screen from scan to receipt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.staff import public as staff
from oneshelf.surfaces.till import device, find, why
from oneshelf.surfaces.till.device import Counter, counter_page


@counter_page
@require_safe
def screen(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Show the screen with the favourites; its script then brings the basket that this device keeps."""
    market, place = markets.get_market(counter.till.market), places.get_place(counter.till.place)
    shown = {
        "till": counter.till,
        "place": place,
        "cashier": staff.get_member(counter.member),
        "categories": catalogue.category_tree(1),
        "words": _words() | why.words(),
        "facts": {
            "currency": market.currency,
            "zone": place.time_zone,
            "idle": device.IDLE_S,
            "till": str(counter.till.id),
        },
    } | find.tiles(counter, "", "")
    return render(request, "till/screen.html", shown)


def _words() -> dict[str, str]:
    """The sentences that the page's script says."""
    return {
        "removed": _("{title} removed"),
        "cleared": _("Basket emptied"),
        "changed": _("The price of {title} has changed. The basket shows the new one."),
        "unreachable": _("The shop cannot be reached. Nothing was sold; check the connection and try again."),
        "unsure": _("No answer came. Press again: the sale is sent once more under the same key and never sold twice."),
        "failed": _("That did not work. Please try again."),
        "busy_paying": _("Finish or close the payment first."),
        "age": _("Is the customer {age} or older?"),
        "missing": _("{amount} missing"),
        "taken": _("The basket is at this till now; elsewhere it can be neither changed nor paid."),
        "left_out": _("{title} is not sold any more and was left out."),
        "given_back": _("The basket is with its customer again."),
        "needs_line_later": _(
            "What is sent or collected later needs the connection. Sell what is here until it is back."
        ),
        "later_lost": _("Nothing comes later any more, all of it would be taken along: {why}"),
        "later_moved": _("What comes later has another time now. The basket shows it: tell the customer."),
        "needs_line": _("Baskets come and go over the connection. Ring the goods up here until it is back."),
        "nothing_to_park": _("There is nothing to park."),
        "online": _("Online"),
        "offline": _("Offline"),
    }
