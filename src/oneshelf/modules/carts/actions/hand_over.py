"""Moving a cart from hand to hand: a code is shown, whoever reads it has the cart, and nobody else."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings

from oneshelf.kernel import clock
from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts import models, rules
from oneshelf.modules.carts.actions.fill import changed, refused, touch
from oneshelf.modules.carts.errors import BadCartCode, CartBeingPaid
from oneshelf.modules.carts.queries import load
from oneshelf.modules.carts.types import LIVE_STATES, SHOPPER, Cart, CartId, CartState, HandOver, Holder, HolderKind
from oneshelf.modules.markets.public import MarketId

CODE_FOR = timedelta(minutes=10)
"""How long a code can be read after it was shown."""

HELD_AT_MOST = timedelta(hours=12)
"""How long a till or a member of staff holds a cart that they do nothing with; then it goes back."""


@retried
def show_code(cart: CartId, *, by: Holder = SHOPPER, until: datetime | None = None) -> HandOver:
    """Return a code by which others take the cart out of `by`'s hands: until `until`, else for CODE_FOR.

    Showing it moves nothing. A parked cart's code is shown by its place. Raises UnknownCart, CartElsewhere and
    CartBeingPaid.
    """
    live = models.Cart.objects.filter(id=cart, state__in=LIVE_STATES, holder_kind=by.kind.value, holder_id=by.id)
    if not live.filter(sale="").select_for_update().exists():
        raise refused(cart, by=by)
    signs = "".join(secrets.choice(rules.CODE_SIGNS) for _ in range(rules.CODE_LENGTH))
    shown = HandOver(rules.written(signs), cart, until or clock.now() + CODE_FOR)
    models.HandOver.objects.create(cart_id=cart, digest=_digest(signs), expires_at=shown.expires_at)
    return shown


def cart_of_code(text: str, *, market: MarketId) -> Cart:
    """Return the cart that a code would move, without moving it. Raises BadCartCode."""
    row = _good(text)
    if row is None or row.used_kind:
        raise BadCartCode(value=text[:40])
    cart = load(CartId(row.cart_id))
    if cart.market != market or cart.state.value not in LIVE_STATES:
        raise BadCartCode(value=text[:40])
    return cart


@retried
def take_over(text: str, by: Holder, *, market: MarketId, keep: timedelta = HELD_AT_MOST) -> Cart:
    """Take the cart of a code into `by`'s hands and return it; every code of it is used up by that.

    The same till or member of staff that reads it again gets the cart again. They keep it for `keep`. Raises
    BadCartCode for whatever is not good (any more), and CartBeingPaid.
    """
    row = _good(text, lock=True)
    if row is None:
        raise BadCartCode(value=text[:40])
    cart = CartId(row.cart_id)
    if row.used_kind:
        known = load(cart)
        again = by.id is not None and (row.used_kind, row.used_id) == (by.kind.value, by.id)
        if again and by.is_same(known.holder) and _is_live(known):
            return known
        raise BadCartCode(value=text[:40])
    live = models.Cart.objects.filter(id=cart, market_id=market, state__in=LIVE_STATES)
    if not live.filter(sale="").update(**_moved(by, keep)):
        busy = live.exclude(sale="").first()
        raise CartBeingPaid(where=busy.holder_name) if busy else BadCartCode(value=text[:40])
    models.HandOver.objects.filter(cart_id=cart, used_kind="").update(used_kind=by.kind.value, used_id=by.id)
    return load(cart)


@retried
def give_back(cart: CartId, *, by: Holder) -> Cart:
    """Give a cart out of staff's hands: to its shopper, or, a draft that staff began, to nobody (it is dropped).

    Giving it again changes nothing. Raises UnknownCart, CartElsewhere and CartBeingPaid.
    """
    known = load(cart)
    if known.is_with_shopper or known.state is CartState.DROPPED:
        return known
    back = {"state": CartState.DROPPED.value} if known.state is CartState.DRAFT else _hands(SHOPPER)
    touch(cart, by=by, label="", kept_until=None, **back)
    return load(cart)


@retried
def take_back(cart: CartId, *, by: Holder = SHOPPER, keep: timedelta = HELD_AT_MOST) -> Cart:
    """Take a cart back without a code, wherever it is: the caller knows that it is `by`'s own.

    Its till or member of staff can order it no more. Raises UnknownCart and CartBeingPaid.
    """
    known = load(cart)
    if known.holder.is_same(by):
        return known
    live = models.Cart.objects.filter(id=cart, state__in=LIVE_STATES, sale="")
    if not live.update(**_moved(by, keep)):
        raise refused(cart, by=by)
    models.HandOver.objects.filter(cart_id=cart, used_kind="").update(used_kind=by.kind.value, used_id=by.id)
    return load(cart)


def _moved(by: Holder, keep: timedelta) -> dict[str, object]:
    until = None if by.kind is HolderKind.SHOPPER else clock.now() + keep
    return changed(label="", kept_until=until, **_hands(by))


def _hands(by: Holder) -> dict[str, object]:
    return {"holder_kind": by.kind.value, "holder_id": by.id, "holder_name": by.name}


def _is_live(cart: Cart) -> bool:
    return cart.state.value in LIVE_STATES


def _good(text: str, *, lock: bool = False) -> models.HandOver | None:
    signs = rules.code_in(text)
    if signs is None:
        return None
    rows = models.HandOver.objects.select_for_update() if lock else models.HandOver.objects.all()
    return rows.filter(digest=_digest(signs), expires_at__gt=clock.now()).first()


def _digest(signs: str) -> bytes:
    """Return what is kept of a code: an HMAC under the house's key, so that the table betrays none."""
    key = f"oneshelf.carts.code {settings.SECRET_KEY}".encode()
    return hmac.new(key, signs.encode(), sha256).digest()
