"""Attempts to sign in are counted by account and address, across processes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from time_machine import travel

from oneshelf.kernel.accounts import attempts, models, tasks
from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.clock import now

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HERE, THERE = "192.0.2.1", "192.0.2.2"


def _use_up(email: str, address: str, most: int) -> None:
    for _ in range(most):
        accounts.count_attempt(email, address)


def test_somebody_who_guesses_is_stopped_and_nobody_else() -> None:
    _use_up("ana@example.com", HERE, attempts.MOST_BY_BOTH)
    with pytest.raises(accounts.TooManyAttempts) as refused:
        accounts.count_attempt("ANA@example.com ", HERE)
    assert refused.value.until > now()
    accounts.count_attempt("ana@example.com", THERE)
    accounts.count_attempt("b@example.com", HERE)


def test_guessing_one_account_from_many_addresses_is_stopped() -> None:
    for number in range(attempts.MOST_BY_ACCOUNT):
        accounts.count_attempt("ana@example.com", f"198.51.100.{number}")
    with pytest.raises(accounts.TooManyAttempts):
        accounts.count_attempt("ana@example.com", THERE)


def test_guessing_many_accounts_from_one_address_is_stopped() -> None:
    for number in range(attempts.MOST_BY_ADDRESS):
        accounts.count_attempt(f"{number}@example.com", HERE)
    with pytest.raises(accounts.TooManyAttempts):
        accounts.count_attempt("another@example.com", HERE)


def test_who_succeeds_loses_nothing_and_gains_nothing() -> None:
    _use_up("ana@example.com", HERE, attempts.MOST_BY_BOTH - 1)
    for _ in range(3):
        accounts.count_attempt("ana@example.com", HERE)
        accounts.forgive_attempt("ana@example.com", HERE)
    accounts.count_attempt("ana@example.com", HERE)
    with pytest.raises(accounts.TooManyAttempts):
        accounts.count_attempt("ana@example.com", HERE)


def test_the_window_ends_and_the_sweep_forgets() -> None:
    start = now()
    with travel(start, tick=False):
        _use_up("ana@example.com", HERE, attempts.MOST_BY_BOTH)
        assert accounts.sweep_attempts() == 0
    with travel(start + attempts.WINDOW, tick=False):
        accounts.count_attempt("ana@example.com", HERE)
    with travel(start + 3 * attempts.WINDOW, tick=False):
        assert accounts.sweep_attempts() == 3
    assert not models.Attempt.objects.exists()


def test_the_table_is_no_list_of_addresses() -> None:
    accounts.count_attempt("ana@example.com", HERE)
    assert not models.Attempt.objects.filter(key__contains="ana").exists()


def test_expired_sessions_are_forgotten_and_others_kept() -> None:
    start = now()
    Session.objects.create(session_key="old", session_data="", expire_date=start - timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="", expire_date=start + timedelta(hours=1))
    tasks.sweep_sessions()
    assert [each.session_key for each in Session.objects.all()] == ["new"]
