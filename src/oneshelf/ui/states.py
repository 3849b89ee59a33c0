"""How each state of every state machine is shown: one word, one colour and one icon, the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TONES = ("neutral", "info", "busy", "ready", "ok", "warn", "bad")


@dataclass(frozen=True)
class StateLook:
    """The word for people, the tone (one of TONES) and the icon, so that colour is never the only sign."""

    label: Promise
    tone: str
    icon: str


class StateHasNoLook(LookupError):
    """A state machine has a state that no badge can show."""


_LOOKS = {
    "agreed": StateLook(_("Agreed"), "ok", "circle-check"),
    "allocated": StateLook(_("Allocated"), "busy", "package-check"),
    "authorised": StateLook(_("Authorised"), "info", "shield-check"),
    "awaited": StateLook(_("Waits for goods"), "warn", "hourglass"),
    "awaiting_payment": StateLook(_("Waits for payment"), "warn", "hourglass"),
    "cancelled": StateLook(_("Cancelled"), "neutral", "circle-slash"),
    "captured": StateLook(_("Paid"), "ok", "circle-check"),
    "closed": StateLook(_("Closed"), "neutral", "circle-slash"),
    "collected": StateLook(_("Collected"), "ok", "circle-check"),
    "completed": StateLook(_("Completed"), "ok", "circle-check"),
    "confirmed": StateLook(_("Done"), "ok", "circle-check"),
    "declined": StateLook(_("Declined"), "bad", "circle-x"),
    "delivered": StateLook(_("Delivered"), "ok", "circle-check"),
    "draft": StateLook(_("Draft"), "neutral", "pencil"),
    "expired": StateLook(_("Expired"), "warn", "clock-alert"),
    "given_up": StateLook(_("Given up"), "bad", "circle-x"),
    "held": StateLook(_("Held"), "info", "lock"),
    "in_transit": StateLook(_("In transit"), "busy", "truck"),
    "merged": StateLook(_("Merged"), "neutral", "merge"),
    "on_the_way": StateLook(_("On the way"), "busy", "truck"),
    "open": StateLook(_("Open"), "info", "circle-dashed"),
    "ordered": StateLook(_("Ordered"), "ok", "circle-check"),
    "packed": StateLook(_("Packed"), "busy", "package"),
    "partly_received": StateLook(_("Partly received"), "busy", "package-open"),
    "partly_refunded": StateLook(_("Partly refunded"), "warn", "undo-2"),
    "pending": StateLook(_("Pending"), "warn", "clock"),
    "picking": StateLook(_("Picking"), "busy", "shopping-basket"),
    "placed": StateLook(_("Placed"), "info", "receipt-text"),
    "posted": StateLook(_("Posted"), "ok", "circle-check"),
    "proposed": StateLook(_("Waits for approval"), "warn", "hourglass"),
    "ready": StateLook(_("Ready"), "ready", "bell"),
    "received": StateLook(_("Received"), "ok", "circle-check"),
    "recount": StateLook(_("Count again"), "warn", "refresh-cw"),
    "refunded": StateLook(_("Refunded"), "neutral", "undo-2"),
    "rejected": StateLook(_("Turned down"), "neutral", "circle-slash"),
    "released": StateLook(_("Released"), "neutral", "lock-open"),
    "sent": StateLook(_("Sent"), "info", "send"),
    "settled": StateLook(_("Settled"), "ok", "circle-check"),
    "shipped": StateLook(_("Shipped"), "busy", "truck"),
    "taken": StateLook(_("Taken"), "ok", "circle-check"),
    "solved": StateLook(_("Solved"), "ok", "circle-check"),
    "unsettled": StateLook(_("Not settled"), "warn", "triangle-alert"),
    "used": StateLook(_("Used"), "ok", "circle-check"),
    "voided": StateLook(_("Voided"), "neutral", "ban"),
    "waiting": StateLook(_("Waiting"), "info", "clock"),
    "withdrawn": StateLook(_("Withdrawn"), "neutral", "circle-slash"),
}


def look_of(state: str) -> StateLook:
    """Return how `state` is shown. StateHasNoLook when it was never given a look."""
    look = _LOOKS.get(state)
    if look is None:
        raise StateHasNoLook(f"no badge can show the state {state!r}; give it a look in oneshelf/ui/states.py")
    return look


def known_states() -> list[str]:
    """Return every state that has a look, sorted."""
    return sorted(_LOOKS)
