"""What the ledger refuses."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class BalanceTooLow(Refusal):
    """Account `account_code` holds `balance` and may not fall below `floor`; `wanted` more was to leave it.

    Amounts are in the smallest unit of `currency`; `account` is the account's id.
    """

    code = "balance_too_low"
    account: str
    account_code: str
    balance: int
    wanted: int
    floor: int
    currency: str


@dataclass(eq=False)
class AlreadyPosted(Refusal):
    """A transfer for the same cause and leg stands in the ledger already."""

    code = "already_posted"


@dataclass(eq=False)
class AccountIsBoundOtherwise(Refusal):
    """Account `account_code` stands in the ledger already, with another floor or with none."""

    code = "account_is_bound_otherwise"
    account_code: str
