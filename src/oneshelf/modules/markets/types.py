"""What markets are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

MarketId = NewType("MarketId", UUID)
ChannelId = NewType("ChannelId", UUID)


class ChannelKind(StrEnum):
    """What kind of way a channel is by which people buy."""

    WEB = "web"
    TILL = "till"
    APP = "app"
    PHONE = "phone"
    KIOSK = "kiosk"
    API = "api"
    MARKETPLACE = "marketplace"
    SOCIAL = "social"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Market:
    """A country or brand: whatever an order touches belongs to exactly one.

    `currency` is ISO 4217, `languages` are BCP 47 tags with the default among them, `time_zone` is an IANA name;
    `tax_included` tells whether shown prices hold the tax. With `progressive_reductions` a price that was reduced in
    steps is compared with the lowest before the first of them. Where it `recomputes_promotions`, what is kept of a
    purchase of which a part came back is priced again; otherwise each article gives back its share. With
    `mails_differences` those who decide are written to when its channels differ.
    """

    id: MarketId
    code: str
    name: str
    currency: str
    default_language: str
    languages: tuple[str, ...]
    time_zone: str
    tax_included: bool
    progressive_reductions: bool = False
    recomputes_promotions: bool = True
    mails_differences: bool = True


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sells in a market, as it stands on invoices: the company, its numbers, and where money is sent to.

    `register` is the court and number under which it is registered, as the law of its country wants it written.
    """

    name: str
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    tax_number: str = ""
    register: str = ""
    email: str = ""
    phone: str = ""
    bank: str = ""
    iban: str = ""
    bic: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """One way by which a market sells. An inactive one takes no orders; its history stays."""

    id: ChannelId
    market: MarketId
    code: str
    kind: ChannelKind
    name: str
    active: bool
