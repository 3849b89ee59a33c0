"""The editor's form for a promotion as it is: each gap filled with what its plan says."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import SetId, VariantId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Phase, Plan, Promotion, State, Terms
from oneshelf.surfaces.backoffice.desk import Desk
from oneshelf.surfaces.backoffice.promoting.form import PromotionForm
from oneshelf.surfaces.backoffice.promoting.words import clock_text


def form_for(desk: Desk, known: Promotion, data: Mapping[str, Any] | None = None) -> PromotionForm:
    """Return the form of a promotion, as it was sent or as it is.

    Terms that the gaps cannot say to the last detail (others write rules too) are kept as they are, and so is the
    beginning of what has begun.
    """
    plan = known.plan
    said = _filled(plan, desk.market.currency)
    trial = PromotionForm(_as_sent(said), desk=desk)
    holds = trial.is_valid() and trial.cleaned_data.get("terms") == plan.terms
    form = PromotionForm(data, desk=desk, locked=None if holds else plan.terms, initial=said)
    if known.phase_at(clock.now()) is not Phase.PLANNED and known.state is State.LIVE:
        form.begun = plan.starts
        del form.fields["starts"]
    return form


def _as_sent(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a browser would send of it; moments are no part of the rule."""
    return {
        name: value for name, value in said.items() if value not in (None, False) and name not in ("starts", "ends")
    }


def _filled(plan: Plan, currency: str) -> dict[str, Any]:
    limits = plan.limits
    said: dict[str, Any] = {"code": plan.code, "name": plan.name, "group": str(plan.group)}
    said |= {f"name_{language}": name for language, name in plan.names.items()}
    said |= {"starts": plan.starts, "ends": plan.ends, "limit_off": _amount(limits.off, currency)}
    said |= {"limit_uses": limits.uses, "limit_a_day": limits.a_day, "limit_each": limits.each}
    return said | _rule(plan.terms, currency)


def _rule(terms: Terms, currency: str) -> dict[str, Any]:
    caps = terms.caps
    said: dict[str, Any] = {
        "priority": terms.priority,
        "exclusive": terms.exclusive,
        "needs_coupon": terms.needs_coupon,
    }
    said |= {"cap_times": caps.times, "cap_pieces": caps.pieces, "cap_off": _amount(caps.off, currency)}
    match = terms.reward.parts[0].match if isinstance(terms.reward, compiled.Bundle) else terms.match
    said |= _reward(terms.reward, currency) | _goods(match)
    parts = terms.when.of if isinstance(terms.when, compiled.All) else (terms.when,) if terms.when else ()
    for part in parts:
        said |= _condition(part, currency)
    return said


def _reward(reward: compiled.Reward, currency: str) -> dict[str, Any]:
    match reward:
        case compiled.Percent():
            return {"reward": "percent", "percent": _percent(reward.bp)}
        case compiled.AmountEach():
            return {"reward": "amount_each", "amount": _amount(reward.minor, currency)}
        case compiled.AmountOff():
            return {"reward": "amount_off", "amount": _amount(reward.minor, currency)}
        case compiled.UnitPriced():
            return {"reward": "unit_priced", "amount": _amount(reward.minor, currency)}
        case compiled.BuyGet():
            percent = None if reward.bp == compiled.WHOLE_BP else _percent(reward.bp)
            return {"reward": "buy_get", "buy": reward.buy, "get": reward.get, "percent": percent}
        case compiled.Bundle():
            return {"reward": "bundle", "pieces": reward.parts[0].pieces, "amount": _amount(reward.minor, currency)}
        case compiled.Tiers():
            return _tiers(reward, currency)
        case compiled.Markdown():
            steps = ", ".join(f"{each.days}: {_percent(each.bp)}" for each in reward.steps)
            return {"reward": "markdown", "ladder": steps}
        case compiled.DeliveryPriced():
            return {"reward": "delivery", "amount": _amount(reward.minor, currency)}
        case compiled.Gift():
            found = catalogue.snapshots([VariantId(UUID(reward.article[2:]))]).values()
            return {"reward": "gift", "gift": "".join(each.sku for each in found), "pieces": reward.pieces}


def _tiers(reward: compiled.Tiers, currency: str) -> dict[str, Any]:
    is_value = reward.by is compiled.By.VALUE
    steps = (
        f"{_amount(each.least, currency) if is_value else each.least}: {_percent(each.reward.bp)}"
        for each in reward.steps
        if isinstance(each.reward, compiled.Percent)
    )
    return {"reward": "tiers_value" if is_value else "tiers", "steps": ", ".join(steps)}


def _goods(match: compiled.Match) -> dict[str, Any]:
    named = {kind: [tag for tag in match.any_of if tag[0] == kind] for kind in "vcsb"}
    sets = catalogue.sets_by_id([SetId(UUID(tag[2:])) for tag in named["s"]]).values()
    return {
        "categories": named["c"],
        "brands": ", ".join(tag[2:] for tag in named["b"]),
        "sets": ", ".join(each.code for each in sets),
        "skus": _skus(named["v"]),
        "unless": _skus([tag for tag in match.none_of if tag[0] == "v"]),
    }


def _skus(tags: list[str]) -> str:
    found = catalogue.snapshots([VariantId(UUID(tag[2:])) for tag in tags]) if tags else {}
    return ", ".join(each.sku for each in found.values())


def _condition(when: compiled.Condition, currency: str) -> dict[str, Any]:
    match when:
        case compiled.Holds():
            return {"least": when.least}
        case compiled.Worth():
            return {"worth": _amount(when.least, currency)}
        case compiled.Channel():
            return {"channels": list(when.any_of)}
        case compiled.Place():
            return {"stores": ", ".join(when.any_of)}
        case compiled.Hours():
            ends = None if when.ends == 24 * 60 else clock_text(when.ends)
            return {"days": [str(day) for day in when.days], "after": clock_text(when.starts), "before": ends}
        case compiled.Segment():
            return {"groups": list(when.any_of)}
        case compiled.FirstOrder():
            return {"first_order": True}
        case compiled.Pays():
            return {"payments": list(when.any_of)}
        case _:
            return {}


def _percent(bp: int) -> str:
    return f"{(Decimal(bp) / 100).normalize():f}"


def _amount(minor: int | None, currency: str) -> str | None:
    return None if minor is None else str(Money(minor, currency).decimal)
