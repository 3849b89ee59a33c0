"""Amounts that somebody types, in the market's currency."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from oneshelf.kernel.money import Money
from oneshelf.ui.formats import typed_amount_text


def read_amount(text: str, currency: str) -> Money:
    """Return what was typed. Raises ValidationError with an example of the currency for what is no amount of it."""
    try:
        return Money.parse(text.strip().replace(",", "."), currency)
    except ValueError:
        raise no_amount(currency) from None


def no_amount(currency: str) -> forms.ValidationError:
    """Return what is said of what is no amount of the currency, or none that is meant here."""
    return forms.ValidationError(how_to_write(currency))


def how_to_write(currency: str) -> str:
    """Return how an amount of the currency is written."""
    return _("Write an amount like %(example)s.") % {"example": typed_amount_text(currency)}
