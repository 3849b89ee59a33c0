"""The addresses of the associate's phone."""

from __future__ import annotations

from django.urls import path

from oneshelf.surfaces.associate import (
    baskets,
    batches,
    counting,
    find,
    hand_over,
    incoming,
    leaving,
    order,
    picking,
    queue,
    sending,
    stock,
)

app_name = "associate"
urlpatterns = [
    path("", queue.start, name="start"),
    path("places/", queue.choose_place, name="places"),
    path("at/<uuid:place>/", queue.queue, name="queue"),
    path("at/<uuid:place>/ticket", queue.ticket, name="ticket"),
    path("at/<uuid:place>/scan/", find.scan, name="find"),
    path("at/<uuid:place>/stock/", stock.search, name="stock"),
    path("at/<uuid:place>/stock/expiring/", stock.expiring, name="stock_expiring"),
    path("at/<uuid:place>/stock/<uuid:variant>/", stock.stock_of, name="stock_of"),
    path("at/<uuid:place>/stock/<uuid:variant>/adjust", stock.adjust, name="adjust"),
    path("at/<uuid:place>/baskets/", baskets.baskets, name="baskets"),
    path("at/<uuid:place>/baskets/<uuid:cart>/give-back", baskets.give_back, name="give_basket_back"),
    path("at/<uuid:place>/baskets/<uuid:cart>/park", baskets.park, name="park_basket"),
    path("at/<uuid:place>/goods/", incoming.hub, name="goods"),
    path("at/<uuid:place>/send/", sending.begin_transfer, name="begin_transfer"),
    path("arrivals/<str:kind>/<uuid:document>/", incoming.arrival, name="arrival"),
    path("arrivals/<str:kind>/<uuid:document>/scan", incoming.arrival_scan, name="arrival_scan"),
    path("arrivals/<str:kind>/<uuid:document>/lines/<int:line>", incoming.arrival_line, name="arrival_line"),
    path("arrivals/<str:kind>/<uuid:document>/lines/<int:line>/lot", batches.arrival_batch, name="arrival_batch"),
    path("arrivals/<str:kind>/<uuid:document>/finish", incoming.arrival_finish, name="arrival_finish"),
    path("transfers/<uuid:transfer>/", sending.sending, name="sending"),
    path("transfers/<uuid:transfer>/scan", sending.sending_scan, name="sending_scan"),
    path("transfers/<uuid:transfer>/lines/<int:line>", sending.sending_line, name="sending_line"),
    path("transfers/<uuid:transfer>/send", sending.send, name="send"),
    path("transfers/<uuid:transfer>/call-off", sending.call_off, name="call_off"),
    path("counts/<uuid:count>/", counting.counting, name="counting"),
    path("counts/<uuid:count>/scan", counting.count_scan, name="count_scan"),
    path("counts/<uuid:count>/lines/<int:line>", counting.count_line, name="count_line"),
    path("orders/<uuid:consignment>/", order.order, name="order"),
    path("orders/<uuid:consignment>/begin", picking.begin, name="begin"),
    path("orders/<uuid:consignment>/scan", picking.scan, name="scan"),
    path("orders/<uuid:consignment>/lines/<int:line>", picking.pick, name="pick"),
    path("orders/<uuid:consignment>/lines/<int:line>/short/", picking.short, name="short"),
    path("orders/<uuid:consignment>/reject/", picking.reject, name="reject"),
    path("orders/<uuid:consignment>/ready", picking.ready, name="ready"),
    path("orders/<uuid:consignment>/cancel", picking.cancel, name="cancel"),
    path("orders/<uuid:consignment>/hand-over/", hand_over.hand_over, name="hand_over"),
    path("orders/<uuid:consignment>/unlock", hand_over.unlock, name="unlock"),
    path("orders/<uuid:consignment>/slip.pdf", leaving.slip, name="slip"),
    path("orders/<uuid:consignment>/label.pdf", leaving.label, name="label"),
    path("orders/<uuid:consignment>/ship", leaving.ship, name="ship"),
]
