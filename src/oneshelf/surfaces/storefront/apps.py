from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    """The web shop."""

    name = "oneshelf.surfaces.storefront"
    label = "storefront"

    def ready(self) -> None:
        """Say where the page of an order is and where a change is paid, for mails; listen to what is ordered."""
        from oneshelf.modules.amendments import public as amendments
        from oneshelf.modules.cases import public as cases
        from oneshelf.surfaces.storefront import listeners  # noqa: F401
        from oneshelf.surfaces.storefront.orders import link_to, payment_link

        cases.link_with(link_to)
        amendments.link_with(payment_link)
