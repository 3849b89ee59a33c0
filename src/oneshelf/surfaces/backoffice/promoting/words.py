"""What a rule says, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import singledispatch
from uuid import UUID

from babel.dates import get_day_names
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext_lazy, to_locale
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import CategoryId, ProductId, SetId, VariantId
from oneshelf.modules.customers import public as customers
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing.public import compiled, conditions, priced
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Phase, PromotionId, Terms
from oneshelf.surfaces.backoffice.desk import Desk, category_text
from oneshelf.ui.formats import money_text

Why = priced.Why

MOST_NAMED = 4
"""How many of a long list a sentence names."""

PHASES = {
    Phase.DRAFT: (_("Draft"), "neutral", "pencil"),
    Phase.PLANNED: (_("Planned"), "info", "calendar-clock"),
    Phase.RUNNING: (_("Running"), "ok", "circle-play"),
    Phase.PAUSED: (_("Paused"), "warn", "circle-pause"),
    Phase.OVER: (_("Over"), "neutral", "circle-check"),
    Phase.ENDED: (_("Ended"), "neutral", "circle-slash"),
}
"""What a promotion's phase is called, and the tone and icon of its badge."""

PAYMENTS = {
    "cash": _("Cash"),
    "test_card": _("Card"),
    "on_account": _("On account"),
    "at_collection": _("At collection"),
}
"""Ways to pay that a rule may want."""

WHYS = {
    Why.APPLIED: _("It is applied."),
    Why.NOT_IN_FORCE: _("It is not in force."),
    Why.NOT_YET: _("Its time has not come."),
    Why.OVER: pgettext_lazy("of a promotion", "Its time is over."),
    Why.NEEDS_COUPON: _("It needs a coupon."),
    Why.USED_UP: pgettext_lazy("of a promotion", "It is used up."),
    Why.WHO_BUYS: _("It is counted for each customer, and nobody knows who buys."),
    Why.GROUP_CLOSED: _("It leaves out a group that is closed. Change whom it is for."),
    Why.NOTHING_MATCHES: _("Nothing in the basket is meant."),
    Why.TOO_FEW: _("The basket holds too few pieces."),
    Why.TOO_MANY: _("The basket holds too many pieces."),
    Why.TOO_LITTLE: _("The basket is worth too little."),
    Why.TOO_MUCH: _("The basket is worth too much."),
    Why.OTHER_BUYERS: _("It is for other customers."),
    Why.NOT_FIRST_ORDER: _("It is for first orders only."),
    Why.OTHER_CHANNEL: _("It holds in other channels."),
    Why.OTHER_PLACE: _("It holds at other places."),
    Why.OTHER_HOURS: _("It holds at other hours."),
    Why.OTHER_PAYMENT: _("It holds for other ways to pay."),
    Why.OTHER_RULE: _("The promotion that it waits for was not applied."),
    Why.EXCLUDED: _("Something that it excludes is so."),
    Why.NO_GAIN: _("It would take nothing off."),
    Why.BEATEN: _("Another promotion is better for the customer."),
    Why.ALONE: _("It applies alone, and others are better together."),
}
"""Why a promotion was applied to a basket, or was not."""


@dataclass(frozen=True, slots=True)
class Names:
    """What people call that which rules name by tags, codes and ids; amounts are of `currency`."""

    currency: str
    goods: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)

    def money(self, minor: int) -> str:
        """Return an amount in words."""
        return money_text(Money(minor, self.currency))

    def listed(self, codes: Iterable[str]) -> str:
        """Return the names of codes."""
        return ", ".join(self.codes.get(code, code) for code in codes)


def names_for(desk: Desk, found: Iterable[Terms]) -> Names:
    """Return what all that these terms name is called: one statement for each kind of thing."""
    terms = list(found)
    tags = {tag for each in terms for _, match in promotions.matches(each) for tag in promotions.tags(match)}
    ids = {kind: [UUID(tag[2:]) for tag in tags if tag[0] == kind] for kind in "vpcs"}
    goods = {tag: tag[2:].title() for tag in tags if tag[0] == "b"}
    goods |= {f"v:{key}": each.title for key, each in catalogue.snapshots([VariantId(v) for v in ids["v"]]).items()}
    goods |= {f"p:{key}": each.title for key, each in catalogue.hits([ProductId(p) for p in ids["p"]]).items()}
    trails = catalogue.categories_by_id([CategoryId(c) for c in ids["c"]])
    goods |= {f"c:{key}": category_text(each) for key, each in trails.items()}
    goods |= {f"s:{key}": each.name for key, each in catalogue.sets_by_id([SetId(s) for s in ids["s"]]).items()}
    return Names(desk.market.currency, goods, _codes(desk, terms))


def _codes(desk: Desk, terms: Iterable[Terms]) -> dict[str, str]:
    said = [each for one in terms for each in conditions(one.when)]
    codes: dict[str, str] = {}
    if any(isinstance(each, compiled.Place) for each in said):
        codes |= {each.code: each.name for each in places.list_places(desk.market.id)}
    if any(isinstance(each, compiled.Channel) for each in said):
        codes |= {each.code: each.name for each in desk.channels.values()}
    if any(isinstance(each, compiled.Segment) for each in said):
        codes |= {each.code: each.name for each in customers.list_groups()}
    applied = [PromotionId(UUID(each.rule)) for each in said if isinstance(each, compiled.Applied)]
    return codes | {str(key): each.plan.name for key, each in promotions.promotions_by_id(applied).items()}


def sentence(terms: Terms, names: Names) -> SafeString:
    """Return a rule as a sentence: what it gives, and when; what was chosen stands out."""
    parts = [gives(terms.reward, goods(terms.match, names), names)]
    when = terms.when.of if isinstance(terms.when, compiled.All) else (terms.when,) if terms.when else ()
    parts += [condition(each, names) for each in when]
    if terms.needs_coupon:
        parts.append(_strong("{coupon}", coupon=_t("with a coupon")))
    links = ["{}", *(" {}" if each.startswith("(") else ", {}" for each in parts[1:])]
    return format_html("{}.", format_html("".join(links), *parts))


def goods(match: compiled.Match, names: Names) -> str:
    """Return which articles are meant."""
    said = _some(match.any_of, names) if match.any_of else _t("everything")
    if match.all_of:
        said = _t("%(goods)s that is also %(others)s") % {"goods": said, "others": _some(match.all_of, names)}
    if match.none_of:
        said = _t("%(goods)s except %(others)s") % {"goods": said, "others": _some(match.none_of, names)}
    return said


def _some(tags: tuple[str, ...], names: Names) -> str:
    named = ", ".join(names.goods.get(tag, tag) for tag in tags[:MOST_NAMED])
    rest = len(tags) - MOST_NAMED
    return named if rest <= 0 else _t("%(named)s and %(rest)s more") % {"named": named, "rest": rest}


def _strong(text: str, **values: object) -> SafeString:
    """Fill a sentence; what is filled in stands out."""
    return format_html(text, **{name: format_html("<strong>{}</strong>", value) for name, value in values.items()})


def percentage(bp: int) -> str:
    """Return basis points as a percentage."""
    return f"{(Decimal(bp) / 100).normalize():f} %"


@singledispatch
def gives(reward: compiled.Reward, what: str, names: Names) -> SafeString:
    """Return what a reward gives, of which goods."""
    raise AssertionError(f"no words for {type(reward)}")


@gives.register
def _percent(reward: compiled.Percent, what: str, names: Names) -> SafeString:
    return _strong(_t("{percent} off {goods}"), percent=percentage(reward.bp), goods=what)


@gives.register
def _amount_each(reward: compiled.AmountEach, what: str, names: Names) -> SafeString:
    return _strong(_t("{amount} off each piece of {goods}"), amount=names.money(reward.minor), goods=what)


@gives.register
def _unit_priced(reward: compiled.UnitPriced, what: str, names: Names) -> SafeString:
    if reward.per == 1:
        return _strong(_t("{goods} for {amount} each"), goods=what, amount=names.money(reward.minor))
    given = {"goods": what, "amount": names.money(reward.minor), "per": reward.per}
    return _strong(_t("{goods} for {amount} per {per} of the smallest unit"), **given)


@gives.register
def _amount_off(reward: compiled.AmountOff, what: str, names: Names) -> SafeString:
    return _strong(_t("{amount} off {goods} together"), amount=names.money(reward.minor), goods=what)


@gives.register
def _buy_get(reward: compiled.BuyGet, what: str, names: Names) -> SafeString:
    given = {"buy": reward.buy, "get": reward.get, "goods": what}
    given["gets"] = goods(reward.gets, names) if reward.gets else what
    if reward.bp == compiled.WHOLE_BP:
        return _strong(_t("buy {buy} of {goods} and get {get} of {gets} free"), **given)
    return _strong(
        _t("buy {buy} of {goods} and get {get} of {gets} for {percent} less"), percent=percentage(reward.bp), **given
    )


@gives.register
def _bundle(reward: compiled.Bundle, what: str, names: Names) -> SafeString:
    parts = " + ".join(f"{part.pieces} × {goods(part.match, names)}" for part in reward.parts)
    return _strong(_t("{parts} for {amount} together"), parts=parts, amount=names.money(reward.minor))


@gives.register
def _tiers(reward: compiled.Tiers, what: str, names: Names) -> SafeString:
    def step(each: compiled.Step) -> str:
        least = names.money(each.least) if reward.by is compiled.By.VALUE else str(each.least)
        return _t("%(less)s from %(least)s on") % {"less": _less(each.reward, names), "least": least}

    return _strong(
        _t("the more {goods}, the less it costs: {steps}"), goods=what, steps="; ".join(map(step, reward.steps))
    )


@gives.register
def _markdown(reward: compiled.Markdown, what: str, names: Names) -> SafeString:
    def step(each: compiled.MarkdownStep) -> str:
        less = {"percent": percentage(each.bp), "days": each.days}
        if not each.days:
            return _t("%(percent)s less on the last day") % less
        words = ngettext(
            "%(percent)s less with %(days)s day left", "%(percent)s less with %(days)s days left", each.days
        )
        return words % less

    return _strong(
        _t("{goods} that is soon past its day: {steps}"), goods=what, steps="; ".join(map(step, reward.steps))
    )


def _less(reward: compiled.Percent | compiled.AmountEach | compiled.UnitPriced, names: Names) -> str:
    if isinstance(reward, compiled.Percent):
        return _t("%(percent)s less") % {"percent": percentage(reward.bp)}
    if isinstance(reward, compiled.AmountEach):
        return _t("%(amount)s less each") % {"amount": names.money(reward.minor)}
    return _t("%(amount)s each") % {"amount": names.money(reward.minor)}


@gives.register
def _delivery(reward: compiled.DeliveryPriced, what: str, names: Names) -> SafeString:
    if not reward.minor:
        return _strong("{free}", free=_t("free delivery"))
    return _strong(_t("delivery for {amount}"), amount=names.money(reward.minor))


@gives.register
def _gift(reward: compiled.Gift, what: str, names: Names) -> SafeString:
    article = names.goods.get(reward.article, reward.article)
    return _strong(_t("{pieces} × {article} as a gift"), pieces=reward.pieces, article=article)


@singledispatch
def condition(when: compiled.Condition, names: Names) -> SafeString:
    """Return when a rule holds."""
    raise AssertionError(f"no words for {type(when)}")


@condition.register(compiled.All)
@condition.register(compiled.Any)
def _several(when: compiled.All | compiled.Any, names: Names) -> SafeString:
    link = _t(" or ") if isinstance(when, compiled.Any) else _t(" and ")
    parts = [condition(each, names) for each in when.of]
    return format_html("({})", format_html(link.join(["{}"] * len(parts)), *parts))


@condition.register
def _not(when: compiled.Not, names: Names) -> SafeString:
    return format_html(_t("unless {}"), condition(when.of, names))


@condition.register
def _holds(when: compiled.Holds, names: Names) -> SafeString:
    given = {"least": when.least, "goods": goods(when.match, names)}
    if when.most is None:
        return _strong(_t("when the basket holds {least} or more of {goods}"), **given)
    return _strong(_t("when the basket holds {least} to {most} of {goods}"), most=when.most, **given)


@condition.register
def _worth(when: compiled.Worth, names: Names) -> SafeString:
    given = {"goods": goods(when.match, names), "least": names.money(when.least)}
    if when.most is None:
        return _strong(_t("when {goods} comes to {least} or more"), **given)
    return _strong(_t("when {goods} comes to {least} to {most}"), most=names.money(when.most), **given)


@condition.register
def _segment(when: compiled.Segment, names: Names) -> SafeString:
    return _strong(_t("for customers of {groups}"), groups=names.listed(when.any_of))


@condition.register
def _first(when: compiled.FirstOrder, names: Names) -> SafeString:
    return _strong(_t("on a customer’s {first}"), first=_t("first order"))


@condition.register
def _channel(when: compiled.Channel, names: Names) -> SafeString:
    return _strong(_t("in {channels}"), channels=names.listed(when.any_of))


@condition.register
def _place(when: compiled.Place, names: Names) -> SafeString:
    return _strong(_t("at {places}"), places=names.listed(when.any_of))


@condition.register
def _hours(when: compiled.Hours, names: Names) -> SafeString:
    days = get_day_names("abbreviated", locale=to_locale(get_language() or "en"))
    said = ", ".join(days[day] for day in when.days)
    if (when.starts, when.ends) == (0, 24 * 60):
        return _strong(_t("on {days}"), days=said)
    starts, ends = clock_text(when.starts), clock_text(when.ends)
    return _strong(_t("on {days} from {starts} to {ends}"), days=said, starts=starts, ends=ends)


def clock_text(minute: int) -> str:
    """Return a minute of the day as clocks show it."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


@condition.register
def _pays(when: compiled.Pays, names: Names) -> SafeString:
    methods = ", ".join(str(PAYMENTS.get(method, method)) for method in when.any_of)
    return _strong(_t("when paid by {methods}"), methods=methods)


@condition.register
def _applied(when: compiled.Applied, names: Names) -> SafeString:
    return _strong(_t("together with {promotion}"), promotion=names.listed([when.rule]))
