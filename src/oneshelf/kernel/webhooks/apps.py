from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Events sent, signed, to addresses of other programs."""

    name = "oneshelf.kernel.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """Subscribe to every event, and make sentences and the permission known."""
        from oneshelf.kernel.clients import public as clients
        from oneshelf.kernel.webhooks import endpoints, fanout, tasks
        from oneshelf.kernel.webhooks import messages as messages

        assert tasks, "its jobs are declared"
        fanout.subscribe()
        clients.when_revoked(endpoints.stop_those_of)
