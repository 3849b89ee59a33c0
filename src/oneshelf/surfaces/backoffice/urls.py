"""The doors of the back office; its lists have their own, see `oneshelf.app.lists`."""

from __future__ import annotations

from django.urls import path

from oneshelf.surfaces.backoffice import board, book, order, palette, prices, refunds, stock

app_name = "backoffice"
urlpatterns = [
    path("", board.board, name="board"),
    path("find/", palette.find, name="find"),
    path("orders/", book.book, name="orders"),
    path("orders/<uuid:order>/", order.show_order, name="order"),
    path("orders/<uuid:order>/cancel/", order.cancel, name="cancel"),
    path("orders/<uuid:order>/refund/", refunds.refund, name="refund"),
    path("stock/", stock.stock, name="stock"),
    path("stock/<str:place>/<uuid:variant>/", stock.level, name="level"),
    path("prices/", prices.prices, name="prices"),
    path("prices/<uuid:variant>/", prices.price, name="price"),
    path("prices/<uuid:variant>/cancel/", prices.cancel_planned, name="cancel_planned"),
]
