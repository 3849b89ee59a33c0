"""Writing to those who decide about differences what a comparison has found that nobody was told of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from oneshelf.kernel import clock
from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.parity import models
from oneshelf.modules.parity.queries import told_at
from oneshelf.modules.parity.types import Aspect, Finding
from oneshelf.modules.staff import public as staff
from oneshelf.modules.staff.public import Member, MemberId

MOST_NAMED = 20
"""How many differences a mail names; of the others it says how many there are."""

_boards: list[Callable[[], str]] = []


def link_with(board: Callable[[], str]) -> None:
    """Let the surface that shows differences say where, as a path; the last one counts."""
    _boards.append(board)


def note_news(market: MarketId) -> datetime | None:
    """Keep that every difference that stands, and is not meant, is told now, once for ever; None when none is new.

    In the caller's transaction, which leaves a job for each of those who are written to: two at once have other news.
    A market that wants no mails keeps it too, so that it is not told of all of them on the day it changes its mind.
    """
    now = clock.now()
    fresh = models.Finding.objects.filter(market_id=market, ended_at=None, accepted_at=None, told_at=None)
    if not fresh.update(told_at=now) or not markets.get_market(market).mails_differences:
        return None
    return now


def whom() -> list[Member]:
    """Return those who may decide about differences and sign in, whom the house has an address of."""
    return [each for each in staff.members_everywhere("parity.decide") if each.account]


def write_news(market: MarketId, at: datetime, to: MemberId) -> bool:
    """Mail one of them what was told at that instant, once; False when nothing of it stands, or they left meanwhile.

    Must not be called in a transaction: a mail cannot be taken back.
    """
    news, member = told_at(market, at), next((each for each in whom() if each.id == to), None)
    address = accounts.address_of(member.account) if member and member.account else ""
    if not news or member is None or not address:
        return False

    def send() -> None:
        reader = customers.customer_for_account(member.account) if member.account else None
        with translation.override(customers.language_for(reader.id if reader else None, market)):
            _mail(market, news, member, address)

    key = f"{market} {at.isoformat()} {to}"
    idempotency.once_outside(Claim("parity", "tell of differences", key, idempotency.body_hash(key.encode())), send)
    return True


def _mail(market: MarketId, news: Sequence[Finding], member: Member, address: str) -> None:
    named = news[:MOST_NAMED]
    articles = catalogue.snapshots([each.variant for each in named if each.variant])
    told = {
        "shop": settings.SHOP_NAME,
        "name": member.name,
        "market": markets.get_market(market).name,
        "count": len(news),
        "rows": [(*_article(each, articles), _aspect(each.difference.aspect)) for each in named],
        "more": len(news) - len(named),
        "link": settings.PUBLIC_URL.rstrip("/") + _boards[-1]() if _boards else "",
    }
    subject = ngettext(
        "%(shop)s: channels differ in %(count)s more point",
        "%(shop)s: channels differ in %(count)s more points",
        len(news),
    )
    subject %= {"shop": settings.SHOP_NAME, "count": len(news)}
    send_mail(subject, render_to_string("parity/mail.txt", told), None, [address])


def _article(found: Finding, articles: dict[catalogue.VariantId, catalogue.VariantSnapshot]) -> tuple[str, str]:
    """Return what the article is called, and its SKU; nothing for what is about all of them."""
    known = articles.get(found.variant) if found.variant else None
    return (known.title, known.sku) if known else ("", "")


def _aspect(aspect: Aspect) -> str:
    return str(models.ASPECT_NAMES[aspect])
