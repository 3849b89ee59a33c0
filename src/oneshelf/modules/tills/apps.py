from django.apps import AppConfig


class TillsConfig(AppConfig):
    """Tills."""

    name = "oneshelf.modules.tills"
    label = "tills"

    def ready(self) -> None:
        """Register the sentences and permissions of tills."""
        from oneshelf.modules.tills import messages  # noqa: F401
