from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Events on their way from the transaction that made them true to their readers."""

    name = "oneshelf.kernel.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Subscribe the live notifications, and make the words of the outbox known."""
        from oneshelf.kernel.outbox import live
        from oneshelf.kernel.outbox import messages as messages

        live.subscribe()
