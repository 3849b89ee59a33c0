"""What happens elsewhere to the goods on the screen: a ticket for the stream of live events."""

from __future__ import annotations

from uuid import UUID

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from oneshelf.kernel import tickets
from oneshelf.surfaces.till import answers
from oneshelf.surfaces.till.device import Counter, counter_data
from oneshelf.surfaces.till.errors import NotUnderstood
from oneshelf.surfaces.till.requests import read


class Watched(msgspec.Struct, forbid_unknown_fields=True):
    """The variants that the screen shows."""

    variants: list[UUID]


@counter_data
@require_POST
def follow(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Return the address of a stream that tells of the variants' prices and stock."""
    variants = read(request, Watched).variants
    if not variants:
        raise NotUnderstood(what="variants")
    topics = [f"variant:{variant}" for variant in variants[: tickets.MOST_TOPICS]]
    ticket = tickets.issue(topics, counter.actor)
    return answers.as_json({"url": f"{settings.LIVE_URL}/live/?ticket={ticket}"})
