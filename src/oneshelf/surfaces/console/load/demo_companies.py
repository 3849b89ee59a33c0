"""Made-up companies that buy on account for a demo: one in good standing, one with an invoice that is overdue."""

from __future__ import annotations

from datetime import timedelta

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.public import Document, Profile
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Level
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import ChannelKind
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Contact
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId

MADE_UP = ("everything",)
"""The source holds no companies, nor what they owe."""

CAFE = Profile(
    "Harbour Café", "47-1180042", "bills@harbour-cafe.example", "Quay 3", "02110", "Boston", "US", limit=100_000
)
SCHOOL = Profile(
    *(
        "Green Street School",
        "47-2093311",
        "office@green-street.example",
        "Green Street 12",
        "02139",
        "Cambridge",
        "US",
    ),
    net_days=14,
    limit=50_000,
    minimum=500,
)
LONG_AGO = timedelta(days=40)
LATELY = timedelta(days=5)
_FEWEST = 4
"""How many articles have to be there: one for each order, and one besides."""

_UNITS = 2
"""How many of its sale units an order takes."""


def open_demo_companies(*, store: PlaceId, shopper: CustomerId) -> None:
    """Open them, if there are no companies yet; `shopper` orders for the café, a caretaker for the school.

    Their orders are collected at `store`: the café's first one is paid in part and its second is under way, the
    school's should have been paid weeks ago.
    """
    at = places.get_place(store)
    levels = [each for each in inventory.levels_at(at.market, store, limit=60) if each.available >= _UNITS]
    if companies.list_companies(at.market) or len(levels) < _FEWEST:
        return
    cafe = companies.open_company(at.market, CAFE, made_up=MADE_UP, actor=SYSTEM)
    school = companies.open_company(at.market, SCHOOL, made_up=MADE_UP, actor=SYSTEM)
    caretaker = customers.register(name="Cora Caretaker", email="cora@green-street.example").id
    companies.add_member(cafe.id, shopper, most=None, actor=SYSTEM)
    companies.add_member(school.id, caretaker, most=30_000, actor=SYSTEM)
    _invoiced(store, caretaker, levels[0], ago=LONG_AGO)
    invoice = _invoiced(store, shopper, levels[1], ago=LATELY)
    half = Money(max(1, invoice.open.minor // 2), invoice.amount.currency)
    companies.note_payment(invoice.id, half, reference="TRANSFER 1041", cause=new_id(), actor=SYSTEM)
    checkout.complete(_begun(store, shopper, levels[2]), actor=SYSTEM, terms=orders.Terms.ON_ACCOUNT)


def _invoiced(store: PlaceId, customer: CustomerId, level: Level, *, ago: timedelta) -> Document:
    """Order so long ago what costs what it does now, hand it out, and return the invoice."""
    then, begun = clock.now() - ago, _begun(store, customer, level)
    with clock.told_by(lambda: then):
        order = checkout.complete(begun, actor=SYSTEM, terms=orders.Terms.ON_ACCOUNT).order
        for sent in fulfilment.consignments_of([order])[order]:
            fulfilment.start_picking(sent.id, actor=SYSTEM)
            for line in sent.lines:
                fulfilment.record_pick(sent.id, line.line, line.quantity, actor=SYSTEM)
            fulfilment.mark_ready(sent.id, actor=SYSTEM)
            fulfilment.hand_over(sent.id, fulfilment.pin_for(sent.id), actor=SYSTEM)
        (invoice,) = companies.invoice_what_left(order)
    return invoice


def _begun(store: PlaceId, customer: CustomerId, level: Level) -> checkout.CheckoutId:
    market = markets.get_market(places.get_place(store).market)
    channels = sorted(markets.list_channels(market.id), key=lambda each: each.kind is not ChannelKind.WEB)
    known = customers.get_customer(customer)
    begun = checkout.start(market, channels[0].id, [checkout.Wanted(level.variant, _UNITS)], customer=customer)
    checkout.collect_at(begun.id, store, Contact(name=known.name, email=known.email))
    return begun.id
