"""How staff come in."""

from __future__ import annotations

from oneshelf.surfaces.console.load.demo_people import SignIn
from oneshelf.surfaces.console.story.doors.pages import Browser


def come_in(browser: Browser, person: SignIn, towards: str) -> str:
    """Sign a member of staff in and return the page that they wanted to see. Raises NotSo."""
    browser.http.headers["Accept-Language"] = "en"
    return browser.sent(
        "/staff/sign-in", {"email": person.email, "password": person.password, "next": towards}, to="/staff/sign-in"
    )
