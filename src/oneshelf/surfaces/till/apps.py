from django.apps import AppConfig


class TillSurfaceConfig(AppConfig):
    """The screen of tills."""

    name = "oneshelf.surfaces.till"
    label = "till_surface"

    def ready(self) -> None:
        """Make the refusals' sentences known, and how people pay at a till."""
        from oneshelf.modules.markets.public import ChannelKind
        from oneshelf.modules.parity import public as parity
        from oneshelf.surfaces.till import messages as messages

        parity.register_house(ChannelKind.TILL, pays_by=("card", "cash"))
