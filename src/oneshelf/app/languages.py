"""In which language a page is: the one that the browser chose, else one that it accepts.

Staff get any language of the house. In the web shop the market says which ones it offers, and which one is spoken to
whoever understands none of them. The API speaks what `Accept-Language` asks for and knows no market here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from oneshelf.app.sessions import is_staff_address
from oneshelf.surfaces.storefront.visits import NotOpenYet, visit_of

_API = "/api/"


class LanguageMiddleware(LocaleMiddleware):
    """Django's, with the languages of the market in the web shop."""

    def process_request(self, request: HttpRequest) -> None:
        """Speak the language of this request from here on."""
        super().process_request(request)
        if not is_staff_address(request.path_info) and not request.path_info.startswith(_API):
            with suppress(NotOpenYet):  # whose page is in any language
                visit = visit_of(request)
                translation.activate(_best(request, visit.languages, visit.market.default_language))
                request.LANGUAGE_CODE = translation.get_language()


def _best(request: HttpRequest, offered: Iterable[str], default: str) -> str:
    """Return the first of the browser's languages that is offered."""
    for wanted in _wanted(request):
        with suppress(LookupError):
            known = get_supported_language_variant(wanted)
            if known in offered:
                return known
    return default if default in offered else settings.LANGUAGE_CODE


def _wanted(request: HttpRequest) -> Iterator[str]:
    """Yield the languages of the browser: what was chosen in it, then what it accepts, best first."""
    yield request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    for language, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        yield language
