from django.apps import AppConfig


class AssociateConfig(AppConfig):
    """The associate's phone."""

    name = "oneshelf.surfaces.associate"
    label = "associate"

    def ready(self) -> None:
        """Make the refusals' sentences known."""
        from oneshelf.surfaces.associate import messages as messages
