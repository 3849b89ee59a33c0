"""The addresses of the till."""

from __future__ import annotations

from django.urls import path

from oneshelf.surfaces.till import (
    basket,
    collect,
    elsewhere,
    enrol,
    find,
    live,
    overrule,
    parked,
    receipts,
    rulebook,
    sales,
    screen,
    unlock,
)

app_name = "till"
urlpatterns = [
    path("", screen.screen, name="screen"),
    path("enrol/", enrol.enrol, name="enrol"),
    path("unlock/", unlock.unlock, name="unlock"),
    path("lock/", unlock.lock, name="lock"),
    path("find/", find.find, name="find"),
    path("price/", find.price, name="price"),
    path("customers/", find.customers_found, name="customers"),
    path("basket/", basket.basket, name="basket"),
    path("rulebook/", rulebook.rulebook, name="rulebook"),
    path("rulebook/differs/", rulebook.differs, name="differs"),
    path("elsewhere/", elsewhere.ways, name="elsewhere"),
    path("parked/", parked.list_parked, name="parked"),
    path("parked/new/", parked.park, name="park"),
    path("parked/code/", parked.show_code, name="parked_code"),
    path("baskets/back/", parked.give_back, name="give_back"),
    path("sales/", sales.sell, name="sell"),
    path("overrule/", overrule.ask, name="overrule"),
    path("live/", live.follow, name="live"),
    path("collect/", collect.waiting, name="waiting"),
    path("collect/<uuid:consignment>/", collect.collect, name="collect"),
    path("collect/<uuid:consignment>/take", collect.take, name="take"),
    path("receipts/", receipts.list_receipts, name="receipts"),
    path("receipts/<uuid:purchase>/", receipts.receipt, name="receipt"),
    path("receipts/<uuid:purchase>.pdf", receipts.receipt_pdf, name="receipt_pdf"),
]
