from django.apps import AppConfig


class AssociateConfig(AppConfig):
    """The associate's phone."""

    name = "oneshelf.surfaces.associate"
    label = "associate"

    def ready(self) -> None:
        """Make the refusals' sentences known, and how people pay who order by telephone."""
        from oneshelf.modules.markets.public import ChannelKind
        from oneshelf.modules.parity import public as parity
        from oneshelf.surfaces.associate import messages as messages

        parity.register_house(ChannelKind.PHONE, pays_by=("card", "at_collection", "on_account"))
