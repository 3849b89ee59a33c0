from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    """The web shop."""

    name = "oneshelf.surfaces.storefront"
    label = "storefront"

    def ready(self) -> None:
        """Say where the page of an order is and where a change is paid, for mails; listen to what is ordered.

        And say how people pay in the web shop.
        """
        from oneshelf.modules.amendments import public as amendments
        from oneshelf.modules.cases import public as cases
        from oneshelf.modules.markets.public import ChannelKind
        from oneshelf.modules.parity import public as parity
        from oneshelf.surfaces.storefront import listeners  # noqa: F401
        from oneshelf.surfaces.storefront.orders import link_to, payment_link

        cases.link_with(link_to)
        amendments.link_with(payment_link)
        parity.register_house(ChannelKind.WEB, ChannelKind.APP, pays_by=("card", "at_collection", "on_account"))
