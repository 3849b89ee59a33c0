"""Jobs of carts."""

from __future__ import annotations

from oneshelf.kernel import jobs
from oneshelf.modules.carts.actions import forget, park


@jobs.scheduled("*/5 * * * *")
def end_what_is_over() -> None:
    """Give carts back that staff have kept past their time, and drop drafts."""
    park.end_what_is_over()


@jobs.scheduled("41 * * * *")
def forget_codes() -> None:
    """Forget codes that nobody can use any more."""
    forget.forget_codes()
