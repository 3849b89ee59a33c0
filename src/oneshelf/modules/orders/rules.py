"""Decisions about orders: no clock, no database."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from oneshelf.kernel.money import Money, round_half_away
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers import public as customers
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.lots.public import Told
from oneshelf.modules.orders.errors import (
    GoodsNotOfOrder,
    NotOpen,
    OrderRefundTooLarge,
    UnitNotOfOrder,
    UnitsNotNamed,
)
from oneshelf.modules.orders.types import Amendment, Contact, ContactPart, Findable, Method, Order, OrderLine, Search
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState
from oneshelf.modules.pricing.public import compiled

P = TypeVar("P")

ALPHABET = "23456789BCDFGHJKMNPQRTVWXYZ"
"""27 characters that cannot be mistaken for each other and spell no words."""

RANDOM_CHARACTERS = 7
GIVEN_UP = frozenset({fulfilment.ConsignmentState.CANCELLED, fulfilment.ConsignmentState.EXPIRED})
"""The states of consignments that will never reach anybody."""

SHORTEST_TAIL = 4
"""From how many digits on the end of a telephone number finds it."""

SHORTEST_START = 3
"""From how many letters on the beginning of a name finds it."""

MOST_WORDS = 12
LONGEST_WORD = 60
"""How much of what somebody typed is looked for: words, and characters of a word."""

WEEK_S = 604_800
"""Seconds of a week."""

WEEKS = 4
"""How many weeks search looks at one by one before it looks at whole years."""

_MONEY = frozenset(
    {PaymentState.AUTHORISED, PaymentState.CAPTURED, PaymentState.PARTLY_REFUNDED, PaymentState.REFUNDED}
)
"""The states of payments that were made: their money is held, or was taken."""

_NUMBERS = len(ALPHABET) ** RANDOM_CHARACTERS
_HIGHEST = 64
"""No amount has more binary digits."""

_ONE_NUMBER = re.compile(r"[0-9+()./ -]+")
_PARTS = re.compile(r"[^\W_]+")


def new_number() -> str:
    """Return a random order number: seven characters and a check character (Luhn modulo 27).

    About 10 thousand million numbers a market; one that is taken is refused by the database, and another is drawn.
    """
    text = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return text + check_character(text)


def recorded_number(serial: int) -> str:
    """Return the order number of a recorded order by its serial in the source, 0 to 27**7 - 1.

    Two serials never share a number, and neighbours look nothing like each other: the factor has no divisor in
    common with 27, so multiplying only shuffles them.
    """
    assert 0 <= serial < _NUMBERS, f"an order number has {RANDOM_CHARACTERS} characters, {serial} does not fit"
    shuffled, text = serial * 7_654_321_987 % _NUMBERS, ""
    for _ in range(RANDOM_CHARACTERS):
        shuffled, character = divmod(shuffled, len(ALPHABET))
        text += ALPHABET[character]
    return text + check_character(text)


def check_character(text: str) -> str:
    """Return the check character of `text`: Luhn modulo N (ISO/IEC 7812-1 for other alphabets).

    It catches every single wrong character and nearly every swap of neighbours.
    """
    base, total = len(ALPHABET), 0
    for position, character in enumerate(reversed(text)):
        value = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += value // base + value % base
    return ALPHABET[-total % base]


def clean_number(text: str) -> str | None:
    """Return an order number as it is stored, or None when `text` cannot be one (a character is wrong)."""
    number = text.strip().upper().replace("-", "").replace(" ", "")
    if len(number) != RANDOM_CHARACTERS + 1 or any(character not in ALPHABET for character in number):
        return None
    return number if check_character(number[:-1]) == number[-1] else None


def refund_shares(amount: Money, refundable: Mapping[P, Money]) -> dict[P, Money]:
    """Split `amount` over tenders: each gives what it can, in their order. Raises OrderRefundTooLarge."""
    left, shares = amount, {}
    for tender, most in refundable.items():
        share = min(left, most)
        if share.minor > 0:
            shares[tender] = share
            left -= share
    if left or amount.minor <= 0:
        raise OrderRefundTooLarge(asked=amount, left=sum(refundable.values(), Money.zero(amount.currency)))
    return shares


def missing_part(method: Method, contact: Contact) -> ContactPart | None:
    """Return what a contact lacks first for a way of delivery: a name and e-mail, and to ship an address."""
    needed = ContactPart if method is Method.SHIP else (ContactPart.NAME, ContactPart.EMAIL)
    return next((part for part in needed if not getattr(contact, part).strip()), None)


def value_of_units(line: OrderLine, units: int) -> int:
    """Return what `units` units of a line cost in minor units: their share, rounded once, half away from zero."""
    return round_half_away(line.amount.minor * units, line.quantity)


def value_of_cancelled(lines: Iterable[OrderLine], cancel: Mapping[int, int]) -> int:
    """Return what `cancel` (line -> units) takes off an order, in minor units.

    The shares of all that was ever cancelled of a line add up to that of their sum, so that nothing is lost by
    cancelling piece by piece. Raises NotOpen for more units than are wanted, and for lines that there are not.
    """
    known, value = {line.line: line for line in lines}, 0
    for number, units in cancel.items():
        line = known.get(number)
        if line is None or not 0 < units <= line.wanted - line.returned:
            raise NotOpen(line=number, wanted=units, left=max(0, line.wanted - line.returned) if line else 0)
        value += value_of_units(line, line.cancelled + units) - value_of_units(line, line.cancelled)
    return value


def unassigned(lines: Iterable[OrderLine], consignments: Iterable[fulfilment.Consignment]) -> dict[int, int]:
    """Return how many wanted units of each line no consignment holds, nor has ever handed out."""
    left = {line.line: line.wanted for line in lines}
    for consignment in consignments:
        if consignment.state not in GIVEN_UP:
            for held in consignment.lines:
                left[held.line] = left.get(held.line, 0) - (held.quantity - held.short)
    return {line: max(0, units) for line, units in left.items()}


def still_to_pay(
    order: Order, consignments: Iterable[fulfilment.Consignment], paid: Iterable[payments.Payment]
) -> Money:
    """Return what is left to pay for an order's delivery and for what these of its consignments hold."""
    worth = value_held(order.lines, consignments) + order.delivery.minor - order.waived.minor
    return Money(max(0, worth - money_of(paid)), order.summary.currency)


def money_of(paid: Iterable[payments.Payment]) -> int:
    """Return how many minor units payments took, or hold; what was given back of them since was paid as well."""
    return sum(each.captured or each.amount for each in paid if each.state in _MONEY)


def value_held(lines: Iterable[OrderLine], consignments: Iterable[fulfilment.Consignment]) -> int:
    """Return what the units of lines that consignments hold, and that were found, cost in minor units.

    What is missing takes its share off, rounded once, half away from zero: so all that is wanted of a line costs the
    same in however many parts it is collected.
    """
    held: dict[int, int] = {}
    for consignment in consignments:
        if consignment.state not in GIVEN_UP:
            for each in consignment.lines:
                held[each.line] = held.get(each.line, 0) + each.quantity - each.short
    return sum(line.amount.minor - value_of_units(line, line.quantity - held.get(line.line, 0)) for line in lines)


def buyer_of(email: str, *, key: bytes) -> str:
    """Return what tells buyers apart who pay later, without saying who they are: HMAC-SHA-256 (hex) of the e-mail."""
    return hmac.digest(key, b"oneshelf buyer " + customers.folded(email).strip().encode(), "sha256").hex()


def still_owed(missing: int, waived: int, amendments: Iterable[Amendment], given_back: int) -> int:
    """Return how many minor units go back to the shopper of an order that has ended.

    `missing` is worth what never came, cancelled or not; what was added instead and not paid for stays with the house,
    and `given_back` went back when the changes were made.
    """
    unpaid = sum(each.added - each.paid for each in amendments)
    return max(0, missing + waived - unpaid - given_back)


def value_of_missing(lines: Iterable[OrderLine], delivered: Mapping[int, int]) -> Money | None:
    """Return what the shopper has paid for units that never came: `delivered` says line -> units that did.

    Each line gives its share, rounded once, half away from zero. None when everything came.
    """
    missing = None
    for line in lines:
        short = line.quantity - delivered.get(line.line, 0)
        if short > 0:
            share = Money(round_half_away(line.amount.minor * short, line.quantity), line.amount.currency)
            missing = share if missing is None else missing + share
    return missing or None


def lines_coming_back(lines: Iterable[OrderLine], goods: Mapping[int, int]) -> list[tuple[OrderLine, int]]:
    """Return each line of which goods come back, with how many, by line. Raises GoodsNotOfOrder."""
    bought = {line.line: line for line in lines}
    for number, units in goods.items():
        if number not in bought or units < 1:
            raise GoodsNotOfOrder(line=number, quantity=units)
    return [(bought[number], units) for number, units in sorted(goods.items())]


def units_coming_back(
    number: str, line: OrderLine, units: int, left: int, *, named: Sequence[str], out: Mapping[str, VariantId]
) -> list[Told]:
    """Return which units of a line come back, of `left` that the shopper has; `out` are the serial numbers of those.

    Raises UnitNotOfOrder for any other number, and UnitsNotNamed where more come back than have none. A kit's
    components need not be named.
    """
    serials = list(dict.fromkeys(named))
    for serial in serials:
        if serial not in out:
            raise UnitNotOfOrder(serial=serial[:48], number=number, line=line.line)
    numbered = sum(variant == line.variant for variant in out.values())
    mine = [serial for serial in serials if out[serial] == line.variant]
    if numbered and not units - (left - numbered) <= len(mine) <= units:
        raise UnitsNotNamed(line=line.line, title=line.title, units=units, named=len(mine))
    return [Told(line.line, out[serial], 1, lot=serial, serial=True) for serial in serials]


def findable_by(order: Findable, people: Iterable[tuple[str, str, str]], trackings: Iterable[str]) -> set[str]:
    """Return the words by which search finds an order. `people` are names, e-mails and telephone numbers behind it."""
    words = {f"is:{order.state}", f"by:{order.method}", f"much:{_magnitude(order.total)}", *span_words(order.placed_at)}
    words |= {_key("via", order.channel), *_code(order.number)}
    words |= {_key("at", order.place)} if order.place else set()
    words |= {_key("for", order.customer)} if order.customer else set()
    words |= {"broken:"} if order.broken else set()
    words |= {"unpaid:"} if order.unpaid else set()
    for code in (*order.skus, *order.gtins, order.postal_code, *trackings):
        words |= _code(code)
    for text in (*order.titles, order.city):
        words |= set(_PARTS.findall(customers.folded(text)))
    for name, email, phone in people:
        words |= _name(name) | _email(email) | _phone(phone)
    return words


def asked_for(search: Search) -> str | None:
    """Return a search as PostgreSQL's `tsquery` ('' for everything), None when nothing can answer to what was typed."""
    wanted = []
    if search.text.strip():
        typed = _typed(customers.folded(search.text))
        if typed is None:
            return None
        wanted.append(typed)
    for prefix, keys in (("via", search.channels), ("at", search.places)):
        if keys is not None:
            wanted.append(_said([_key(prefix, key) for key in keys]))
    for prefix, names in (("is", search.states), ("by", search.methods)):
        if names is not None:
            wanted.append(_said([f"{prefix}:{name.value}" for name in names]))
    if search.customer is not None:
        wanted.append(_said([_key("for", search.customer)]))
    if search.broken:
        wanted.append(_said(["broken:"]))
    if search.unpaid:
        wanted.append(_said(["unpaid:"]))
    if search.least is not None or search.most is not None:
        sizes = range(_magnitude(search.least or 0), _HIGHEST if search.most is None else _magnitude(search.most) + 1)
        wanted.append(_said([f"much:{size}" for size in sizes]))
    return " & ".join(wanted)


def spans(before: datetime, before_id: UUID, since: datetime) -> list[tuple[str, datetime, UUID]]:
    """Return the words of the spans of time before a mark, latest first, each with the mark its orders are before.

    Some weeks come first, each by itself: a word of every second order fills its page there. Whatever does not is rare
    enough to be asked for a year at a time.
    """
    last = int(before.timestamp()) // WEEK_S
    rest = datetime.fromtimestamp((last - WEEKS + 1) * WEEK_S, UTC)
    years = range(rest.year, since.astimezone(UTC).year - 1, -1)
    return [
        *((f"week:{last - back}", before, before_id) for back in range(WEEKS)),
        *((f"year:{year}", rest, UUID(int=0)) for year in years),
    ]


def _typed(text: str) -> str | None:
    """Return folded text as a query: every word of it, or all of it as one number that was written in groups."""
    spelled = [said for word in text.split()[:MOST_WORDS] if (said := _word(word[:LONGEST_WORD]))]
    if not spelled:
        return None
    words = " & ".join(spelled)
    number = "".join(_PARTS.findall(text)) if _ONE_NUMBER.fullmatch(text) else ""
    return f"({words} | {_said(_number(number))})" if len(number) >= SHORTEST_TAIL else words


def _word(word: str) -> str:
    if "@" in word:
        return _said(["".join(filter(str.isprintable, word))])
    parts = _PARTS.findall(word)
    whole = _said(_number("".join(parts))) if parts else ""
    return f"({whole} | ({' & '.join(map(_quoted, parts))}))" if len(parts) > 1 else whole


def _said(words: Iterable[str]) -> str:
    """Return a query that any of `words` answers; without words, nothing does."""
    return f"({' | '.join(map(_quoted, words)) or _quoted('nothing:')})"


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _number(text: str) -> list[str]:
    """Return a code as it stands, and a number also without its leading zeros."""
    bare = text.lstrip("0") if text.isdecimal() else text
    return [text, bare] if bare not in {"", text} else [text]


def _code(text: str) -> set[str]:
    parts = _PARTS.findall(customers.folded(text))
    return {*parts, *_number("".join(parts))} if parts else set()


def _name(text: str) -> set[str]:
    """Return the words of a name and their beginnings."""
    words = {word for written in text.split() for word in _code(written)}
    return {word[:end] for word in words for end in (*range(SHORTEST_START, len(word)), len(word))}


def _email(text: str) -> set[str]:
    """Return an address, what stands before its sign, and its domain."""
    whole = "".join(customers.folded(text).split())
    return {word for part in whole.split("@", 1) for word in _code(part)} | ({whole} if whole else set())


def _phone(text: str) -> set[str]:
    """Return every end of a telephone number that is long enough."""
    digits = "".join(filter(str.isdecimal, customers.folded(text)))
    return {digits[start:] for start in range(max(0, len(digits) - SHORTEST_TAIL + 1))}


def _key(prefix: str, key: UUID) -> str:
    """Return the word for a row of somebody's: twelve hexadecimal digits, which UUIDs of version 7 draw at random."""
    return f"{prefix}:{key.hex[-12:]}"


def _magnitude(amount: int) -> int:
    return max(0, amount).bit_length()


def span_words(at: datetime) -> tuple[str, str]:
    """Return the words for the week (counted since 1970) and the year of an instant."""
    return f"week:{int(at.timestamp()) // WEEK_S}", f"year:{at.astimezone(UTC).year}"


def rounding_named(name: str) -> compiled.Rounding:
    """Return the rounding that an order keeps: 'half_even.line', with + where tax was added.

    One of which no taxes were known has the name of the release before, which is no pair, and was rounded as usual.
    """
    mode, _, per = name.rstrip("+").partition(".")
    return compiled.Rounding(compiled.RoundingMode(mode), compiled.TaxRounding(per)) if per else compiled.AS_USUAL
