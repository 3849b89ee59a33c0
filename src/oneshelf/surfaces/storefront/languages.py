"""In which language a shopper reads the shop and is written to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from oneshelf.modules.customers import public as customers
from oneshelf.surfaces.storefront.pages import kindly
from oneshelf.surfaces.storefront.visits import visit_of


@kindly
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Speak the `language` in this browser from now on, and to the customer who is signed in; go back to `next`."""
    visit, language = visit_of(request), request.POST.get("language", "")
    if visit.customer_id is not None and language in visit.languages:
        customers.change_language(visit.customer_id, language)
    return set_language(request)
