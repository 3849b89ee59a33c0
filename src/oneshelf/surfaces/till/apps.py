from django.apps import AppConfig


class TillSurfaceConfig(AppConfig):
    """The screen of tills."""

    name = "oneshelf.surfaces.till"
    label = "till_surface"

    def ready(self) -> None:
        """Make the refusals' sentences known."""
        from oneshelf.surfaces.till import messages as messages
