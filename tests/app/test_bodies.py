"""Slow senders hold up few of the threads that answer."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from threading import Event
from typing import Any

import pytest

from oneshelf.app import bodies
from oneshelf.app.bodies import Bodies

MOST_BYTES = 100


class Slow:
    """A body that comes when the event is set."""

    def __init__(self) -> None:
        self.waits, self.comes = Event(), Event()

    def read(self, length: int) -> bytes:
        self.waits.set()
        assert self.comes.wait(10)
        return b"x" * length


class House:
    """An application of four threads, and what it answered."""

    def __init__(self, *, proxied: bool = False) -> None:
        self._bodies = Bodies(_echo, threads=4, most_bytes=MOST_BYTES, proxied=proxied)
        self._pool = ThreadPoolExecutor(20)
        self._slow: list[Slow] = []

    def ask(self, body: Any = b"", address: str = "1.1.1.1") -> tuple[str, bytes]:
        said: list[str] = []
        length, given = (str(len(body)), BytesIO(body)) if isinstance(body, bytes) else ("5", body)
        environ = {"CONTENT_LENGTH": length, "wsgi.input": given, "REMOTE_ADDR": address}
        answer = b"".join(self._bodies(environ, lambda status, _headers: said.append(status)))
        return said[0], answer

    def ask_slowly(self, address: str = "1.1.1.1") -> Future[tuple[str, bytes]]:
        slow = Slow()
        self._slow.append(slow)
        asked = self._pool.submit(self.ask, slow, address)
        slow.waits.wait(0.5)
        return asked

    def end(self) -> None:
        for each in self._slow:
            each.comes.set()
        self._pool.shutdown()


def _echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


@pytest.fixture(autouse=True)
def soon_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a second here."""
    monkeypatch.setattr(bodies, "SLOW_S", 0.2)


def test_what_is_sent_arrives() -> None:
    house = House()
    assert house.ask(b"hello") == ("200 OK", b"hello")
    assert house.ask() == ("200 OK", b"")
    assert house.ask(b"x" * (MOST_BYTES + 1)) == ("200 OK", b"x" * (MOST_BYTES + 1))
    house.end()


def test_one_address_that_sends_slowly_keeps_nobody_else_waiting() -> None:
    house = House()
    slow = [house.ask_slowly() for _ in range(6)]
    assert house.ask(b"hello")[0].startswith("503")
    assert house.ask(b"hello", "2.2.2.2") == ("200 OK", b"hello")
    house.end()
    assert sorted(each.result()[0][:3] for each in slow) == ["200", *["503"] * 5]
    assert house.ask(b"hello") == ("200 OK", b"hello")


@pytest.mark.parametrize("proxied", [True, False])
def test_many_that_send_slowly_leave_a_thread_for_who_only_looks(proxied: bool) -> None:
    house = House(proxied=proxied)
    slow = [house.ask_slowly(f"1.1.1.{each}") for each in range(6)]
    assert house.ask() == ("200 OK", b"")
    assert house.ask(b"hello", "2.2.2.2")[0].startswith("503")
    house.end()
    assert sorted(each.result()[0][:3] for each in slow) == [*["200"] * 3, *["503"] * 3]


def test_who_is_quick_waits_for_who_is_quick() -> None:
    house = House(proxied=True)
    slow = [house.ask_slowly() for _ in range(3)]
    waiting = house._pool.submit(house.ask, b"hello")
    house._slow[0].comes.set()
    assert waiting.result() == ("200 OK", b"hello")
    house.end()
    assert [each.result()[0] for each in slow] == ["200 OK"] * 3
