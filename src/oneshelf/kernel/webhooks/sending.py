"""One try: a signed POST to an address whose host was looked up and found to be public, without following anywhere.

The connection goes to the very address that was looked at, so that a name that changes its mind meanwhile leads
nowhere else. The whole try has one deadline, however slowly the receiver drips.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from oneshelf.kernel import sealed
from oneshelf.kernel.webhooks import rules, signing
from oneshelf.kernel.webhooks.endpoints import PURPOSE
from oneshelf.kernel.webhooks.types import Fault, Parcel

DEADLINE_S = 15.0
"""How long one try may take in all, in seconds."""

KEPT_OF_ANSWER = 1_000
"""How many bytes of an answer are read and kept."""

MOST_CLIENTS = 200

_FAILURES = (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError)


class Forbidden(Exception):
    """A host has an address that requests may not go to."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a try."""

    status: int | None
    fault: Fault
    answer: str
    took_ms: int


class Post:
    """Sends parcels, over connections that are kept for a while: one for each host and address, so never mixed up."""

    def __init__(self, *, local: bool) -> None:
        self._local = local
        self._trusted = ssl.create_default_context()
        self._clients: OrderedDict[tuple[str, str, int, str], httpx.AsyncClient] = OrderedDict()

    async def send(self, parcel: Parcel) -> Outcome:
        """Try to deliver a parcel; never raises for what a receiver does."""
        began = time.monotonic()
        status, fault, answer = None, Fault.CONNECTION, ""
        try:
            async with asyncio.timeout(DEADLINE_S):
                status, answer = await self._post(parcel)
                verdict = rules.verdict(status)
                redirect = Fault.REDIRECT if 300 <= status < 400 else Fault.STATUS
                fault = Fault.NONE if verdict is rules.Verdict.TAKEN else redirect
        except (TimeoutError, httpx.TimeoutException):
            fault = Fault.TIMEOUT
        except sealed.CannotOpen:
            fault = Fault.SECRET_UNREADABLE
        except Forbidden:
            fault = Fault.FORBIDDEN_ADDRESS
        except socket.gaierror:
            fault = Fault.UNKNOWN_HOST
        except _FAILURES as error:
            answer = type(error).__name__
        return Outcome(status, fault, answer, round((time.monotonic() - began) * 1000))

    async def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            await client.aclose()
        self._clients.clear()

    async def _post(self, parcel: Parcel) -> tuple[int, str]:
        if not rules.is_good_address(parcel.url, local=self._local):
            raise Forbidden(parcel.url)
        url = httpx.URL(parcel.url)
        port = url.port or {"https": 443, "http": 80}[url.scheme]
        address = await self._look_up(urlsplit(parcel.url).hostname or "", port)
        body = parcel.body.encode()
        headers = {"host": url.netloc.decode("ascii"), "content-type": "application/json", "user-agent": "Oneshelf/1"}
        request = httpx.Request(
            "POST",
            url.copy_with(host=address, port=port),
            headers=headers | signing.headers(str(parcel.event), int(time.time()), body, _secrets(parcel)),
            content=body,
            extensions={"sni_hostname": url.host, "timeout": dict.fromkeys(("connect", "read", "write"), DEADLINE_S)},
        )
        client = await self._client((url.scheme, url.host, port, address))
        response = await client.send(request, stream=True)
        try:
            return response.status_code, await _beginning(response)
        finally:
            await response.aclose()

    async def _look_up(self, host: str, port: int) -> str:
        """Return the first address of a host. Raises Forbidden unless requests may go to every one of them."""
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(each[4][0]) for each in found]
        for address in addresses:
            if not rules.may_reach(address, local=self._local):
                raise Forbidden(address)
        return addresses[0]

    async def _client(self, key: tuple[str, str, int, str]) -> httpx.AsyncClient:
        client = self._clients.pop(key, None)
        if client is None:
            limits = httpx.Limits(max_keepalive_connections=8, keepalive_expiry=30)
            client = httpx.AsyncClient(verify=self._trusted, trust_env=False, follow_redirects=False, limits=limits)
        self._clients[key] = client
        if len(self._clients) > MOST_CLIENTS:
            _, oldest = self._clients.popitem(last=False)
            await oldest.aclose()
        return client


def _secrets(parcel: Parcel) -> list[str]:
    kept = [each for each in (parcel.secret, parcel.old_secret) if each is not None]
    return [sealed.unseal(each, PURPOSE) for each in kept]


async def _beginning(response: httpx.Response) -> str:
    read = b""
    async for chunk in response.aiter_raw():
        read += chunk
        if len(read) >= KEPT_OF_ANSWER:
            break
    return read[:KEPT_OF_ANSWER].decode("utf-8", "replace").replace("\x00", "")
