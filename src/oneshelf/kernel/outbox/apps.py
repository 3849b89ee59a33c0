from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Events on their way from the transaction that made them true to their readers."""

    name = "oneshelf.kernel.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Subscribe the live notifications."""
        from oneshelf.kernel.outbox import live

        live.subscribe()
