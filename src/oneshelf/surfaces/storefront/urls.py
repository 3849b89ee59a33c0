"""The doors of the web shop."""

from __future__ import annotations

from django.urls import path

from oneshelf.surfaces.storefront import (
    account,
    browse,
    cart,
    changes,
    checkout,
    hands,
    home,
    languages,
    orders,
    product,
    promises,
    stores,
)

app_name = "storefront"
urlpatterns = [
    path("", home.home, name="home"),
    path("category/<slug:slug>/", browse.category, name="category"),
    path("language/", languages.choose, name="language"),
    path("search/", browse.search, name="search"),
    path("search/suggest/", browse.suggest, name="suggest"),
    path("product/<slug:slug>/", product.product, name="product"),
    path("product/<slug:slug>/availability/", product.availability, name="availability"),
    path("product/<slug:slug>/ticket/", product.ticket, name="product_ticket"),
    path("postcode/", promises.remember_postcode, name="postcode"),
    path("stores/", stores.finder, name="stores"),
    path("stores/choose/", stores.choose, name="choose_store"),
    path("stores/<str:code>/", stores.store, name="store"),
    path("cart/", cart.cart, name="cart"),
    path("cart/promises/", cart.promises, name="cart_promises"),
    path("cart/add/", cart.add, name="add"),
    path("cart/change/", cart.change, name="change"),
    path("cart/gift/", cart.gift, name="gift"),
    path("cart/restore/<uuid:variant>/<int:quantity>/", cart.restore, name="restore"),
    path("cart/code/", hands.show_code, name="cart_code"),
    path("cart/whereabouts/", hands.whereabouts, name="whereabouts"),
    path("cart/take-back/", hands.take_back, name="take_back"),
    path("cart/take/", hands.take, name="take"),
    path("cart/take/<str:code>/", hands.take, name="take_code"),
    path("cart/prepared/leave/", hands.leave_prepared, name="leave_prepared"),
    path("cart/prepared/<str:token>/", hands.prepared, name="prepared"),
    path("checkout/", checkout.page, name="checkout"),
    path("checkout/summary/", checkout.summary, name="checkout_summary"),
    path("checkout/waiting/", checkout.waiting, name="checkout_waiting"),
    path("checkout/finish/", checkout.finish, name="checkout_finish"),
    path("order/<str:token>/", orders.order, name="order"),
    path("order/<str:token>/progress/", orders.progress, name="order_progress"),
    path("order/<str:token>/cases/<uuid:case>/", orders.choose, name="choose_way"),
    path("order/<str:token>/change/", changes.change, name="change_order"),
    path("order/<str:token>/changes/<uuid:amendment>/", changes.pay, name="pay_change"),
    path("order/<str:token>/ticket/", orders.ticket, name="order_ticket"),
    path("account/", account.overview, name="account"),
    path("account/purchases/<uuid:order>/", account.purchase, name="purchase"),
    path("account/purchases/<uuid:order>/again/", account.buy_again, name="buy_again"),
    path("account/profile/", account.profile, name="profile"),
]
