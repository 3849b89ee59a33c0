"""Where webhooks may go: public addresses over TLS, whatever a name says or an address hides."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.webhooks import rules
from oneshelf.kernel.webhooks.sending import Post
from oneshelf.kernel.webhooks.types import Fault, Parcel

PRIVATE = (
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "::",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "2002:0a00:0001::1",
    "2001:0:0a00:1::1",
    "64:ff9b::a00:1",
    "2001:db8::1",
)
LOOPBACK = ("127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1")
PUBLIC = ("93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8")


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize("local", [True, False])
def test_private_addresses_are_never_reached(address: str, local: bool) -> None:
    assert not rules.may_reach(address, local=local)


@pytest.mark.parametrize("address", LOOPBACK)
def test_this_machine_is_reached_only_where_that_is_allowed(address: str) -> None:
    assert not rules.may_reach(address, local=False)
    assert rules.may_reach(address, local=True)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_reached(address: str) -> None:
    assert rules.may_reach(address, local=False)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "http://example.com/hook",
        "ftp://example.com/hook",
        "file:///etc/passwd",
        "//example.com/hook",
        "https://",
        "https:///hook",
        "https://user@example.com/hook",
        "https://user:word@example.com/hook",
        "https://example.com/hook#part",
        "https://example.com:99999/hook",
        "https://example.com./hook",
        "https://example.com/a b",
        "https://example.com/\r\nHost: inside",
        "https://example.com\\@inside/",
        "https://exämple.com/",
        "https://127.0.0.1/hook",
        "https://[::1]/hook",
        "https://localhost/hook",
        "https://shop.localhost/hook",
        "https://10.0.0.1/hook",
        "https://[fd00::1]/hook",
        "https://169.254.169.254/latest/meta-data/",
        "https://example.com/" + "a" * 2_000,
    ],
)
def test_bad_addresses_are_refused(url: str) -> None:
    assert not rules.is_good_address(url, local=False)


@pytest.mark.parametrize("url", ["https://example.com", "https://example.com:8443/hook?a=b", "https://8.8.8.8/hook"])
def test_good_addresses_are_taken(url: str) -> None:
    assert rules.is_good_address(url, local=False)


def test_a_developers_machine_may_be_asked_without_tls_when_that_is_allowed() -> None:
    assert rules.is_good_address("http://127.0.0.1:8000/hook", local=True)
    assert rules.is_good_address("http://localhost/hook", local=True)
    assert not rules.is_good_address("http://example.com/hook", local=True)
    assert not rules.is_good_address("http://10.0.0.1/hook", local=True)


@given(st.text(max_size=60))
def test_whatever_is_written_gets_an_answer(text: str) -> None:
    assert rules.is_good_address(f"https://{text}", local=False) in {True, False}


@pytest.mark.parametrize("host", ["localtest", "2130706433", "0x7f.1", "017700000001"])
def test_a_name_that_leads_inside_is_not_followed(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def look_up(self: object, name: str, port: int, **more: object) -> list[object]:
        return [(2, 1, 6, "", ("93.184.215.14", port)), (2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", look_up)
    parcel = Parcel(new_id(), new_id(), new_id(), "{}", 0, f"https://{host}/hook", b"", None)

    async def post() -> Fault:
        sender = Post(local=False)
        try:
            return (await sender.send(parcel)).fault
        finally:
            await sender.close()

    with ThreadPoolExecutor(1) as own:  # the browser's loop may be running in this one
        assert own.submit(asyncio.run, post()).result() is Fault.FORBIDDEN_ADDRESS


@given(st.integers(1, rules.MOST_TRIES), st.floats(0, 1))
def test_pauses_grow_within_their_spread_and_end(tries: int, chance: float) -> None:
    pause = rules.pause_after(tries, chance)
    if tries == rules.MOST_TRIES:
        assert pause is None
    else:
        assert pause is not None
        assert 0.8 <= pause / rules.PAUSES[tries - 1] <= 1.2


def test_a_delivery_is_tried_for_about_three_days() -> None:
    assert 3 <= sum(pause.total_seconds() for pause in rules.PAUSES) / 86_400 <= 3.3
