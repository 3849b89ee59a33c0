"""Says who acts in a request: a shopper in the shoppers' realm, a member of staff in theirs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from oneshelf.app.sessions import is_staff_address
from oneshelf.kernel import guards
from oneshelf.kernel.actors import ANONYMOUS, Actor, ActorKind
from oneshelf.modules.customers import public as customers
from oneshelf.modules.staff import public as staff


class ActorMiddleware:
    """Sets the request's actor, found when it is first asked for: one query for staff, one for a shopper."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        guards.act_as(request, SimpleLazyObject(lambda: _actor(request)))  # type: ignore[arg-type]  # it acts as one
        return self._get_response(request)


def _actor(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return ANONYMOUS
    if is_staff_address(request.path_info):
        return staff.find_actor(request.user.pk) or ANONYMOUS
    customer = customers.customer_for_account(request.user.pk)
    return Actor(ActorKind.CUSTOMER, customer.id) if customer else ANONYMOUS
