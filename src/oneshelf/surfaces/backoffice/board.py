"""The board: what needs me now, then the numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import clock, guards
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import letters
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.cases import public as cases
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import Channel
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import ChannelSales
from oneshelf.modules.parity import public as parity
from oneshelf.modules.places.public import Place
from oneshelf.surfaces.backoffice.book import latest
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.webhooks import stopped
from oneshelf.ui.charts import SERIES_LIMIT, Chart, Number, Series
from oneshelf.ui.formats import instant_text, money_text, percent_text, round_money_text, zone_text

MOST_LATE = 8
"""How many late consignments the board names."""

POPULAR = 60
"""Of how many of the most sold articles the board looks at the stock."""

MOST_EMPTY = 8
"""How many empty shelves the board names."""

LATEST = 6
"""How many orders stand below the numbers."""

SHOP_DAY = range(8, 20)
"""The hours that the chart always shows, whether anything was sold in them or not."""

EARLIEST = date(1970, 1, 1)
"""The first day that the board can show."""

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ChannelDay:
    """What a channel sold on a day: by hour of the market's clock, and on the same weekday a week before."""

    name: str
    href: str
    orders: int
    amount: Money
    before: Money
    by_hour: dict[int, int]

    @property
    def trend(self) -> str:
        """Whether it is more than a week before, if anything was sold then."""
        if not self.before:
            return ""
        return "up" if self.before < self.amount else "down" if self.amount < self.before else ""

    @property
    def compared(self) -> str:
        """How much more or less it is, in words."""
        if not self.before:
            return _("nothing on this weekday last week") if self.amount else ""
        share = (self.amount - self.before).decimal / self.before.decimal
        sign = "+" if share > 0 else ""
        return _("%(share)s to last week") % {"share": f"{sign}{percent_text(round(share, 3))}"}


@dataclass(frozen=True, slots=True)
class EmptyShelf:
    """An article that sells and that a place has no more of."""

    title: str
    place: Place
    href: str


@guards.staff_only("board.view")
@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show what waits, and what the day has sold; `?day=` asks for another one."""
    desk = desk_of(request)
    day = _day_of(request.GET.get("day", ""), desk.today)
    days = channel_days(desk, day)
    late = fulfilment.late(list(desk.places_for("board.view")), clock.now(), most=MOST_LATE + 1)
    return show(
        request,
        "board/page",
        day=day,
        is_today=day == desk.today,
        previous=day - timedelta(days=1),
        following=day + timedelta(days=1) if day < desk.today else None,
        days=days,
        total=_total(desk, day, days),
        chart=_chart(desk, day, days) if any(each.orders for each in days) else None,
        late=[(each, desk.place(each.desk if each.is_on_the_road else each.place)) for each in late[:MOST_LATE]],
        more_late=len(late) > MOST_LATE,
        empty=empty_shelves(desk),
        latest=latest(desk, most=LATEST) if desk.actor.may_somewhere("orders.view") else [],
        stopped=stopped(desk),
        troubles=cases.to_settle(desk.market.id, places=desk.narrowed_to("cases.view"), most=MOST_LATE)
        if desk.actor.may_somewhere("cases.view")
        else [],
        unpaid=amendments.waiting_for_money(desk.market.id, places=desk.narrowed_to("orders.amend"), most=MOST_LATE)
        if desk.actor.may_somewhere("orders.amend")
        else [],
        differences=parity.to_look_after(desk.market.id, desk.actor.id) if desk.actor.may("parity.view") else None,
        dead=letters.count_dead() if desk.actor.may("board.view") else 0,
    )


def channel_days(desk: Desk, day: date) -> list[ChannelDay]:
    """Return what each channel that sells sold on `day`, compared with as much of the day a week before."""
    since, until = desk.bounds(day)
    week_ago, _end = desk.bounds(day - WEEK)
    sold = _sales(desk, since, until)
    before = _sales(desk, week_ago, _same_clock(desk, min(until, clock.now())))
    days = [_channel_day(desk, day, channel, sold[key], before[key]) for key, channel in desk.channels.items()]
    shown = [each for each in days if each.orders or each.before]
    return sorted(shown, key=lambda each: each.amount.minor, reverse=True)


def empty_shelves(desk: Desk) -> list[EmptyShelf]:
    """Return places that have nothing left of what sells most; what a place never had is not missed there."""
    own = desk.places_for("board.view")
    wanted = orders.popular_variants(desk.market.id, most=POPULAR)
    gone = [each for each in inventory.levels(desk.market.id, wanted, list(own)) if each.available == 0]
    rank = {variant: at for at, variant in enumerate(wanted)}
    gone = sorted(gone, key=lambda each: (rank[each.variant], own[each.place].code))[:MOST_EMPTY]
    known = catalogue.snapshots([each.variant for each in gone])
    return [
        EmptyShelf(
            known[each.variant].title,
            own[each.place],
            reverse("backoffice:level", args=[own[each.place].code, each.variant]),
        )
        for each in gone
        if each.variant in known
    ]


def _sales(desk: Desk, since: datetime, until: datetime) -> dict[Any, list[ChannelSales]]:
    found: dict[Any, list[ChannelSales]] = defaultdict(list)
    for row in orders.sales_by_channel(desk.market.id, since, until, places=desk.narrowed_to("board.view")):
        found[row.channel].append(row)
    return found


def _same_clock(desk: Desk, instant: datetime) -> datetime:
    """The moment a week earlier at which clocks in the market showed the same."""
    shown = instant.astimezone(desk.zone)
    return shown - WEEK  # arithmetic on an aware datetime keeps what its clock shows


def _channel_day(
    desk: Desk, day: date, channel: Channel, sold: Iterable[ChannelSales], before: Iterable[ChannelSales]
) -> ChannelDay:
    by_hour: Counter[int] = Counter()
    count = 0
    for row in sold:
        by_hour[row.hour.astimezone(desk.zone).hour] += row.amount
        count += row.orders
    currency = desk.market.currency
    return ChannelDay(
        name=channel.name,
        href=_orders_of(day, channel=channel.code),
        orders=count,
        amount=Money(sum(by_hour.values()), currency),
        before=Money(sum(row.amount for row in before), currency),
        by_hour=dict(by_hour),
    )


def _total(desk: Desk, day: date, days: list[ChannelDay]) -> ChannelDay:
    nothing = Money.zero(desk.market.currency)
    by_hour: Counter[int] = Counter()
    for each in days:
        by_hour.update(each.by_hour)
    return ChannelDay(
        name=_("All channels"),
        href=_orders_of(day),
        orders=sum(each.orders for each in days),
        amount=sum((each.amount for each in days), nothing),
        before=sum((each.before for each in days), nothing),
        by_hour=dict(by_hour),
    )


def _chart(desk: Desk, day: date, days: list[ChannelDay]) -> Chart:
    """Draw the day by hour; channels beyond those that can be told apart are in the totals and the order book."""
    hours = {hour for each in days for hour in each.by_hour} | set(SHOP_DAY)
    shown = range(min(hours), max(hours) + 1)
    currency, zone = desk.market.currency, desk.market.time_zone
    midnight = datetime(day.year, day.month, day.day, tzinfo=desk.zone)

    def words(value: Number) -> str:
        return money_text(Money(int(value), currency))

    def short_words(value: Number) -> str:
        return round_money_text(Money(int(value), currency))

    return Chart(
        title=_("Sales by hour and channel"),
        labels=[instant_text(midnight.replace(hour=hour), zone, show="time", length="short") for hour in shown],
        series=[
            Series(each.name, [each.by_hour.get(hour, 0) for hour in shown], [each.href] * len(shown))
            for each in days[:SERIES_LIMIT]
            if each.orders
        ],
        x_title=_("Hour, %(zone)s") % {"zone": zone_text(zone)},
        y_title=_("Sales less refunds, %(currency)s") % {"currency": currency},
        text=words,
        axis_text=short_words,
    )


def _orders_of(day: date, **filters: str) -> str:
    return f"{reverse('backoffice:orders')}?{urlencode({'day': day.isoformat()} | filters)}"


def _day_of(text: str, today: date) -> date:
    """Read a day of an address; one that cannot be read, is to come or long before any shop's, is today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if EARLIEST <= day <= today else today
