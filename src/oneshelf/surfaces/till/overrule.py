"""Selling what rules keep back or fences set apart: why the till refuses it, and who may let it go.

Who may gets leave with the refusal itself; anybody else asks a colleague who may for the PIN. Leave is a signed text
that holds for one sale of one basket at one till, within `LEAVE_S`: it comes with the key under which that sale is to
be sent, and a key sells once. One that does not hold lets nothing go, so the sale is refused as it was before, and a
sale that was sent twice is found again however old its leave is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.idempotency.public import body_hash
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.sentences import Sentence
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.staff import public as staff
from oneshelf.surfaces.till import answers
from oneshelf.surfaces.till.device import Counter, counter_data
from oneshelf.surfaces.till.requests import Leave, Line, Sale, read
from oneshelf.ui import formats

OVERRULE = "inventory.overrule"

LEAVE_S = 5 * 60
"""For how many seconds leave holds."""

_SALT = "oneshelf.till.overrule"


@counter_data
@require_POST
@sensitive_variables("sent")
def ask(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Give leave to sell a basket all the same to who has been joined by a colleague who may, and knows the PIN.

    Refuses with WrongPin, PinLocked, UnknownMember and NotAllowed.
    """
    sent = read(request, Leave)
    member = staff.check_pin(staff.MemberId(sent.member), sent.pin, till=counter.till.id)
    staff.actor_of(member.id).require(OVERRULE, at=counter.till.place)
    return answers.as_json(_leave(counter, member.id, sent.lines))


def overruled_by(counter: Counter, sent: Sale, key: str) -> Actor | None:
    """Return who lets this basket go all the same in the sale with `key`, or None when nobody does."""
    kept = _kept(sent)
    if (kept.get("till"), kept.get("basket"), kept.get("key")) != (str(counter.till.id), _basket(sent.lines), key):
        return None
    try:
        actor = staff.actor_of(staff.MemberId(UUID(kept["member"])))
    except staff.UnknownMember:
        return None
    return actor if actor.may(OVERRULE, at=counter.till.place) else None


def find_set_apart(counter: Counter, refusal: inventory.OutOfStock) -> inventory.Explanation | None:
    """Return why goods that are here were refused, or None when they are simply not here, or promised to somebody."""
    till = counter.till
    why = inventory.explain(till.market, till.channel, PlaceId(UUID(refusal.place)), VariantId(UUID(refusal.variant)))
    there = min(why.on_hand, why.on_hand + why.backorder - why.reserved)
    return why if there - _kept_back(why) - why.fenced < refusal.wanted <= there else None


def refused(
    counter: Counter, sent: Sale, key: str, refusal: inventory.OutOfStock, why: inventory.Explanation
) -> HttpResponse:
    """Say what keeps the goods back and who may overrule that, with leave for who works at the till if they may.

    Leave that came with another key than its own was given by a page that a newer release has replaced since: asking
    again would go on for ever, so the cashier is told to load the page.
    """
    kept = _kept(sent)
    strays = bool(kept) and kept.get("key") != key
    may = not strays and counter.actor.may(OVERRULE, at=counter.till.place)
    others = [] if may or strays else staff.members_at(counter.till.place, OVERRULE)
    anew = _("It was allowed for another sale. Load the page again, then pay and ask once more.")
    return answers.refused(
        refusal,
        Sentence(_what(counter, why), anew if strays else _cure(may, others)),
        variant=refusal.variant,
        available=refusal.available,
        **(_leave(counter, counter.member, sent.lines) if may else {"leave": "", "key": ""}),
        colleagues=[{"id": each.id, "name": each.name} for each in others],
    )


def _kept(sent: Sale) -> dict[str, Any]:
    """Return what the leave of a sale says; nothing when there is none, or it does not hold any more."""
    try:
        kept: dict[str, Any] = signing.loads(sent.leave, salt=_SALT, max_age=LEAVE_S)
    except signing.BadSignature:
        return {}
    return kept


def _what(counter: Counter, why: inventory.Explanation) -> str:
    snapshot = catalogue.snapshots([why.variant])[why.variant]
    names = {each.id: each.name for each in markets.list_channels(counter.till.market)} if why.fences else {}
    said = {
        "title": snapshot.title,
        "here": formats.quantity_text(why.on_hand, snapshot.unit),
        "kept": formats.quantity_text(_kept_back(why), snapshot.unit),
        "fenced": formats.quantity_text(why.fenced, snapshot.unit),
        "channels": ", ".join(dict.fromkeys(names[fence.channel] for fence in why.fences)),
    }
    if not why.fenced:
        return _("%(title)s: %(here)s here, of which %(kept)s kept back by a rule.") % said
    if not _kept_back(why):
        return _("%(title)s: %(here)s here, of which %(fenced)s set apart for %(channels)s.") % said
    return (
        _("%(title)s: %(here)s here, of which %(fenced)s set apart for %(channels)s and %(kept)s kept back by a rule.")
        % said
    )


def _kept_back(why: inventory.Explanation) -> int:
    """Return what a hard rule keeps back: a soft one only hides."""
    return why.kept_back if why.rule and why.rule.hard else 0


def _cure(may: bool, others: Sequence[staff.Member]) -> str:
    if may:
        return _("You may sell it all the same; that is written down with your name.")
    if others:
        return _("Ask who may let it go all the same: %(names)s.") % {"names": ", ".join(each.name for each in others)}
    return _("Nobody with a PIN may let it go at this store: take it out of the basket.")


def _leave(counter: Counter, member: staff.MemberId, lines: Sequence[Line]) -> dict[str, str]:
    """Return leave and the key of the one sale for which it holds."""
    key = new_id().hex
    kept = {"till": str(counter.till.id), "member": str(member), "basket": _basket(lines), "key": key}
    return {"leave": signing.dumps(kept, salt=_SALT), "key": key}


def _basket(lines: Sequence[Line]) -> str:
    """Name what is in a basket, whatever its prices and its order."""
    return body_hash("\n".join(sorted(f"{line.variant} {line.quantity} {line.label}" for line in lines)).encode()).hex()
