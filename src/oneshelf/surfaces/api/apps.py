from django.apps import AppConfig


class ApiConfig(AppConfig):
    """JSON for programs."""

    name = "oneshelf.surfaces.api"
    label = "api"

    def ready(self) -> None:
        """Make the refusals' sentences and the permissions known."""
        from oneshelf.surfaces.api import messages as messages
