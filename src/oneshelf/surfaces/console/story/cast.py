"""Who plays: everybody's door, and the places where the day happens."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from oneshelf.surfaces.console.load.demo_people import PEOPLE, SignIn
from oneshelf.surfaces.console.load.demo_program import DemoProgram
from oneshelf.surfaces.console.story.doors.counter import Counter
from oneshelf.surfaces.console.story.doors.desk import Desk
from oneshelf.surfaces.console.story.doors.pages import find
from oneshelf.surfaces.console.story.doors.program import Good, Program
from oneshelf.surfaces.console.story.doors.shopper import Shopper
from oneshelf.surfaces.console.story.telling import NotSo

_CARD = re.compile(r"\b(29\d{11})\b")


@dataclass
class Cast:
    """The day's people and programs. `store` and `warehouse` are codes of places; `people` are found by role."""

    store: str
    warehouse: str
    shopper: Shopper
    program: Program
    passer_by: Program
    counter: Counter
    desk: Desk
    parcels: Desk
    people: dict[str, SignIn]

    def open_shop(self) -> str:
        """Let staff come to their places: the till, the pick-up desk, the packing table. Return the store's name."""
        (name,) = [each["name"] for each in self.program.get("places")["items"] if each["code"] == self.store]
        self.counter.open(self.people["owner"], self.people["cashier"], name)
        self.desk.open(self.people["picker"], self.store)
        self.parcels.open(self.people["owner"], self.warehouse)
        return str(name)

    def good(self, wanted: Callable[[int], bool], place: str, but: tuple[Good, ...] = ()) -> Good:
        """Return the first good of which a place has as many as `wanted`, other than those in `but`. Raises NotSo."""
        for good in self.program.goods():
            if good not in but and wanted(self.program.available(good, place)):
                return good
        raise NotSo(f"something on the shelves of {place}", "on sale in the right number", "nowhere")

    def card(self) -> str:
        """Return the shopper's card, as their account shows it."""
        return find(self.shopper.read("/account/"), _CARD, "the shopper's card")


def cast(base_url: str, given: DemoProgram) -> Cast:
    """Give everybody a door of their own."""
    people = {person.role: person for person in PEOPLE}
    return Cast(
        store=given.store,
        warehouse=given.warehouse,
        shopper=Shopper(base_url, people["shopper"]),
        program=Program(base_url, given.key),
        passer_by=Program(base_url),
        counter=Counter(base_url),
        desk=Desk(base_url),
        parcels=Desk(base_url),
        people=people,
    )
