"""What accounts refuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class TooManyAttempts(Refusal):
    """Too many wrong passwords or codes for this account or from this address; nothing is looked at before `until`."""

    code = "too_many_attempts"
    status = 429
    until: datetime


@dataclass(eq=False)
class EmailNotProved(Refusal):
    """The account of that e-mail exists, but its holder has not shown that the address is theirs."""

    code = "email_not_proved"
    field = "email"
    email: str
