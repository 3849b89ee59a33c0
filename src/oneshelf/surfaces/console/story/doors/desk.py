"""An associate's phone: picks, hands over, sends."""

from __future__ import annotations

import re

import httpx

from oneshelf.surfaces.console.load.demo_people import SignIn
from oneshelf.surfaces.console.story.doors.pages import Browser, expect_status, find
from oneshelf.surfaces.console.story.doors.program import Good
from oneshelf.surfaces.console.story.doors.staff import come_in

_WORK = re.compile(r"(/associate/orders/[0-9a-f-]+/)")


class Desk(Browser):
    """Somebody who works at a place."""

    def open(self, person: SignIn, place: str) -> None:
        """Sign in and go to the place with that code."""
        come_in(self, person, "/associate/")
        places = self.http.get("/associate/places/", params={"q": place})
        expect_status(places, 200)
        self.home = find(places.text, re.compile(r'href="(/associate/at/[0-9a-f-]+/)"'), f"{place} among the places")

    def look_up(self, number: str) -> str:
        """Return the address of the work on an order, found by its number."""
        answer = self.send(f"{self.home}scan/", {"code": number})
        expect_status(answer, 200)
        return find(answer.url.path, _WORK, "the work on the order")

    def pick(self, work: str, good: Good, quantity: int) -> None:
        """Take the order in hand, scan each piece, and make it ready (or close its parcel)."""
        self.sent(work, {}, to=f"{work}begin")
        for _ in range(quantity):
            self.sent(work, {"code": good.sku}, to=f"{work}scan")
        self.sent(work, {}, to=f"{work}ready")

    def hand_over(self, work: str, pin: str) -> httpx.Response:
        """Hand over to whoever says that PIN, and return the answer."""
        return self.send(f"{work}hand-over/", {"pin": pin})

    def ship(self, work: str, carrier: str, tracking: str) -> None:
        """Give the parcel to a carrier."""
        self.sent(work, {"carrier": carrier, "tracking": tracking}, to=f"{work}ship")
