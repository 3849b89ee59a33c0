"""How the till answers its page's script: JSON, and refusals as problem documents."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from oneshelf.kernel import sentences
from oneshelf.kernel.errors import Refusal
from oneshelf.surfaces.till.errors import TillLocked

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

PROBLEM = "application/problem+json"


def data(view: View[P]) -> View[P]:
    """Let a view refuse: the refusal becomes a problem document for the page's script.

    What htmx asks for is left to the house, which shows a message; from a locked till it is led to where to unlock.
    """

    @never_cache
    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            if "HX-Request" not in request.headers:
                return refused(refusal)
            if isinstance(refusal, TillLocked):
                return HttpResponse(status=204, headers={"HX-Redirect": reverse("till:unlock")})
            raise

    return run


def as_json(body: dict[str, Any], *, status: int = 200, content_type: str = "application/json") -> HttpResponse:
    """Return `body` as JSON; ids become text."""
    return JsonResponse(body, status=status, content_type=content_type)


def refused(refusal: Refusal, sentence: sentences.Sentence | None = None, **more: Any) -> HttpResponse:
    """Return a refusal as a problem document (RFC 9457), in other words when `sentence` is given."""
    words = sentence or sentences.describe(refusal)
    problem = {
        "type": f"urn:oneshelf:problem:{refusal.code}",
        "status": refusal.status,
        "code": refusal.code,
        "detail": words.what,
        "cure": words.cure,
        "field": refusal.field,
        **more,
    }
    return as_json(problem, status=refusal.status, content_type=PROBLEM)
