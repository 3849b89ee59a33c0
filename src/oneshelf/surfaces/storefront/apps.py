from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    """The web shop."""

    name = "oneshelf.surfaces.storefront"
    label = "storefront"

    def ready(self) -> None:
        """Say where the page of an order is, for mails about it, and listen to what is ordered."""
        from oneshelf.modules.cases import public as cases
        from oneshelf.surfaces.storefront import listeners  # noqa: F401
        from oneshelf.surfaces.storefront.orders import link_to

        cases.link_with(link_to)
