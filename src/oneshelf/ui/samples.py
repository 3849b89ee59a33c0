"""What the living page shows its components with. No row of any shop is behind it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.ui.charts import Chart, Number, Series
from oneshelf.ui.formats import money_text, round_money_text, unit_price_text
from oneshelf.ui.states import TONES, known_states
from oneshelf.ui.ways import ShownWay

SECTIONS: list[tuple[str, Promise]] = [
    ("colour", _("Colour and type")),
    ("buttons", _("Buttons")),
    ("fields", _("Fields")),
    ("choices", _("Choices")),
    ("products", _("Products, prices and stock")),
    ("badges", _("Badges")),
    ("tables", _("Tables and pages")),
    ("numbers", _("Numbers and charts")),
    ("feedback", _("Feedback")),
    ("overlays", _("Dialogs and sheets")),
    ("way", _("Finding the way")),
    ("codes", _("Codes and people")),
]
DENSITIES = ("roomy", "compact", "large")
_HOURS = [f"{hour:02d}" for hour in range(8, 20)]
_WEB = [42000, 51000, 68500, 90250, 123900, 118200, 99100, 87500, 92300, 131800, 142700, 96100]
_TILL = [18000, 64500, 98100, 121400, 167800, 181500, 143900, 128000, 139600, 188400, 156200, 71900]


class SampleForm(forms.Form):
    """One form field of each kind, bound with a mistake in the first."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("For the receipt only."))
    phone = forms.CharField(label=_("Phone"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("en", _("English")), ("pl", _("Polish"))])
    news = forms.BooleanField(label=_("Send me offers"), required=False)


def context() -> dict[str, Any]:
    """Return everything that the living page's templates name."""
    return {
        "sections": SECTIONS,
        "surfaces": ["surface-0", "surface-1", "surface-2", "surface-3"],
        "inks": ["text", "text-muted", "accent-text", "ok", "warn", "bad", "info", "busy", "ready"],
        "sizes": ["12", "14", "16", "18", "22", "28", "36"],
        "tones": TONES,
        "states": known_states(),
        "price": Money(349, "USD"),
        "was": Money(499, "USD"),
        "unit_price": unit_price_text(UnitPrice(399, "USD", per=1000), Unit.KILOGRAM),
        "moment": datetime(2025, 3, 8, 14, 5, tzinfo=UTC),
        "languages": [("en", _("English")), ("pl", _("Polish"))],
        "form": SampleForm(data={"email": "ada@", "language": "pl"}),
        "page": Paginator(range(240), 20).page(5),
        "trail": [(_("Home"), "#"), (_("Dairy"), "#")],
        "week": [4, 7, 6, 9, 8, 12, 14],
        "sales": _sales(),
        "stock": _stock(),
        "ways": _ways(),
        "yen": Money(1250, "JPY"),
    }


def _sales() -> Chart:
    return Chart(
        title=str(_("Sales by hour and channel, today")),
        labels=_HOURS,
        series=[Series(str(_("Web")), _WEB, links=["#numbers"] * len(_HOURS)), Series(str(_("Till")), _TILL)],
        x_title=str(_("Hour of the day")),
        y_title=str(_("Sales in US dollars")),
        text=_dollars,
        axis_text=_whole_dollars,
    )


def _stock() -> Chart:
    return Chart(
        title=str(_("Units on hand in Leeds and York, last week")),
        labels=[str(day) for day in (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))],
        series=[
            Series("Leeds", [120, 98, 77, 61, 150, 132, 104]),
            Series("York", [80, 74, 69, None, 52, 41, 33]),
        ],
        x_title=str(_("Day")),
        y_title=str(_("Units")),
        kind="line",
    )


def _ways() -> list[ShownWay]:
    now = clock.now()
    soon, later, last = (now + timedelta(hours=hours) for hours in (2, 26, 74))
    free, sent = Money(0, "USD"), Money(399, "USD")
    return [
        ShownWay("take_now", "Leeds", cost=free, earliest=now, promised_by=now, confidence=97),
        ShownWay("collect", "York", "UTC", free, soon, soon, 96, distance_m=4200, country="GB"),
        ShownWay("ship_to_store", "York", "UTC", free, later, later, 88),
        ShownWay("split", "", "UTC", sent, later, last, 79, parcels=2, carrier=str(_("Parcel Post"))),
        ShownWay("collect", "Leeds", reason="out_of_stock"),
    ]


def _whole_dollars(minor: Number) -> str:
    return round_money_text(Money(int(minor), "USD"))


def _dollars(minor: Number) -> str:
    return money_text(Money(int(minor), "USD"))
