"""Tags and filters for every template; they are built in, so nothing has to be loaded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput, Select, Textarea
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info

from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.ui import charts, codes, formats, icons, states

register = template.Library()

register.filter("number", formats.number_text)
register.filter("percent", formats.percent_text)
register.filter("age", formats.age_text)
register.filter("zone", formats.zone_text)
register.filter("look", states.look_of)


@register.filter
def money(amount: Money) -> str:
    """Write an amount in the active language: `{{ order.total|money }}`."""
    return formats.money_text(amount)


@register.filter
def unit_price(price: UnitPrice, unit: Unit | str = Unit.EACH) -> str:
    """Write a price for one shown unit: `{{ price|unit_price:product.unit }}` gives '$3.99 / kg'."""
    return formats.unit_price_text(price, Unit(unit))


@register.filter
def quantity(amount: int, unit: Unit | str = Unit.EACH) -> str:
    """Write smallest sale units as people say them: `{{ line.quantity|quantity:line.unit }}` gives '1.25 kg'."""
    return formats.quantity_text(amount, Unit(unit))


@register.filter
def distance(metres: int, country: str = "") -> str:
    """Write a distance as people of a country measure it: `{{ at.distance_m|distance:at.place.address.country }}`."""
    return formats.distance_text(metres, country)


@register.filter
def shown(amount: int, unit: Unit | str = Unit.EACH) -> str:
    """Return smallest sale units as what belongs into a number input, in no language: 1250 g as 1.25."""
    return f"{Unit(unit).shown(amount):f}"


@register.filter
def day(value: date, length: str = "medium") -> str:
    """Write a calendar day in the active language."""
    return formats.date_text(value, length)


@register.simple_tag(name="datetime")
def instant(value: datetime, zone: str, show: str = "datetime", length: str = "medium") -> SafeString:
    """Write an instant on the clock of time zone `zone`: `{% datetime order.placed_at zone="Europe/Warsaw" %}`."""
    words = formats.instant_text(value, zone, show, length)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.simple_tag
def stock_words(available: int | None, unit: Unit | str, few: int | str, place: str) -> formats.StockWords:
    """Say how much is left; `few` is in shown units."""
    return formats.stock_words(available, Unit(unit), int(few), place or "")


@register.simple_tag
def icon(name: str, label: str = "", size: int | str = 20, css: str = "") -> SafeString:
    """Draw an icon of lucide; with `label` it is read aloud."""
    return icons.icon_svg(str(name), int(size), str(label or ""), str(css or ""))


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """Draw a QR code; `label` is what a screen reader says instead."""
    return codes.qr_svg(text, label)


@register.simple_tag
def barcode(value: str, label: str = "") -> SafeString:
    """Draw a barcode: EAN for 8 or 13 digits, GS1-128 for what begins with (01), Code 128 for anything else."""
    return codes.barcode_svg(value, label or value)


@register.filter
def drawn(chart: charts.Chart) -> charts.Drawing:
    """Lay out a chart for the component that draws it."""
    return charts.draw(chart)


@register.filter
def rows(chart: charts.Chart) -> list[tuple[str, list[str]]]:
    """Return a chart's numbers as rows of a table: the label, then a text for each series."""
    return [
        (label, ["" if value is None else chart.text(value) for value in values])
        for label, *values in zip(chart.labels, *(series.values for series in chart.series), strict=True)
    ]


@register.filter
def sparkline(values: list[charts.Number]) -> str:
    """Return the points of a small line over `values`, oldest first."""
    return charts.sparkline(values)


@register.filter
def initials(name: str) -> str:
    """Return the first letters of the first and last word of a name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """Return the numbers that pagination shows, None where some are left out."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in elided]


@register.simple_tag(takes_context=True)
def paged(context: template.Context, number: int, parameter: str = "page") -> str:
    """Return the query of this page's address with another page number, filters kept."""
    query = context["request"].GET.copy()
    query[parameter] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def message_tone(level: str) -> str:
    """Return the tone of a level of Django's messages."""
    return {"success": "ok", "warning": "warn", "error": "bad"}.get(level, "info")


@register.simple_tag
def control(field: BoundField, **attributes: Any) -> SafeString:
    """Render a form field's own control with the look and the links to hint and error that ours have."""
    widget = field.field.widget
    look = "ui-input"
    if isinstance(widget, CheckboxInput):
        look = "ui-check-box"
    elif isinstance(widget, Select):
        look = "ui-input ui-select"
    elif isinstance(widget, Textarea):
        look = "ui-input ui-textarea"
    described = [f"{field.id_for_label}-hint"] if field.help_text else []
    described += [f"{field.id_for_label}-error"] if field.errors else []
    extra = {"aria-describedby": " ".join(described)} if described else {}
    return field.as_widget(attrs={"class": look, **extra, **attributes})


@register.simple_tag
def named_languages(codes: Collection[str] | str = "") -> list[tuple[str, str]]:
    """Return languages with the names that they give themselves; without `codes`, all that the house speaks."""
    offered = codes or [code for code, _name in settings.LANGUAGES]
    return [(code, str(get_language_info(code)["name_local"]).capitalize()) for code in offered]


@register.filter
def is_select(field: BoundField) -> bool:
    """Tell whether a form field is a list that drops down."""
    return isinstance(field.field.widget, Select)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Tell whether a form field is one checkbox, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)
