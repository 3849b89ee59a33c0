"""A receiver of webhooks on this machine: it verifies signatures as receivers do, and answers as a test says."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import standardwebhooks


@dataclass
class Receiver:
    """What came (`ids`, `bodies`), and how to answer: a status by the number of the request, counted from 1."""

    url: str = ""
    secret: str = ""
    ids: list[str] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    forged: int = 0
    answer: Callable[[int], int] = lambda number: 204
    pause_s: float = 0.0
    said: bytes = b""
    location: str = ""
    let_go: threading.Event = field(default_factory=threading.Event)


@contextmanager
def a_receiver(host: str = "127.0.0.1") -> Iterator[Receiver]:
    """Listen on a port of its own while the block runs."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length).decode()
            if len(body.encode()) < length:  # its sender was killed in mid-sentence: nothing has come
                self.close_connection = True
                return
            try:
                told = standardwebhooks.Webhook(receiver.secret).verify(body, dict(self.headers))
            except standardwebhooks.WebhookVerificationError:
                receiver.forged += 1
                told = None
            receiver.ids.append(self.headers["webhook-id"])
            receiver.bodies.append(told)
            number = len(receiver.ids)
            receiver.let_go.wait(receiver.pause_s)
            self.send_response(receiver.answer(number))
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.send_header("Content-Length", str(len(receiver.said)))
            self.end_headers()
            self.wfile.write(receiver.said)

        def log_message(self, format: str, *args: Any) -> None:
            return None

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://{host}:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.let_go.set()
        server.shutdown()
        thread.join()
        server.server_close()


def wait_until(so: Callable[[], bool], most_s: float = 20) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + most_s
    while not so():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)
