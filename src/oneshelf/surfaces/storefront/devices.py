"""What a browser says of itself, in words that its owner recognises."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

_BROWSERS = (  # in this order: Edge and Opera call themselves Chrome too, and all of them call themselves Safari
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (  # Android is also Linux; iPads and iPhones say they are like Mac OS X
    ("iPhone", "iPhone", "smartphone"),
    ("iPad", "iPad", "tablet"),
    ("Android", "Android", "smartphone"),
    ("Windows", "Windows", "monitor"),
    ("Mac OS", "Mac", "monitor"),
    ("CrOS", "Chromebook", "monitor"),
    ("Linux", "Linux", "monitor"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """A device as a list names it, with the icon that goes before it."""

    name: str
    icon: str


def device_of(user_agent: str) -> Device:
    """Return what `user_agent` tells: 'Chrome on Android'. A program that is no browser is called what it is."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system, icon = next(((name, icon) for mark, name, icon in _SYSTEMS if mark in user_agent), ("", "monitor"))
    if browser and system:
        return Device(_("%(browser)s on %(system)s") % {"browser": browser, "system": system}, icon)
    return Device(browser or system or _("A program or an unknown browser"), icon)
