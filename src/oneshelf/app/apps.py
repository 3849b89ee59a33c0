from django.apps import AppConfig
from django.contrib.admin import apps as admin


class HouseConfig(AppConfig):
    """The house itself."""

    name = "oneshelf.app"
    label = "house"

    def ready(self) -> None:
        """Let modules of one rung, which are strangers, serve each other: counts are valued at what supply paid."""
        from oneshelf.modules.counts import public as counts
        from oneshelf.modules.supply import public as supply

        counts.value_by(supply.unit_costs)


class ListsConfig(admin.AdminConfig):
    """The back office's lists and forms: Django's admin, on a site of our own."""

    default = False
    default_site = "oneshelf.app.lists.ListsSite"
