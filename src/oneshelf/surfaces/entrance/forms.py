"""What people fill in at the doors."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.accounts.models import Account


class SignUpForm(forms.Form):
    """What allauth's sign-up asks beside e-mail and password."""

    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: Account) -> None:
        """Keep the name with the new account."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class StaffSignInForm(forms.Form):
    """The door of staff."""

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput({"autocomplete": "current-password"}), strip=False
    )


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second factor: a code from an app, or a recovery code. Attempts are counted like passwords."""

    def clean_code(self) -> str:
        """Return the code when it is right; the form says so when it is not, or when there were too many."""
        adapter = get_adapter()
        key, address = f"code {self.user.pk}", adapter.get_client_ip(context.request)
        try:
            accounts.count_attempt(key, address)
        except accounts.TooManyAttempts as refusal:
            raise adapter.validation_error("too_many_login_attempts") from refusal
        code: str = super().clean_code()
        accounts.forgive_attempt(key, address)
        return code
