"""The API's own way through Django: no session, no cookie, no form, so none of the middleware that serves them."""

from __future__ import annotations

from typing import Any

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse

from oneshelf.surfaces.api import problems
from oneshelf.surfaces.api.errors import WrongMethod

PREFIX = "/api/"


class ApiHandler(WSGIHandler):
    """Routes and answers, and nothing else. What the middleware adds for pages means nothing to a program."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Put nothing between the request and its operation but what makes every answer JSON."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        self._middleware_chain = convert_exception_to_response(self._answer)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self._get_response(request)  # type: ignore[attr-defined]  # Django's own, unstubbed
        if response.status_code == 405:
            allowed = response.get("Allow", "")
            response = problems.answer(request, WrongMethod(method=request.method or "", allowed=allowed))
        response["X-Content-Type-Options"] = "nosniff"
        return response
