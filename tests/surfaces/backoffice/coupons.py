"""Coupons for pages of the back office."""

from __future__ import annotations

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.markets.public import Market
from tests.coupons.builders import a_shared, found, reserves, singles, terms, used
from tests.customers.builders import a_customer


def coupon_pages(market: Market) -> dict[str, str]:
    """Make a batch of each kind, one of them not ready yet, and use some codes; return the paths of their pages."""
    ana = a_customer(name="Ana Kowalska").id
    shared = a_shared(market, "SUMMER26", in_all=500, a_customer=3, label="Summer for everybody")
    (summer,) = found(market, "SUMMER26", customer=ana)
    for _ in range(2):
        used(market, summer, customer=ana)
    reserves(market, new_id(), summer, customer=ana)
    batch, printed = singles(market, 12, label="In parcels of July")
    parcel, gone = found(market, *printed[:2])
    used(market, parcel, customer=ana)
    coupons.revoke_coupon(gone, actor=SYSTEM)
    coupons.pause(batch.id, actor=SYSTEM)
    making = coupons.open_single(market.id, terms(market, label="In parcels of August"), 900, actor=SYSTEM)
    hers = coupons.open_personal(market.id, terms(market, label="Birthdays"), actor=SYSTEM)
    coupons.issue_to(hers.id, [ana], actor=SYSTEM)
    return {
        "coupons": "coupons/",
        "coupons-new": "coupons/new/",
        "coupons-shared": f"coupons/{shared.id}/",
        "coupons-single": f"coupons/{batch.id}/",
        "coupons-making": f"coupons/{making.id}/",
        "coupons-personal": f"coupons/{hers.id}/",
        "coupon": f"coupons/codes/{parcel}/",
    }
