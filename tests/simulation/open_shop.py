"""Opens a shop in the house whose environment this process has, and prints what a program needs to buy there."""

from __future__ import annotations

import json
import os

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "oneshelf.app.settings"
    django.setup()
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.clients import public as clients
    from tests.checkout.builders import a_shop
    from tests.surfaces.api.programs import EVERYTHING, sku

    shop = a_shop()
    skus = [sku(shop.offered(1000)) for _ in range(5)]
    _, key = clients.create_client("Buyers", EVERYTHING, book=shop.market.id, requests_per_second=1000, actor=SYSTEM)
    told = {"key": key, "skus": skus, "place": shop.store.code, "till": shop.till.code, "web": shop.web.code}
    print(json.dumps(told))  # noqa: T201  # this is what the test reads


if __name__ == "__main__":
    main()
