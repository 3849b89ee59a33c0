"""Tables of carts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.modules.carts.types import CartState


class Cart(models.Model):
    """A basket of one shopper: found by the customer, or by the hash of a secret kept in the shopper's session."""

    id = id_field()
    market = reference("markets.Market")
    channel = reference("markets.Channel")
    customer = reference("customers.Customer", null=True)
    token_hash = models.BinaryField(null=True)
    version = models.IntegerField(db_default=1, default=1)
    state = models.CharField(_("state"), max_length=10, choices=[(s.value, s.value) for s in CartState])
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["market", "customer"], condition=Q(state="open"), name="one_open_cart_a_customer"
            ),
            models.UniqueConstraint(fields=["token_hash"], name="cart_token_is_unique"),
        ]


class CartLine(models.Model):
    """One variant in a cart."""

    id = id_field()
    cart = reference("carts.Cart")
    variant_id = models.UUIDField()
    quantity = models.BigIntegerField(_("quantity"))

    class Meta:
        verbose_name = _("cart line")
        verbose_name_plural = _("cart lines")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cart", "variant_id"], name="a_variant_stands_once_in_a_cart"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cart_line_of_something"),
        ]
