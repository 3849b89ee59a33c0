"""Back-office lists of customers and their cards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldBooleanWidget

from oneshelf.kernel import guards
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.guarded_admin import GuardedAdmin, GuardedInline, form_error
from oneshelf.modules.customers import models, queries, rules
from oneshelf.modules.customers.actions.change_contact import change_contact
from oneshelf.modules.customers.actions.erase import erase
from oneshelf.modules.customers.actions.register import register
from oneshelf.modules.customers.types import CustomerId


class CustomerForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes no parameters at run time
    """Contact data that leads somewhere, and the way to forget a customer."""

    erase = forms.BooleanField(
        label=_("Erase personal data"),
        required=False,
        help_text=_("Name, e-mail, telephone, cards and account go for good; there is no way back."),
        widget=UnfoldBooleanWidget(),
    )

    def clean_email(self) -> str:
        """Refuse what is no e-mail address."""
        try:
            return rules.normal_email(self.cleaned_data["email"])
        except Refusal as refusal:
            raise form_error(refusal) from refusal

    def clean_phone(self) -> str:
        """Refuse what is no telephone number."""
        try:
            return rules.normal_phone(self.cleaned_data["phone"])
        except Refusal as refusal:
            raise form_error(refusal) from refusal


class CardInline(GuardedInline):
    """A customer's cards. New ones are given at the till or in the account."""

    model = models.Card
    fields = readonly_fields = ("number", "issued_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave it to the verb."""
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(models.Customer)
class CustomerAdmin(GuardedAdmin):
    """Customers."""

    view_permission = "customers.view"
    edit_permission = "customers.manage"
    form = CustomerForm
    inlines = (CardInline,)
    list_display = ("__str__", "email", "phone", "created_at")
    list_filter = (("archived_at", admin.EmptyFieldListFilter),)
    search_fields = ("search_text",)
    search_help_text = _("Name, e-mail, telephone or card")
    show_full_result_count = False

    def get_fields(self, request: HttpRequest, obj: models.Customer | None = None) -> tuple[str, ...]:
        """Offer to forget whom one may change."""
        contact = ("name", "email", "phone", "language")
        if obj is None:
            return contact
        known = (*contact, "account", "created_at", "made_up", "archived_at")
        return (*known, "erase") if self.has_change_permission(request, obj) else known

    def get_readonly_fields(self, request: HttpRequest, obj: models.Customer | None = None) -> tuple[str, ...]:
        """Leave to verbs what is more than contact data."""
        return ("account", "created_at", "made_up", "archived_at") if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave erased customers as they are."""
        return (obj is None or obj.archived_at is None) and super().has_change_permission(request, obj)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search as the till does: typing errors and accents do not matter, and a card finds its holder."""
        if not search_term:
            return queryset, False
        return queryset.filter(id__in=[each.customer.id for each in queries.search(search_term)]), False

    def save_model(self, request: HttpRequest, obj: models.Customer, form: forms.ModelForm[Any], change: bool) -> None:
        """Register, change or forget by the verbs."""
        contact = {each: form.cleaned_data[each] for each in ("name", "email", "phone", "language")}
        if not change:
            obj.id = register(**contact).id
        elif form.cleaned_data.get("erase"):
            erase(CustomerId(obj.id), actor=guards.actor_of(request))
        else:
            change_contact(CustomerId(obj.id), **contact, actor=guards.actor_of(request))
        obj.refresh_from_db()
        obj._state.adding = False
