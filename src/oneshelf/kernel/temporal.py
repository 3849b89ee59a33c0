"""Truths that hold for a time: ranges that cannot overlap, by PostgreSQL 18's WITHOUT OVERLAPS.

    constraints = [NeverOverlaps(keys=["price_list", "variant_id"], during="valid", name="price_windows_never_overlap")]

The migration that first uses it needs `BtreeGistExtension()` before, since the keys are compared in a GiST index.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Field, Model
from django.db.models.constraints import BaseConstraint


class NeverOverlaps(BaseConstraint):
    """No two rows with the same `keys` hold at the same moment of the range `during`; an empty range is refused."""

    def __init__(self, *, keys: Sequence[str], during: str, name: str) -> None:
        super().__init__(name=name)
        self.keys = tuple(keys)
        self.during = during

    def constraint_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Return the constraint as part of CREATE TABLE."""
        assert model is not None
        assert schema_editor is not None
        names = [_column(model, field).column for field in (*self.keys, self.during)]
        columns = ", ".join(schema_editor.quote_name(str(name)) for name in names)
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} UNIQUE ({columns} WITHOUT OVERLAPS)"

    def create_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Return the statement that adds the constraint to its table."""
        assert model is not None
        assert schema_editor is not None
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Return the statement that drops the constraint."""
        assert model is not None
        assert schema_editor is not None
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} DROP CONSTRAINT {schema_editor.quote_name(self.name)}"

    def validate(
        self,
        model: type[Model],
        instance: Model,
        exclude: Collection[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raise ValidationError when `instance` would overlap a row that is there: forms ask before they save."""
        if exclude and {*self.keys, self.during} & set(exclude):
            return
        same = {field: getattr(instance, _column(model, field).attname) for field in self.keys}
        during = {f"{self.during}__overlap": getattr(instance, self.during)}
        others = model._default_manager.using(using).filter(**same, **during).exclude(pk=instance.pk)
        if others.exists():
            raise ValidationError(self.get_violation_error_message())

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Return how a migration writes this constraint."""
        path, _, options = super().deconstruct()
        return path, (), {**options, "keys": list(self.keys), "during": self.during}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NeverOverlaps):
            return NotImplemented
        return (self.name, self.keys, self.during) == (other.name, other.keys, other.during)

    def __hash__(self) -> int:
        return hash((self.name, self.keys, self.during))


def _column(model: type[Model], name: str) -> Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, Field), f"{name} of {model} is no column"
    return field
