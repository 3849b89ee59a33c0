"""How allauth meets the house: attempts counted in PostgreSQL, accounts welcomed as customers, secrets sealed."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.accounts.models import Account
from oneshelf.modules.customers import public as customers
from oneshelf.modules.offers import public as offers


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Counts attempts where every process sees them, and gives each account that signs in its customer."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return the account that the credentials prove, or None. A form shows a refusal for too many attempts."""
        email, address = credentials.get("email", ""), self.get_client_ip(request)
        try:
            accounts.count_attempt(email, address)
        except accounts.TooManyAttempts as refusal:
            raise self.validation_error("too_many_login_attempts") from refusal
        account: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if account is not None:
            accounts.forgive_attempt(email, address)
        return account

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return from where a request comes, as the API does: past as many proxies as we trust (ONESHELF_PROXIES)."""
        return accounts.sent_from(request.META, proxies=settings.ALLAUTH_TRUSTED_PROXY_COUNT)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail that speaks of the shop by its name, not by the address of its server."""
        super().send_mail(template_prefix, email, {"current_site": {"name": settings.SHOP_NAME}, **context})

    def post_login(self, request: HttpRequest, user: Account, **login: Any) -> HttpResponse:
        """Welcome the account as a customer: the one it proved to be, or a new one, with the coupons of its address."""
        verified = EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()
        language = get_language() or settings.LANGUAGE_CODE
        customer = customers.welcome_account(
            user.id, name=user.name, email=user.email, verified=verified, language=language
        )
        if verified:
            offers.claim(customer.id, verified_email=user.email)
        response: HttpResponse = super().post_login(request, user, **login)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Keeps the secrets of second factors sealed, so that a copy of the table alone opens nothing."""

    def encrypt(self, text: str) -> str:
        """Seal a secret with a key derived from the house's own."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed. InvalidToken when the house's key is another."""
        return _seal().decrypt(encrypted_text.encode()).decode()


def _seal() -> Fernet:
    key = hashlib.sha256(b"oneshelf second factors\x00" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
