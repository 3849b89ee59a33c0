"""What the shop's templates say beside the design system's tags."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oneshelf.surfaces.storefront.devices import device_of
from oneshelf.ui.formats import instant_text
from oneshelf.ui.ways import day_text

register = template.Library()

register.filter("device", device_of)


@register.simple_tag
def moment(instant: datetime, zone: str) -> SafeString:
    """Write when something will be, as people say it in the store: 'today at 9:00 AM', 'Monday at 9:00 AM'."""
    words = _("%(day)s at %(time)s") % {"day": day_text(instant, zone), "time": instant_text(instant, zone, "time")}
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(), words)


@register.simple_tag
def moment_day(instant: datetime, zone: str) -> SafeString:
    """Write on which day something will be: 'today', 'Monday', '3 December'."""
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(), day_text(instant, zone))
