from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TestGatewayConfig(AppConfig):
    """A payment provider for trying things out."""

    name = "oneshelf.connectors.test_gateway"
    label = "test_gateway"
    verbose_name = _("Test gateway")

    def ready(self) -> None:
        """Take the payments of the test card."""
        from oneshelf.connectors.test_gateway.gateway import SandboxGateway
        from oneshelf.modules.payments import public as payments

        payments.register_gateway(SandboxGateway(), payments.Method.TEST_CARD)
