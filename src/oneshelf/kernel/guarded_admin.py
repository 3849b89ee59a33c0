"""The base of every back-office list: Django's admin, asking the house's permissions and keeping its history.

    @admin.register(models.Place)
    class PlaceAdmin(GuardedAdmin):
        view_permission = "places.view"      # who sees the list, at one place at least
        edit_permission = "places.manage"    # who may add and change; None: nobody, it is a ledger
        place_lookup = "id"                  # rows belong to places: staff sees and edits those of their own

Nothing is ever deleted here: what is referenced is archived, by a verb. Where a change is more than a row, override
`save_model` and call the module's verb; what it refuses is shown above the form, and nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet, TextField
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from unfold.admin import ModelAdmin, TabularInline
from unfold.overrides import FORMFIELD_OVERRIDES_INLINE
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from oneshelf.kernel import guards, sentences
from oneshelf.kernel.actors import ActorKind, names_of
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.trail import public as trail

_LONGEST_DETAIL = 64

_ONE_LINE: dict[Any, dict[str, Any]] = {
    TextField: {"widget": UnfoldAdminTextInputWidget},
    ArrayField: {"widget": UnfoldAdminTextInputWidget},
}
"""Names, titles and codes are texts without a limit in the database, and one line on a form."""


class GuardedAdmin(ModelAdmin):  # type: ignore[misc]  # Unfold has no types
    """A list that asks the actor's permissions, at the row's place when rows have one."""

    view_permission: ClassVar[str]
    edit_permission: ClassVar[str | None] = None
    place_lookup: ClassVar[str | None] = None
    long_texts: ClassVar[tuple[str, ...]] = ()
    formfield_overrides = _ONE_LINE
    compressed_fields = True
    warn_unsaved_form = True
    list_filter_submit = True

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the module to whom one of its lists is shown."""
        return guards.actor_of(request).may_somewhere(self.view_permission)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Show rows to who may see them at their place; or somewhere, when rows have none."""
        return self._may(request, self.view_permission, obj) or self.has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let those add who may edit everywhere."""
        return self.edit_permission is not None and guards.actor_of(request).may(self.edit_permission)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let those change a row who may edit at its place; or everywhere, when rows have none."""
        if self.edit_permission is None:
            return False
        if self.place_lookup is None:
            return guards.actor_of(request).may(self.edit_permission)
        return self._may(request, self.edit_permission, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let nobody: what is referenced is archived."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows of the places where the actor may look."""
        rows: QuerySet[Any] = super().get_queryset(request)
        places = guards.actor_of(request).places_for(self.view_permission)
        if self.place_lookup is None or places is None:
            return rows
        return rows.filter(**{f"{self.place_lookup}__in": places})

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Let an address ask about the fields only that the list offers to narrow by.

        Django lets it ask about any field of the row: a PIN's hash could be read letter by letter from who is found.
        """
        field = lookup.split("__", 1)[0]
        if field in self._columns() and field not in self._offered(request):
            return False
        return bool(super().lookup_allowed(lookup, value, request))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Let rows that are found by typing be chosen by a widget that bears what no row can be named by."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = _Found(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give the texts named in `long_texts` more than a line."""
        if db_field.name in self.long_texts:
            kwargs["widget"] = UnfoldAdminTextareaWidget
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or keep what it holds; say what a verb refused."""
        try:
            response: HttpResponse = super().changeform_view(request, *args, **kwargs)
        except Refusal as refusal:
            self.message_user(request, str(sentences.describe(refusal)), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return response

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> str:
        """Return the names of the fields that changed, for the audit trail: what they held may be personal."""
        return "+".join(form.changed_data)[:_LONGEST_DETAIL]

    def log_addition(self, request: HttpRequest, obj: Model, message: str) -> None:
        """Write into the house's audit trail instead of Django's log, which keeps names for ever."""
        self._log(request, obj, "added", message)

    def log_change(self, request: HttpRequest, obj: Model, message: str) -> None:
        """Write into the house's audit trail instead of Django's log, which keeps names for ever."""
        self._log(request, obj, "changed", message)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what the audit trail knows of the row, the newest page of it."""
        found: list[_Act] = []
        if _is_id(object_id):
            found = _acts(trail.of_subject(trail.Subject(self.opts.model_name, UUID(object_id))))
        shown = {"action_list": Paginator(found, max(len(found), 1)).get_page(1), "pagination_required": False}
        response: HttpResponse = super().history_view(request, object_id, shown | (extra_context or {}))
        return response

    def _log(self, request: HttpRequest, row: Model, act: str, fields: str) -> None:
        kind, actor = self.opts.model_name, guards.actor_of(request)
        if isinstance(row.pk, UUID):
            trail.record(f"{kind}.{act}", trail.Subject(kind, row.pk), actor=actor, details={"fields": fields})

    def _columns(self) -> set[str]:
        fields = self.opts.get_fields()
        return {"pk"} | {name for each in fields for name in (each.name, getattr(each, "attname", each.name))}

    def _offered(self, request: HttpRequest) -> set[str]:
        filters = [each[0] if isinstance(each, tuple | list) else each for each in self.get_list_filter(request)]
        return {each.split("__", 1)[0] for each in filters if isinstance(each, str)}

    def _may(self, request: HttpRequest, permission: str, row: Model | None) -> bool:
        actor = guards.actor_of(request)
        if row is None or self.place_lookup is None:
            return actor.may_somewhere(permission)
        return actor.may(permission, self._place_of(row))

    def _place_of(self, row: Model) -> UUID | None:
        found: Any = row
        for step in (self.place_lookup or "").split("__"):
            found = getattr(found, step)
        return found if isinstance(found, UUID | None) else found.pk


class _Found(AutocompleteSelect):
    """A row that is found by typing. Django's own asks the database for whatever was sent: 500 for what is no id."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """Offer the row that was chosen, if what was sent can name one."""
        return super().optgroups(name, [each for each in value if not each or _is_id(each)], attr)


@dataclass(frozen=True)
class _Act:
    """An entry of the trail as the history page reads it."""

    action_time: datetime
    get_username: str
    get_change_message: str

    @property
    def user(self) -> _Act:
        return self


def _acts(entries: list[trail.Entry]) -> list[_Act]:
    names: dict[UUID, str] = {}
    for kind in {entry.actor_kind for entry in entries}:
        ids = {entry.actor_id for entry in entries if entry.actor_kind == kind and entry.actor_id}
        names |= names_of(ActorKind(kind), ids)
    return [
        _Act(
            entry.at,
            names.get(entry.actor_id or entry.id) or f"{entry.actor_kind} {entry.actor_id or ''}".strip(),
            f"{entry.action} {entry.detail('fields') or ''}".strip().replace("+", ", "),
        )
        for entry in entries
    ]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class GuardedFormSet(BaseInlineFormSet):  # type: ignore[type-arg]  # Django's own takes no parameters at run time
    """Rows inside a form, named after their model: references without a way back have no name to go by."""

    @classmethod
    def get_default_prefix(cls) -> str:
        """Return how the fields' names begin."""
        assert cls.model is not None, "Django makes a class for each model"
        return str(cls.model._meta.model_name)

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name each field for people who cannot see that it stands below its heading."""
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs.setdefault("aria-label", str(field.label))


class GuardedInline(TabularInline):  # type: ignore[misc]  # Unfold has no types
    """Rows inside a form: seen and changed by who may do so with the row that they belong to."""

    extra = 0
    formset = GuardedFormSet
    formfield_overrides = FORMFIELD_OVERRIDES_INLINE | _ONE_LINE

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask the list that the form belongs to."""
        return self._owner().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask the list that the form belongs to."""
        return self._owner().has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask the list that the form belongs to."""
        return self._owner().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask the list that the form belongs to; override where a row must stay."""
        return self._owner().has_change_permission(request, obj)

    def _owner(self) -> GuardedAdmin:
        owner = self.admin_site.get_model_admin(self.parent_model)
        assert isinstance(owner, GuardedAdmin), f"{self.parent_model} has no GuardedAdmin on this site"
        return owner


def form_error(refusal: Refusal) -> ValidationError:
    """Return what a rule refused as a form's error, for `clean` methods."""
    return ValidationError(str(sentences.describe(refusal)))
