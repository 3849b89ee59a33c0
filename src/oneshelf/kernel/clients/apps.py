from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """Programs that may act in the house, each known by a key of its own."""

    name = "oneshelf.kernel.clients"
    label = "clients"

    def ready(self) -> None:
        """Make the refusals' sentences and the permission known."""
        from oneshelf.kernel.clients import messages as messages
