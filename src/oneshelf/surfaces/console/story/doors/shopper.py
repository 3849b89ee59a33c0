"""A shopper in the web shop."""

from __future__ import annotations

import re
from dataclasses import dataclass

from oneshelf.surfaces.console.load.demo_people import SignIn
from oneshelf.surfaces.console.story.doors.pages import Browser, find
from oneshelf.surfaces.console.story.doors.program import Good

_VARIANT = re.compile(r'name="variant" value="([^"]+)"')
_CHECKOUT = re.compile(r'name="checkout" value="([^"]+)"')
_AVAILABLE = re.compile(r'data-available="(\d+)"')
_NUMBER = re.compile(r"<h1>Order ([^<]+)</h1>")
_PIN = re.compile(r"data-pin>(\d{6})<")
ADDRESS = {"street": "5 Elm Street", "postal_code": "43004", "city": "Columbus", "country": "US"}
CONTACT = {"phone": "", "card": "tok_approve"}


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order as its page shows it: number, PIN (none when it is shipped), and the page's own address."""

    number: str
    pin: str
    page: str


class Shopper(Browser):
    """Somebody with an account, who has chosen a store."""

    def __init__(self, base_url: str, person: SignIn) -> None:
        super().__init__(base_url)
        self.http.headers["Accept-Language"] = "en"
        self.person = person

    def come_in(self, store: str) -> None:
        """Sign in, choose a store and empty the basket."""
        self.sent("/account/sign-in/", {"login": self.person.email, "password": self.person.password})
        self.sent(f"/stores/{store}/", {"store": store}, to="/stores/choose/")
        for variant in set(_VARIANT.findall(self.read("/cart/"))):
            self.sent("/cart/", {"variant": variant, "remove": ""}, to="/cart/change/")

    def available(self, good: Good) -> int:
        """Return how many the chosen store has, as the product's page says: the chosen store stands first."""
        return int(find(self.read(f"/product/{good.slug}/?variant={good.sku}"), _AVAILABLE, "the store's stock"))

    def collect(self, good: Good, quantity: int, store: str) -> Ordered:
        """Order for collection in a store, paid by card."""
        return self._check_out(good, quantity, {"method": "collect", "store": store})

    def have_sent(self, good: Good, quantity: int) -> Ordered:
        """Order for delivery, paid by card."""
        return self._check_out(good, quantity, {"method": "ship", **ADDRESS})

    def _check_out(self, good: Good, quantity: int, how: dict[str, str]) -> Ordered:
        product = f"/product/{good.slug}/?variant={good.sku}"
        variant = find(self.read(product), _VARIANT, "the button that buys")
        self.sent(product, {"variant": variant, "quantity": str(quantity)}, to="/cart/add/")
        begun = find(self.read("/checkout/"), _CHECKOUT, "a checkout")
        who = {"name": self.person.name, "email": self.person.email}
        answer = self.send("/checkout/", {"checkout": begun, **who, **CONTACT, **how})
        pin = _PIN.search(answer.text)
        return Ordered(find(answer.text, _NUMBER, "the order's number"), pin.group(1) if pin else "", answer.url.path)
