from django.apps import AppConfig

from oneshelf.kernel import sentences
from oneshelf.kernel.local_time import LocalTime
from oneshelf.kernel.money import Money
from oneshelf.kernel.quantity import Quantity


class UiConfig(AppConfig):
    """Tokens and components that every surface is built from."""

    name = "oneshelf.ui"
    label = "ui"

    def ready(self) -> None:
        """Let refusals write money, quantities and times as every page does."""
        from oneshelf.ui import formats  # needs no model, but Babel, which is slow to come

        sentences.show(Money, formats.money_text)
        sentences.show(Quantity, lambda quantity: formats.quantity_text(quantity.count, quantity.unit))
        sentences.show(LocalTime, lambda time: formats.instant_text(time.at, time.zone))
