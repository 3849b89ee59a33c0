"""People to sign in as in a demo: an owner, a manager, a cashier, a picker, and a shopper with a past.

Their passwords and PINs are derived from the installation's secret key. So whoever may run commands here can have them
printed again, and nobody knows those of another installation: there is no default password in Oneshelf.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import salted_hmac

from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.staff import public as staff

_SALT = "oneshelf.surfaces.console.load.demo_people"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody of the demo. `role` is a built-in role of staff, or 'shopper', who has no PIN."""

    role: str
    name: str
    email: str

    @property
    def password(self) -> str:
        """Sixteen letters and digits."""
        return base64.b32encode(_derived(self.email, "password")[:10]).decode().lower()

    @property
    def pin(self) -> str | None:
        """What a till asks staff for."""
        return None if self.role == "shopper" else _pin(self.email)


PEOPLE = (
    SignIn("owner", "Olivia Owner", "owner@example.com"),
    SignIn("manager", "Mason Manager", "manager@example.com"),
    SignIn("cashier", "Carla Cashier", "cashier@example.com"),
    SignIn("picker", "Pedro Picker", "picker@example.com"),
    SignIn("shopper", "Sam Shopper", "shopper@example.com"),
)


def open_demo_people(*, store: PlaceId, shopper: CustomerId) -> None:
    """Open the accounts that are missing, in a transaction of its own.

    The owner works everywhere, the others at `store`; the shopper's account is joined to customer `shopper`. Raises
    EmailNotProved when somebody else has opened an account with one of the addresses.
    """
    with transaction.atomic():
        staff.open_built_in_roles()
        for person in PEOPLE:
            if accounts.find_proved(person.email) is not None:
                continue
            account = accounts.open_account(person.email, person.password, name=person.name, email_verified=True)
            if person.role == "shopper":
                contact = {"name": person.name, "email": person.email, "phone": "", "language": "en"}
                customers.change_contact(shopper, **contact, actor=SYSTEM)
                customers.link_account(shopper, account, verified_email=person.email)
            else:
                member = staff.hire(person.name, account=account, actor=SYSTEM).id
                staff.set_pin(member, person.pin or "", actor=SYSTEM)
                staff.assign(member, person.role, at=None if person.role == "owner" else store, actor=SYSTEM)


def _pin(email: str) -> str:
    number = int.from_bytes(_derived(email, "PIN")[:8], "big")
    first, step, rest = number % 10, number // 10 % 7, number // 70 % 10**4
    return f"{first}{(first + 2 + step) % 10}{rest:04d}"  # its second digit is no neighbour: neither 1111 nor 1234


def _derived(email: str, purpose: str) -> bytes:
    return salted_hmac(_SALT, f"{purpose}\n{email}", algorithm="sha256").digest()
