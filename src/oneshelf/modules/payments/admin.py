"""Back-office lists of payments, to read: money moves by verbs only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from babel.numbers import format_currency
from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import guards
from oneshelf.kernel.guarded_admin import GuardedAdmin, GuardedInline
from oneshelf.kernel.money import Money
from oneshelf.modules.payments import models


class HouseWideList(GuardedAdmin):
    """A list of the whole house: seen by who may see payments everywhere, changed by nobody."""

    view_permission = "payments.view"
    ordering = ("-id",)
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission everywhere: payments lie at no place."""
        return guards.actor_of(request).may(self.view_permission)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask for the permission everywhere: payments lie at no place."""
        return self.has_module_permission(request)


class RefundInline(GuardedInline):
    """What was given back."""

    model = models.Refund
    fields = readonly_fields = ("amount", "state", "cause_id", "asked_at", "done_at")


@admin.register(models.Payment)
class PaymentAdmin(HouseWideList):
    """Payments, the latest first. Search for the id of a payment, an order or a checkout, or a gateway's reference."""

    list_display = ("occurred_at", "asked_for", "taken", "given_back", "method", "state", "imported")
    list_filter = ("state", "method", "imported")
    search_fields = ("gateway_reference",)
    search_help_text = _("Id of a payment, order or checkout, or the gateway's reference")
    fields = (
        ("asked_for", "taken", "given_back"),
        ("method", "state", "imported"),
        ("gateway", "gateway_reference"),
        ("payable_id", "claimed_by"),
        "occurred_at",
    )
    inlines = (RefundInline,)

    @admin.display(description=_("amount"))
    def asked_for(self, row: models.Payment) -> str:
        """Return the amount with its currency."""
        return _shown(row.amount, row.currency)

    @admin.display(description=_("captured"))
    def taken(self, row: models.Payment) -> str:
        """Return what was captured with its currency."""
        return _shown(row.captured, row.currency)

    @admin.display(description=_("refunded"))
    def given_back(self, row: models.Payment) -> str:
        """Return what was refunded with its currency."""
        return _shown(row.refunded, row.currency)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Look ids up by their indexes, anything else among references."""
        try:
            wanted = UUID(search_term.strip())
        except ValueError:
            found, twice = super().get_search_results(request, queryset, search_term)
            return found, bool(twice)
        return queryset.filter(Q(id=wanted) | Q(claimed_by=wanted) | Q(payable_id=wanted)), False


@admin.register(models.InboxMessage)
class InboxMessageAdmin(HouseWideList):
    """What payment providers reported by themselves; the unworked ones wait for their payment."""

    list_display = ("received_at", "provider", "fact", "amount", "payment_id", "worked_at")
    list_filter = ("provider", "fact", ("worked_at", admin.EmptyFieldListFilter))
    search_fields = ("provider_event_id",)


def _shown(minor: int, currency: str) -> str:
    return str(format_currency(Money(minor, currency).decimal, currency, locale=to_locale(get_language() or "en")))


@admin.register(models.CollectionTerms)
class CollectionTermsAdmin(GuardedAdmin):
    """Where orders may be paid when they are collected, and within which bounds."""

    view_permission = edit_permission = "payments.terms"
    list_display = ("market", "place", "allowed", "most", "most_open")
    list_filter = ("market", "allowed")
    list_select_related = ("market", "place")
    fields = (("market", "place"), "allowed", ("most", "most_open"))

    def get_readonly_fields(self, request: HttpRequest, obj: models.CollectionTerms | None = None) -> tuple[str, ...]:
        """Fix whose terms they are."""
        return ("market", "place") if obj else ()
