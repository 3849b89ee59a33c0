"""What a form offers to choose from, where that is known only when it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms


def offer(form: forms.BaseForm, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    """Let one of these be chosen in a field of a form."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField), name
    field.choices = choices
