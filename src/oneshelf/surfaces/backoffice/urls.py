"""The doors of the back office; its lists have their own, see `oneshelf.app.lists`."""

from __future__ import annotations

from django.urls import path

from oneshelf.surfaces.backoffice import (
    apart,
    board,
    book,
    buffers,
    counting,
    drafts,
    order,
    palette,
    prices,
    refunds,
    shrinkage,
    stock,
    supplying,
    transfers,
    why,
)

app_name = "backoffice"
urlpatterns = [
    path("", board.board, name="board"),
    path("find/", palette.find, name="find"),
    path("orders/", book.book, name="orders"),
    path("orders/<uuid:order>/", order.show_order, name="order"),
    path("orders/<uuid:order>/cancel/", order.cancel, name="cancel"),
    path("orders/<uuid:order>/refund/", refunds.refund, name="refund"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/new/", drafts.begin, name="begin_draft"),
    path("drafts/<uuid:cart>/", drafts.draft, name="draft"),
    path("drafts/<uuid:cart>/send/", drafts.send, name="send_draft"),
    path("stock/", stock.stock, name="stock"),
    path("stock/<str:place>/apart/", apart.apart, name="apart"),
    path("stock/<str:place>/<uuid:variant>/", stock.level, name="level"),
    path("stock/<str:place>/<uuid:variant>/why/", why.why, name="why"),
    path("buffers/", buffers.buffers, name="buffers"),
    path("buffers/<uuid:rule>/end/", buffers.end, name="end_buffer"),
    path("stock/<str:place>/<uuid:variant>/apart/", apart.keep_apart, name="keep_apart"),
    path("stock/<str:place>/<uuid:variant>/settle/", apart.settle, name="settle_apart"),
    path("prices/", prices.prices, name="prices"),
    path("prices/<uuid:variant>/", prices.price, name="price"),
    path("prices/<uuid:variant>/cancel/", prices.cancel_planned, name="cancel_planned"),
    path("purchases/", supplying.purchases, name="purchases"),
    path("purchases/new/", supplying.new_purchase, name="new_purchase"),
    path("purchases/<uuid:purchase>/", supplying.purchase, name="purchase"),
    path("purchases/<uuid:purchase>/change/", supplying.change_purchase, name="change_purchase"),
    path("purchases/<uuid:purchase>/order.pdf", supplying.print_purchase, name="print_purchase"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/new/", transfers.new_transfer, name="new_transfer"),
    path("transfers/<uuid:transfer>/", transfers.transfer, name="transfer"),
    path("transfers/<uuid:transfer>/change/", transfers.change_transfer, name="change_transfer"),
    path("transfers/<uuid:transfer>/lines/<int:line>/settle/", transfers.settle, name="settle"),
    path("counts/", counting.counted, name="counts"),
    path("counts/new/", counting.plan, name="plan_count"),
    path("counts/<uuid:count>/", counting.count, name="count"),
    path("counts/<uuid:count>/change/", counting.change_count, name="change_count"),
    path("counts/corrections/<uuid:correction>/", counting.decide, name="decide"),
    path("shrinkage/", shrinkage.shrinkage, name="shrinkage"),
]
