"""Back-office lists of staff: who works here, their roles and where they hold them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminPasswordWidget

from oneshelf.kernel import actors, guards
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.guarded_admin import GuardedAdmin, GuardedInline, form_error
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.staff import models, queries, rules
from oneshelf.modules.staff.actions import hire, set_pin
from oneshelf.modules.staff.types import MemberId


class AssignmentForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes no parameters at run time
    """Nobody gives a role that holds more than they have themselves."""

    actor: Actor

    def clean(self) -> dict[str, Any]:
        """Ask whether the actor has, there, what the role would give."""
        given = super().clean() or {}
        place = given.get("place")
        if "role" in given:
            try:
                rules.check_may_grant(
                    self.actor,
                    queries.as_role(given["role"]),
                    PlaceId(place.pk) if place else None,
                    actors.permissions().keys(),
                )
            except Refusal as refusal:
                raise form_error(refusal) from refusal
        return given


class AssignmentInline(GuardedInline):
    """A member's roles."""

    model = models.Assignment
    form = AssignmentForm

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Tell the forms who is asking."""
        kwargs["form"] = type("AssignmentForm", (AssignmentForm,), {"actor": guards.actor_of(request)})
        return super().get_formset(request, obj, **kwargs)


class MemberForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes no parameters at run time
    """A member with what is not kept as it is typed: the address to sign in with, and the PIN."""

    email = forms.EmailField(label=_("e-mail"), required=False, widget=UnfoldAdminEmailInputWidget())
    new_pin = forms.CharField(label=_("new PIN"), required=False, widget=UnfoldAdminPasswordWidget())

    def clean_new_pin(self) -> str:
        """Refuse a PIN that is easily guessed."""
        pin: str = self.cleaned_data["new_pin"]
        if pin:
            try:
                rules.check_pin(pin)
            except Refusal as refusal:
                raise form_error(refusal) from refusal
        return pin


@admin.register(models.Member)
class MemberAdmin(GuardedAdmin):
    """Members of staff. Who manages one place manages whom it has assigned to it, by the assignments."""

    view_permission = edit_permission = "staff.manage"
    form = MemberForm
    inlines = (AssignmentInline,)
    list_display = ("name", "account", "archived_at")
    list_select_related = ("account",)
    search_fields = ("name", "account__email")

    def get_fields(self, request: HttpRequest, obj: models.Member | None = None) -> tuple[str, ...]:
        """Ask for the address once; afterwards it is the person's own."""
        return ("name", "account", "archived_at", "new_pin") if obj else ("name", "email", "new_pin")

    def get_readonly_fields(self, request: HttpRequest, obj: models.Member | None = None) -> tuple[str, ...]:
        """Leave the account to the person and dismissing to its verb."""
        return ("account", "archived_at") if obj else ()

    def save_model(self, request: HttpRequest, obj: models.Member, form: forms.ModelForm[Any], change: bool) -> None:
        """Hire by the verb, and keep a PIN as its hash."""
        actor = guards.actor_of(request)
        if change:
            super().save_model(request, obj, form, change)
        elif form.cleaned_data["email"]:
            obj.id = hire.invite(obj.name, form.cleaned_data["email"], actor=actor).id
        else:
            obj.id = hire.hire(obj.name, actor=actor).id
        if form.cleaned_data["new_pin"]:
            set_pin.set_pin(MemberId(obj.id), form.cleaned_data["new_pin"], actor=actor)
        obj.refresh_from_db()
        obj._state.adding = False


@admin.register(models.Role)
class RoleAdmin(GuardedAdmin):
    """Roles. Only who may do everything changes what roles grant."""

    view_permission = "staff.manage"
    edit_permission = "staff.manage"
    list_display = ("name", "code", "permissions")
    search_fields = ("name", "code")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let the owner: a role holds for everybody who has it."""
        actor = guards.actor_of(request)
        return all(actor.may(permission) for permission in actors.permissions())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let the owner."""
        return self.has_change_permission(request)
