"""Nobody is shut out of the back-office lists, the doors and the security pages: axe looks at each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from oneshelf.app.sessions import STAFF_COOKIE
from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.accounts.models import Account
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.models import LabelLayout
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.counts.models import Authority
from oneshelf.modules.customers import public as customers
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.payments import public as payments
from oneshelf.modules.staff import public as staff
from oneshelf.modules.staff.models import Role
from oneshelf.modules.supply import public as supply
from oneshelf.modules.tills import public as tills
from tests.amendments.builders import shoppers_may
from tests.architecture.tree import agree
from tests.browser import axe_violations
from tests.checkout.builders import a_shop
from tests.checkout.later import may_pay_at_collection
from tests.delivery.builders import a_service
from tests.markets.builders import a_seller
from tests.staff.builders import a_member, sign_in
from tests.surfaces.access import ACCESS
from tests.tax.builders import of_each

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.database, pytest.mark.django_db(transaction=True)]

EMAIL, PASSWORD = "ana@example.com", "correct horse battery"


def _complaints(page: Page, server: LiveServer, paths: Iterator[str]) -> list[str]:
    found = []
    for path in paths:
        answer = page.goto(f"{server.url}{path}")
        if answer is None or answer.status != 200:
            found.append(f"{path} answers {answer and answer.status}")
        found += [f"{path}: {violation}" for violation in axe_violations(page)]
    return found


def _of_every_list() -> Iterator[str]:
    """The list of each model, a form of its first row, and an empty form where the owner may add."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        row = model._default_manager.first()
        assert row is not None, f"{name}: nothing to look at; let the test make one"
        yield reverse(f"{name}_change", args=[row.pk])
        if ACCESS[f"* {name}_add"]["owner"] == 200:
            yield reverse(f"{name}_add")


def _furnish() -> None:
    """Have at least one of everything that a list shows."""
    shop = a_shop()
    checkout.complete(shop.paid_checkout(shop.offered(5)).id, actor=SYSTEM)
    ana = customers.register(name="Ana", email=EMAIL).id
    tills.enrol_till(shop.store.id, shop.till.id, "Till 1", actor=SYSTEM)
    delivery.open_service(shop.market.id, a_service(), actor=SYSTEM)
    delivery.set_terms(shop.store.id, delivery.Terms(60), actor=SYSTEM)
    delivery.set_lane(delivery.Lane(shop.store.id, None), actor=SYSTEM)
    staff.open_built_in_roles()
    Authority.objects.create(market_id=shop.market.id, role=Role.objects.get(code="cashier"), value=2000)
    may_pay_at_collection(shop.market.id)
    shoppers_may(shop.market.id)
    of_each(shop.market.id, ana)
    a_seller(shop.market)
    LabelLayout.objects.create(market_id=shop.market.id, prefix="28", says=catalogue.Says.WEIGHT)
    supply.add_supplier(shop.market.id, code="dairy", name="Dairy Ltd", actor=SYSTEM)
    payments.receive(
        payments.ProviderEvent(
            "test", "strange", payments.PaymentId(new_id()), payments.ProviderFact.CAPTURED, amount=1, reference="r"
        )
    )


def test_every_list_of_the_back_office(live_server: LiveServer, page: Page) -> None:
    _furnish()
    client = sign_in(Client(), a_member("owner"))
    cookie = client.cookies[STAFF_COOKIE].value
    page.context.add_cookies([{"name": STAFF_COOKIE, "value": cookie, "url": live_server.url}])
    others = iter([reverse("till:enrol"), reverse("entrance:staff_sign_out")])
    agree(_complaints(page, live_server, _of_every_list()) + _complaints(page, live_server, others))


def _signs_in(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}{reverse('account_login')}?next=/account/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign In", exact=True).click()


def test_every_page_that_secures_an_account(live_server: LiveServer, page: Page) -> None:
    account = accounts.open_account(EMAIL, PASSWORD, name="Ana", email_verified=True)
    customers.welcome_account(account, name="Ana", email=EMAIL, verified=True)
    _signs_in(page, live_server)
    page.wait_for_url("**/account/")
    first = ["mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate"]
    agree(_complaints(page, live_server, map(reverse, first[:-1])))

    owner = Account.objects.get(id=account)
    TOTP.activate(owner, generate_totp_secret())
    RecoveryCodes.activate(owner)
    then = ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "account_reauthenticate"]
    agree(_complaints(page, live_server, map(reverse, [*first, *then])))

    page.context.clear_cookies()
    _signs_in(page, live_server)
    page.wait_for_url(f"**{reverse('mfa_authenticate')}*")
    assert axe_violations(page) == []


def test_every_door_of_an_account(live_server: LiveServer, page: Page) -> None:
    named = [
        *("account_login", "account_signup", "account_reset_password", "account_reset_password_done"),
        *("account_reset_password_from_key_done", "account_inactive", "account_email_verification_sent"),
    ]
    paths = [
        *map(reverse, named),
        reverse("account_confirm_email", args=["no-such-key"]),
        reverse(settings.STAFF_LOGIN_URL),
    ]
    agree(_complaints(page, live_server, iter(paths)))
