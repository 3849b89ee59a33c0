from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """Answers kept so that a repeated request is answered and not done again."""

    name = "oneshelf.kernel.idempotency"
    label = "idempotency"

    def ready(self) -> None:
        """Make the refusals' sentences known."""
        from oneshelf.kernel.idempotency import messages as messages
