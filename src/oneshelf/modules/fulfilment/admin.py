"""Back-office list of consignments, to read: goods move by verbs only."""

from __future__ import annotations

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.guarded_admin import GuardedAdmin
from oneshelf.modules.fulfilment import models, queries
from oneshelf.modules.fulfilment.types import ConsignmentId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId


@admin.register(models.Consignment)
class ConsignmentAdmin(GuardedAdmin):
    """Consignments, the latest first, each seen by who may see what its place has to do."""

    view_permission = "fulfilment.view"
    place_lookup = "place_id"
    ordering = ("-id",)
    show_full_result_count = False
    list_display = ("order_number", "method", "state", "due_at", "opened_at", "carrier", "imported")
    list_filter = ("state", "method", "imported")
    search_fields = ("=order_number", "=tracking")
    search_help_text = _("Order number or tracking number")
    fields = (
        ("order_number", "place_name"),
        ("method", "state", "imported"),
        ("opened_at", "due_at"),
        ("ready_at", "collect_by", "pin_attempts"),
        ("carrier", "tracking"),
        "goods",
    )

    @admin.display(description=_("place"))
    def place_name(self, row: models.Consignment) -> str:
        """Return what the place is called."""
        return places.get_place(PlaceId(row.place_id)).name

    @admin.display(description=_("goods"))
    def goods(self, row: models.Consignment) -> SafeString:
        """Return a line of text for each line: how much was ordered, picked and not found."""
        lines = queries.get_consignment(ConsignmentId(row.id)).lines
        return format_html_join(
            SafeString("<br>"),
            "{}",
            (
                (
                    _t("%(quantity)s × %(title)s (%(sku)s): %(picked)s picked, %(short)s not found")
                    % {
                        "quantity": line.quantity,
                        "title": line.title,
                        "sku": line.sku,
                        "picked": line.picked,
                        "short": line.short,
                    },
                )
                for line in lines
            ),
        )
