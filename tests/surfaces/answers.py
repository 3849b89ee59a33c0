"""What a page or a door answers to a client of the tests: a response of Django with what its test client adds, such as
`json()`, `context` and `redirect_chain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse  # it exists in the types of Django alone

Answer: TypeAlias = "_MonkeyPatchedWSGIResponse"
