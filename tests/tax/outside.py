"""Providers of others, as packages bring them."""

from __future__ import annotations

import threading

from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax.public import TaxRequest

released = threading.Event()
"""Lets a slow provider answer, so that no thread outlives its test."""


class Flat:
    """Takes a tenth of everything everywhere."""

    def taxes(self, request: TaxRequest) -> compiled.Taxes:
        """Answer at once."""
        tenth: tuple[compiled.Component, ...] = (compiled.Component("flat", 100_000),)
        by_class = dict.fromkeys(request.classes, tenth)
        return compiled.Taxes(by_class=by_class, version=f"flat of {request.to.country}")


class Slow(Flat):
    """Answers too late."""

    def taxes(self, request: TaxRequest) -> compiled.Taxes:
        """Answer when nobody listens any more."""
        released.wait(10)
        return super().taxes(request)


class Broken:
    """Fails."""

    def taxes(self, request: TaxRequest) -> compiled.Taxes:
        """Raise what nobody expects."""
        raise RuntimeError("no credit left")


class Forgetful:
    """Knows nothing of any class."""

    def taxes(self, request: TaxRequest) -> compiled.Taxes:
        """Answer, but not what was asked."""
        return compiled.Taxes(version="empty")
