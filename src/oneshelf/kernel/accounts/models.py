"""The one account model. A customer and a staff member each link to at most one account."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oneshelf.kernel.fields import id_field


class Accounts(BaseUserManager["Account"]):
    """Makes accounts and finds them by e-mail, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """Make an account; without a password it can only be entered by another proof (passkey, link)."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account whose e-mail is `username`, in any case."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A person who signs in: an e-mail address and a password or passkeys."""

    id = id_field()
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="accounts_one_account_an_email"),
        ]

    def __str__(self) -> str:
        return self.email


class Attempt(models.Model):
    """Attempts to sign in that were counted together: see `attempts.py` for what a key holds."""

    key = models.TextField(primary_key=True)
    made = models.IntegerField()
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("attempt to sign in")
        verbose_name_plural = _("attempts to sign in")
        indexes: ClassVar = [models.Index(fields=["since"], name="accounts_attempt_since")]
