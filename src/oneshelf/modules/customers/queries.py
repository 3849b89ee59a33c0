"""Reading customers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from oneshelf.kernel import caches, sql
from oneshelf.modules.customers import models, rules
from oneshelf.modules.customers.errors import ClosedGroup, InvalidCard, UnknownCustomer, UnknownGroup
from oneshelf.modules.customers.types import CardNumber, Customer, CustomerId, Found, Group, GroupId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId

MOST_FOUND = 20
"""How many customers a search shows at most."""

SHORTEST_SEARCH = 2
"""Fewer characters than these find nobody: they would find everybody."""

_GROUPS = caches.Cache[CustomerId, frozenset[GroupId]](
    "groups of customers", events=["customers.group_*", "customers.customer_erased.*"], most=100_000
)

_GROUP_CODES = caches.Cache[CustomerId, frozenset[str]](
    "codes of groups of customers", events=["customers.group_*", "customers.customer_erased.*"], most=100_000
)

_SEARCH = sql.statement(__name__, "search", row=UUID)


def get_customer(customer: CustomerId) -> Customer:
    """Return the customer, erased or not. Raises UnknownCustomer."""
    row = models.Customer.objects.filter(id=customer).first()
    if row is None:
        raise UnknownCustomer(customer=str(customer))
    return as_customer(row)


def customers_by_id(customers: Iterable[CustomerId]) -> dict[CustomerId, Customer]:
    """Return those of the customers that are there, erased or not, in one query: for names on lists."""
    rows = models.Customer.objects.filter(id__in=set(customers))
    return {CustomerId(row.id): as_customer(row) for row in rows}


def names_of(customers: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of those of the customers that have one."""
    known = models.Customer.objects.filter(id__in=customers).exclude(name="")
    return dict(known.values_list("id", "name"))


def customer_for_account(account: UUID) -> Customer | None:
    """Return who signs in with `account`, or None when that is no customer."""
    row = models.Customer.objects.filter(account=account).first()
    return as_customer(row) if row else None


def holds_account(account: UUID) -> bool:
    """Tell whether a customer has that account."""
    return models.Customer.objects.filter(account=account).exists()


def find_by_card(card: str) -> Customer | None:
    """Return whose card that is, as scanned or typed, or None when nobody has it. Raises InvalidCard."""
    number = rules.read_card(card)
    row = models.Customer.objects.filter(id__in=models.Card.objects.filter(number=number).values("customer")).first()
    return as_customer(row) if row else None


def language_for(customer: CustomerId | None, market: MarketId) -> str:
    """Return in which language to write to a customer of the market: theirs when it is known, else the market's own.

    `customer` is None for a guest. One query for a customer; markets are kept for seconds.
    """
    known = models.Customer.objects.filter(id=customer).values_list("language", flat=True).first() if customer else ""
    return known or markets.get_market(market).default_language


def cards_of(customer: CustomerId) -> list[CardNumber]:
    """Return the customer's card numbers, oldest first."""
    rows = models.Card.objects.filter(customer=customer)
    return [CardNumber(number) for number in rows.order_by("issued_at", "id").values_list("number", flat=True)]


def search(text: str, *, most: int = MOST_FOUND) -> list[Found]:
    """Return up to `most` customers by card, name, e-mail or telephone, typing errors allowed, best first.

    A text that is a whole card number finds its holder only. Three queries at most.
    """
    try:
        holder = find_by_card(text)
    except InvalidCard:
        return _search_contacts(text, most=min(most, MOST_FOUND))
    return _with_cards([holder.id] if holder else [])


def _search_contacts(text: str, *, most: int) -> list[Found]:
    wanted = rules.folded(text)
    if len(wanted) < SHORTEST_SEARCH:
        return []
    literal = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return _with_cards([CustomerId(each) for each in _SEARCH.all(text=wanted, pattern=f"%{literal}%", most=most)])


def _with_cards(ids: list[CustomerId]) -> list[Found]:
    known = customers_by_id(ids)
    cards = {
        row.customer_id: CardNumber(row.number)
        for row in models.Card.objects.filter(customer__in=ids).order_by("-issued_at", "-id")
    }
    return [Found(known[each], cards.get(each)) for each in ids]


def as_customer(row: models.Customer) -> Customer:
    """Turn a row into what leaves the module."""
    return Customer(
        id=CustomerId(row.id),
        name=row.name,
        email=row.email,
        phone=row.phone,
        language=row.language,
        created_at=row.created_at,
        account=row.account_id,
        made_up=tuple(row.made_up),
        erased=row.archived_at is not None,
    )


def groups_of(customer: CustomerId) -> frozenset[GroupId]:
    """Return the open groups to which a customer belongs; a web process remembers them until one changes."""
    return _GROUPS.get([customer], _load_groups)[customer]


def _load_groups(wanted: list[CustomerId]) -> dict[CustomerId, frozenset[GroupId]]:
    rows = models.Membership.objects.filter(customer__in=wanted, group__archived_at=None)
    found: dict[CustomerId, set[GroupId]] = {customer: set() for customer in wanted}
    for customer, group in rows.values_list("customer_id", "group_id"):
        found[CustomerId(customer)].add(GroupId(group))
    return {customer: frozenset(groups) for customer, groups in found.items()}


def group_codes_of(customer: CustomerId) -> frozenset[str]:
    """Return the codes of the open groups to which a customer belongs; remembered as `groups_of`."""
    return _GROUP_CODES.get([customer], _load_group_codes)[customer]


def group_codes_of_many(customers: Collection[CustomerId]) -> dict[CustomerId, frozenset[str]]:
    """Return the same for many customers, in one statement at most."""
    return _GROUP_CODES.get(list(customers), _load_group_codes)


def _load_group_codes(wanted: list[CustomerId]) -> dict[CustomerId, frozenset[str]]:
    rows = models.Membership.objects.filter(customer__in=wanted, group__archived_at=None)
    found: dict[CustomerId, set[str]] = {customer: set() for customer in wanted}
    for customer, code in rows.values_list("customer_id", "group__code"):
        found[CustomerId(customer)].add(code)
    return {customer: frozenset(codes) for customer, codes in found.items()}


def list_groups() -> list[Group]:
    """Return every open group by name, with how many customers belong to it: there are dozens."""
    return [_as_group(row) for row in _groups().filter(archived_at=None).order_by("name", "code")]


def group_names(groups: Collection[GroupId]) -> dict[GroupId, str]:
    """Return what groups are called, closed ones too."""
    rows = models.Group.objects.filter(id__in=groups) if groups else models.Group.objects.none()
    return {GroupId(group): name for group, name in rows.values_list("id", "name")}


def group_codes(groups: Collection[GroupId]) -> dict[GroupId, str]:
    """Return the codes of groups, closed ones too."""
    rows = models.Group.objects.filter(id__in=groups) if groups else models.Group.objects.none()
    return {GroupId(group): code for group, code in rows.values_list("id", "code")}


def closed_groups(codes: Collection[str], at: datetime) -> frozenset[str]:
    """Return which of these groups are closed at `at`, by code; without any, ask nothing."""
    if not codes:
        return frozenset()
    return frozenset(models.Group.objects.filter(code__in=codes, archived_at__lte=at).values_list("code", flat=True))


def get_group(group: GroupId) -> Group:
    """Return the group, closed or not. Raises UnknownGroup."""
    return _one_group(str(group), id=group)


def get_open_group(group: GroupId) -> Group:
    """Return the group. Raises UnknownGroup, ClosedGroup."""
    found = get_group(group)
    if found.closed:
        raise ClosedGroup(group=found.name)
    return found


def group_by_code(code: str) -> Group:
    """Return the group with that code, closed or not. Raises UnknownGroup."""
    return _one_group(code, code=code)


def members_of(group: GroupId, *, after: CustomerId | None = None, limit: int) -> list[Customer]:
    """Return up to `limit` customers of a group by id, those after `after`."""
    rows = models.Customer.objects.filter(id__in=models.Membership.objects.filter(group=group).values("customer"))
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [as_customer(row) for row in rows.order_by("id")[:limit]]


def _groups() -> QuerySet[models.Group]:
    members = (
        models.Membership.objects.filter(group=OuterRef("id")).order_by().values("group").annotate(many=Count("id"))
    )
    return models.Group.objects.annotate(members=Coalesce(Subquery(members.values("many")), 0))


def _one_group(asked: str, **how: Any) -> Group:
    row = _groups().filter(**how).first()
    if row is None:
        raise UnknownGroup(group=asked[:100])
    return _as_group(row)


def _as_group(row: Any) -> Group:
    return Group(GroupId(row.id), row.code, row.name, row.members, closed=row.archived_at is not None)
