"""The editor's form for a promotion as it is: each gap filled with what its plan says."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Phase, Plan, Promotion, State, Terms
from oneshelf.surfaces.backoffice.desk import Desk
from oneshelf.surfaces.backoffice.promoting.conditions import Offered, offered_at
from oneshelf.surfaces.backoffice.promoting.filled_conditions import amount_text, as_sent, split
from oneshelf.surfaces.backoffice.promoting.form import Kept, PromotionForm
from oneshelf.surfaces.backoffice.promoting.goods import KnownGoods


def form_for(desk: Desk, known: Promotion, data: Mapping[str, Any] | None = None, *, more: str = "") -> PromotionForm:
    """Return the form of a promotion, as it was sent or as it is, with one more of something if that is asked for.

    What no gap can say to the last detail (others write rules too) is kept as it is, and so is the beginning of what
    has begun.
    """
    plan, terms = known.plan, known.plan.terms
    offered = offered_at(desk)
    offered.goods.learn(match for _part, match in promotions.matches(terms))
    gives = _gives(terms, desk.market.currency, offered.goods)
    kept = None if _says(gives, terms, desk, offered) else (terms.reward, terms.match)
    counted = terms.reward.parts[0].match if isinstance(terms.reward, compiled.Bundle) else terms.match
    found = split(terms, counted, desk=desk, offered=offered)
    said = _filled(plan, desk.market.currency) | found.flat | ({} if kept else gives)
    stays = Kept(kept, found.kept, terms.when)
    form = PromotionForm(data, desk=desk, offered=offered, kept=stays, groups=found.groups, more=more, initial=said)
    if known.phase_at(clock.now()) is not Phase.PLANNED and known.state is State.LIVE:
        form.begun = plan.starts
        del form.fields["starts"]
    return form


def _gives(terms: Terms, currency: str, goods: KnownGoods) -> dict[str, Any]:
    """Return what a promotion gives, and of what, as far as gaps can say it."""
    reward = terms.reward
    if isinstance(reward, compiled.Bundle):
        return _reward(reward, currency) | goods.filled(reward.parts[0].match) | {"parts": reward.parts[1:]}
    return _reward(reward, currency) | goods.filled(terms.match)


def _says(gives: Mapping[str, Any], terms: Terms, desk: Desk, offered: Offered) -> bool:
    """Tell whether these gaps, sent as they are, say exactly what a promotion gives."""
    parts = (({"pieces": each.pieces} | offered.goods.filled(each.match)) for each in gives.get("parts", ()))
    sent = as_sent(gives) | {f"b{at}-{name}": gap for at, part in enumerate(parts) for name, gap in part.items()}
    trial = PromotionForm(sent | {"priority": "0"}, desk=desk, offered=offered)
    trial.full_clean()
    told = trial.cleaned_data.get("terms")
    return told is not None and (told.reward, told.match) == (terms.reward, terms.match)


def _filled(plan: Plan, currency: str) -> dict[str, Any]:
    limits, caps, terms = plan.limits, plan.terms.caps, plan.terms
    said: dict[str, Any] = {"code": plan.code, "name": plan.name, "group": str(plan.group)}
    said |= {f"name_{language}": name for language, name in plan.names.items()}
    said |= {"starts": plan.starts, "ends": plan.ends, "limit_off": amount_text(limits.off, currency)}
    said |= {"limit_uses": limits.uses, "limit_a_day": limits.a_day, "limit_each": limits.each}
    said |= {"cap_times": caps.times, "cap_pieces": caps.pieces, "cap_off": amount_text(caps.off, currency)}
    return said | {"priority": terms.priority, "exclusive": terms.exclusive, "needs_coupon": terms.needs_coupon}


def _reward(reward: compiled.Reward, currency: str) -> dict[str, Any]:
    match reward:
        case compiled.Percent():
            return {"reward": "percent", "percent": _percent(reward.bp)}
        case compiled.AmountEach():
            return {"reward": "amount_each", "amount": amount_text(reward.minor, currency)}
        case compiled.AmountOff():
            return {"reward": "amount_off", "amount": amount_text(reward.minor, currency)}
        case compiled.UnitPriced():
            return {"reward": "unit_priced", "amount": amount_text(reward.minor, currency)}
        case compiled.BuyGet():
            percent = None if reward.bp == compiled.WHOLE_BP else _percent(reward.bp)
            return {"reward": "buy_get", "buy": reward.buy, "get": reward.get, "percent": percent}
        case compiled.Bundle():
            return {"reward": "bundle", "pieces": reward.parts[0].pieces, "amount": amount_text(reward.minor, currency)}
        case compiled.Tiers():
            return _tiers(reward, currency)
        case compiled.Markdown():
            steps = ", ".join(f"{each.days}: {_percent(each.bp)}" for each in reward.steps)
            return {"reward": "markdown", "ladder": steps}
        case compiled.DeliveryPriced():
            return {"reward": "delivery", "amount": amount_text(reward.minor, currency)}
        case compiled.Gift():
            found = catalogue.snapshots([VariantId(UUID(reward.article[2:]))]).values()
            return {"reward": "gift", "gift": "".join(each.sku for each in found), "pieces": reward.pieces}


def _tiers(reward: compiled.Tiers, currency: str) -> dict[str, Any]:
    is_value = reward.by is compiled.By.VALUE
    steps = (
        f"{amount_text(each.least, currency) if is_value else each.least}: {_percent(each.reward.bp)}"
        for each in reward.steps
        if isinstance(each.reward, compiled.Percent)
    )
    return {"reward": "tiers_value" if is_value else "tiers", "steps": ", ".join(steps)}


def _percent(bp: int) -> str:
    return f"{(Decimal(bp) / 100).normalize():f}"
