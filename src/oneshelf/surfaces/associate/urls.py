"""The addresses of the associate's phone."""

from __future__ import annotations

from django.urls import path

from oneshelf.surfaces.associate import find, hand_over, leaving, order, picking, queue, stock

app_name = "associate"
urlpatterns = [
    path("", queue.start, name="start"),
    path("places/", queue.choose_place, name="places"),
    path("at/<uuid:place>/", queue.queue, name="queue"),
    path("at/<uuid:place>/ticket", queue.ticket, name="ticket"),
    path("at/<uuid:place>/scan/", find.scan, name="find"),
    path("at/<uuid:place>/stock/", stock.search, name="stock"),
    path("at/<uuid:place>/stock/<uuid:variant>/", stock.stock_of, name="stock_of"),
    path("at/<uuid:place>/stock/<uuid:variant>/adjust", stock.adjust, name="adjust"),
    path("orders/<uuid:consignment>/", order.order, name="order"),
    path("orders/<uuid:consignment>/begin", picking.begin, name="begin"),
    path("orders/<uuid:consignment>/scan", picking.scan, name="scan"),
    path("orders/<uuid:consignment>/lines/<int:line>", picking.pick, name="pick"),
    path("orders/<uuid:consignment>/lines/<int:line>/short/", picking.short, name="short"),
    path("orders/<uuid:consignment>/ready", picking.ready, name="ready"),
    path("orders/<uuid:consignment>/cancel", picking.cancel, name="cancel"),
    path("orders/<uuid:consignment>/hand-over/", hand_over.hand_over, name="hand_over"),
    path("orders/<uuid:consignment>/unlock", hand_over.unlock, name="unlock"),
    path("orders/<uuid:consignment>/slip.pdf", leaving.slip, name="slip"),
    path("orders/<uuid:consignment>/label.pdf", leaving.label, name="label"),
    path("orders/<uuid:consignment>/ship", leaving.ship, name="ship"),
]
