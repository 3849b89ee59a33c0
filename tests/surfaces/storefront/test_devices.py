"""Sessions are listed in words that their owner recognises."""

from __future__ import annotations

import pytest

from oneshelf.surfaces.storefront.devices import Device, device_of

_LIKE = "(KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (
            f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 {_LIKE} Chrome/142.0 Safari/537.36",
            Device("Chrome on Linux", "monitor"),
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 {_LIKE} Chrome/142.0 Safari/537.36 Edg/142.0",
            Device("Edge on Windows", "monitor"),
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit {_LIKE} Version/26.0 Safari/604.1",
            Device("Safari on iPhone", "smartphone"),
        ),
        (
            "Mozilla/5.0 (Android 16; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0",
            Device("Firefox on Android", "smartphone"),
        ),
        ("python-httpx/0.28.1", Device("A program or an unknown browser", "monitor")),
        ("", Device("A program or an unknown browser", "monitor")),
    ],
)
def test_a_browser_is_called_what_its_owner_calls_it(user_agent: str, device: Device) -> None:
    assert device_of(user_agent) == device
