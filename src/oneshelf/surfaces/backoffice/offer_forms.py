"""What is filled in about offers: a sentence with gaps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.money import Money
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import GroupId
from oneshelf.modules.markets.public import ChannelId
from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import Offer, Telling, Terms, Trigger
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import PromotionId, State
from oneshelf.surfaces.backoffice.company_forms import AmountField
from oneshelf.surfaces.backoffice.desk import Desk


def _several(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class OfferForm(forms.Form):
    """Who does what, where, gets which coupon, for how long, and where they are told of it."""

    trigger = forms.ChoiceField(
        label=_("Who …"), choices=[(each.value, name) for each, name in offers.TRIGGER_NAMES.items()]
    )
    channels = _several(_("in these channels"))
    places = _several(_("at these places"))
    categories = forms.MultipleChoiceField(label=_("of these categories"), required=False)
    least = AmountField(label=_("worth at least"), required=False)
    groups = _several(_("and belongs to one of these groups"))
    first_order = forms.BooleanField(label=_("on a first order only"), required=False)
    promotion = forms.ChoiceField(
        label=_("gets a coupon for"), help_text=_("Where and on what it works, the promotion says.")
    )
    days = forms.IntegerField(label=_("good for so many days"), min_value=1, max_value=offers.MOST_DAYS, initial=30)
    wait = forms.IntegerField(
        label=_("and the next one after so many days"),
        min_value=1,
        max_value=offers.ONCE,
        required=False,
        help_text=_("Empty: each time. With it, only customers who are known get one."),
    )
    told = forms.MultipleChoiceField(
        label=_("They are told of it"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(each.value, name) for each, name in offers.TELLING_NAMES.items()],
        help_text=_("On the receipt, by e-mail and on own pages of what was bought; with the packing slip of parcels."),
    )
    takes_back = forms.BooleanField(label=_("It is taken back with its order"), required=False, initial=True)
    name = forms.CharField(label=_("What you call it"), max_length=offers.LONGEST_NAME)

    def __init__(self, data: Any = None, *, desk: Desk, offer: Offer | None = None) -> None:
        """Ask about an offer; what it says of articles beyond categories stays as it is."""
        initial = _said(offer, desk.market.currency) if offer else None
        super().__init__(data, initial=initial)
        self._match = offer.terms.match if offer else compiled.EVERYTHING
        self.fields["least"].currency = desk.market.currency  # type: ignore[attr-defined]  # it is an amount's
        self._offer("channels", [(str(each.id), each.name) for each in desk.channels.values()])
        self._offer("places", [(str(each.id), each.name) for each in desk.own_places.values()])
        self._offer("categories", [(f"c:{each.id}", name) for each, name in desk.named_categories])
        groups = {each.id: each.name for each in customers.list_groups()}
        groups |= customers.group_names(offer.terms.groups) if offer else {}  # a closed one stays until it is taken out
        self._offer("groups", [(str(key), name) for key, name in groups.items()])
        living = (State.DRAFT, State.LIVE, State.PAUSED)
        self._offer(
            "promotion",
            [
                (str(each.id), f"{each.plan.name} ({each.plan.code})")
                for each in promotions.list_promotions(desk.market.id, states=living)
                if each.plan.terms.needs_coupon
            ],
        )
        if not _is_plain(self._match):
            del self.fields["categories"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Look whether people hear of it where that happens."""
        given: dict[str, Any] = super().clean() or {}
        trigger, told = given.get("trigger"), set(given.get("told", ()))
        if trigger and not {str(each) for each in offers.TELLS[Trigger(trigger)]} >= told:
            self.add_error("told", _t("Choose ways that fit what happens before."))
        return given

    @property
    def terms(self) -> Terms:
        """What was filled in."""
        given = self.cleaned_data
        match = compiled.Match(any_of=tuple(given["categories"])) if "categories" in given else self._match
        return Terms(
            trigger=Trigger(given["trigger"]),
            promotion=PromotionId(UUID(given["promotion"])),
            days=given["days"],
            told=tuple(Telling(each) for each in given["told"]),
            channels=tuple(ChannelId(UUID(each)) for each in given["channels"]),
            places=tuple(PlaceId(UUID(each)) for each in given["places"]),
            match=match,
            least=given["least"].minor if given["least"] else 0,
            groups=tuple(GroupId(UUID(each)) for each in given["groups"]),
            first_order=given["first_order"],
            wait=given["wait"],
            takes_back=given["takes_back"],
        )


def _is_plain(match: compiled.Match) -> bool:
    return all(tag.startswith("c:") for tag in match.any_of) and not match.all_of and not match.none_of


def _said(offer: Offer, currency: str) -> dict[str, Any]:
    terms = offer.terms
    said = {name: getattr(terms, name) for name in ("days", "wait", "first_order", "takes_back")}
    said |= {name: [str(each) for each in getattr(terms, name)] for name in ("channels", "places", "groups", "told")}
    least = Money(terms.least, currency).decimal if terms.least else ""
    chosen = {"trigger": terms.trigger.value, "promotion": str(terms.promotion), "categories": terms.match.any_of}
    return said | chosen | {"least": least, "name": offer.name}
