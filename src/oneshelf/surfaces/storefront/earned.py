"""A customer's coupons: what offers gave them, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import clock
from oneshelf.kernel.guards import customers_only
from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import public as markets
from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import Award, AwardId, Slip, Standing, Telling
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order
from oneshelf.surfaces.storefront.pages import kindly, show
from oneshelf.surfaces.storefront.visits import visit_of
from oneshelf.ui.formats import instant_text


@dataclass(frozen=True, slots=True)
class Earned:
    """A coupon on its customer's page, and what became of it."""

    slip: Slip
    standing: Standing

    @property
    def works(self) -> bool:
        """Whether it can be used."""
        return self.standing is Standing.GIVEN

    @property
    def became(self) -> str | Promise:
        """What people call that."""
        return offers.STANDING_NAMES[self.standing]


@customers_only
@kindly
@never_cache
@require_safe
def coupons(request: HttpRequest) -> HttpResponse:
    """Show a customer's coupons: those that work first, each lot the latest first."""
    visit, now = visit_of(request), clock.now()
    assert visit.customer_id is not None
    found = shown(offers.awards_of_customer(visit.customer_id, visit.market.id))
    takeable = offers.open_to_visitors(visit.market.id, visit.channel.id, visit.customer_id, now)
    return show(
        request, "account/coupons", coupons=sorted(found, key=lambda each: not each.works), takeable=bool(takeable)
    )


def shown(awards: Sequence[Award]) -> list[Earned]:
    """Return coupons as their holders read them, in the language that is spoken."""
    now = clock.now()
    return [Earned(each, each.award.standing_at(now)) for each in offers.slips(awards, get_language() or "")]


def of_order(order: Order) -> list[Earned]:
    """Return what an order earned that its buyer is told of here and can use, given now when nobody has yet."""
    told = {Telling.RECEIPT, Telling.ACCOUNT}
    earned = [each for each in offers.earned_by_order(order) if not told.isdisjoint(each.told)]
    return [each for each in shown(earned) if each.works]


def tell(award: AwardId) -> bool:
    """Mail whoever earned a coupon its code, once in 48 hours; False when nobody can be written to."""
    found = offers.get_award(award)
    address = _address(found)
    if not address or found.standing_at(clock.now()) is not Standing.GIVEN:
        return False

    def send() -> None:
        language = customers.language_for(found.customer, found.market)
        with translation.override(language):
            _mail(address, *offers.slips([found], language))

    idempotency.once_outside(
        Claim("storefront", "tell of a coupon", str(award), idempotency.body_hash(award.bytes)), send
    )
    return True


def _address(award: Award) -> str:
    """Return where whoever earned a coupon is written to; '' when that is not known."""
    if award.customer:
        return customers.get_customer(award.customer).email
    if award.email:
        return award.email
    contact = orders.get_order(award.order).contact if award.order else None
    return contact.email if contact else ""


def _mail(address: str, slip: Slip) -> None:
    told = {
        "shop": settings.SHOP_NAME,
        "slip": slip,
        "until": instant_text(slip.award.expires_at, markets.get_market(slip.award.market).time_zone),
        "link": settings.PUBLIC_URL.rstrip("/") + reverse("storefront:home"),
    }
    subject = _("%(shop)s: a coupon for you") % {"shop": settings.SHOP_NAME}
    send_mail(subject, render_to_string("storefront/mails/coupon.txt", told), None, [address])
