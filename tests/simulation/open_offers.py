"""Opens a shop with coupons, a draft and many prices in the house whose environment this process has.

It prints what a program needs to buy there, and what it can change.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta

import django

ARTICLES = 12_000
"""How many articles have a price, beside those that are sold."""

COUPONS_IN_ALL = 40
"""How often the shared coupon may be used."""


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "oneshelf.app.settings"
    django.setup()
    from django.db import transaction

    from oneshelf.kernel import clock
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.clients import public as clients
    from oneshelf.kernel.ids import new_id
    from oneshelf.modules.catalogue import public as catalogue
    from oneshelf.modules.catalogue.public import CategoryRow, ProductRow, VariantId, VariantRow
    from oneshelf.modules.pricing import public as pricing
    from oneshelf.modules.pricing.public import PriceRow
    from tests.checkout.builders import a_shop
    from tests.coupons.builders import PROMOTION, a_shared
    from tests.promotions.builders import a_draft
    from tests.surfaces.api.programs import EVERYTHING, sku

    shop = a_shop()
    skus = [sku(shop.offered(1000)) for _ in range(5)]
    batch = a_shared(shop.market, "RUSH", in_all=COUPONS_IN_ALL)
    many = CategoryRow(new_id(), None, "many", "Many")
    product = ProductRow(new_id(), "many", "Many", many.id)
    variants = [
        VariantRow(new_id(), product.id, f"MANY-{number}", option_values=(str(number),)) for number in range(ARTICLES)
    ]
    since = clock.now() - timedelta(hours=1)
    with transaction.atomic():
        catalogue.bulk_load_categories([many])
        catalogue.bulk_load_products([product])
        catalogue.bulk_load_variants(variants)
        pricing.bulk_load_prices(
            PriceRow(new_id(), shop.market.id, VariantId(each.id), 1000, 1, since, None) for each in variants
        )
    draft = a_draft(shop.market)
    _, key = clients.create_client("Buyers", EVERYTHING, book=shop.market.id, requests_per_second=1000, actor=SYSTEM)
    told = {
        "key": key,
        "skus": skus,
        "place": shop.store.code,
        "till": shop.till.code,
        "web": shop.web.code,
        "batch": str(batch.id),
        "promotion": PROMOTION,
        "draft": str(draft.id),
    }
    print(json.dumps(told))  # noqa: T201  # this is what the test reads


if __name__ == "__main__":
    main()
