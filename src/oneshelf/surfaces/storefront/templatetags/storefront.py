"""What the shop's templates say beside the design system's tags."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oneshelf.kernel import clock
from oneshelf.surfaces.storefront.devices import device_of
from oneshelf.ui.formats import active_locale, instant_text

register = template.Library()

register.filter("device", device_of)


@register.simple_tag
def moment(instant: datetime, zone: str) -> SafeString:
    """Write when something will be, as people say it in the store: 'today at 9:00 AM', 'Monday at 9:00 AM'."""
    words = _("%(day)s at %(time)s") % {"day": day_words(instant, zone), "time": instant_text(instant, zone, "time")}
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(), words)


@register.simple_tag
def moment_day(instant: datetime, zone: str) -> SafeString:
    """Write on which day something will be: 'today', 'Monday', '3 December'."""
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(), day_words(instant, zone))


def day_words(instant: datetime, zone: str) -> str:
    """Return the day of an instant: today, tomorrow, a weekday within the week, else the date."""
    there = ZoneInfo(zone)
    day, today = instant.astimezone(there).date(), clock.now().astimezone(there).date()
    if day == today:
        return _("today")
    if day == today + timedelta(days=1):
        return _("tomorrow")
    is_near = timedelta() < day - today < timedelta(days=7)
    return str(format_date(day, "EEEE" if is_near else "d MMMM", locale=active_locale()))
