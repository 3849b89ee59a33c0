"""Tables of carts."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.modules.carts.types import CartState, HolderKind


class Cart(models.Model):
    """A basket: found by its customer, or by the hash of a secret kept in the shopper's session or a mailed link.

    `revision` is another with every change; one that never changed has none, and is named by its id. Who holds it
    (`holder_*`) may change and order it; `sale` names the sale that is paying it at this moment, and alone may.
    `begun_id` is the checkout that a program began with it last.
    """

    id = id_field()
    market = reference("markets.Market")
    channel = reference("markets.Channel")
    customer = reference("customers.Customer", null=True)
    token_hash = models.BinaryField(null=True)
    version = models.IntegerField(db_default=1, default=1)
    revision = models.UUIDField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=[(s.value, s.value) for s in CartState])
    holder_kind = models.CharField(max_length=10, default=HolderKind.SHOPPER.value, db_default=HolderKind.SHOPPER.value)
    holder_id = models.UUIDField(null=True)
    holder_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    sale = models.CharField(max_length=200, blank=True, default="", db_default="")
    label = models.CharField(_("parked as"), max_length=40, blank=True, default="", db_default="")
    staff_id = models.UUIDField(null=True)
    kept_until = models.DateTimeField(_("kept until"), null=True)
    merged_into = models.UUIDField(null=True)
    gift = models.BooleanField(_("gift"), default=False, db_default=False)
    gift_message = models.TextField(_("message"), blank=True, default="", db_default="")
    collect_at = models.UUIDField(null=True)
    ship = models.BooleanField(default=False, db_default=False)
    coupons = ArrayField(models.UUIDField(), default=list, db_default=[], editable=False)
    begun_id = models.UUIDField(null=True)
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
        indexes: ClassVar = [
            models.Index(fields=["revision"], condition=Q(revision__isnull=False), name="carts_cart_by_revision"),
            models.Index(fields=["holder_id"], condition=Q(holder_id__isnull=False), name="carts_cart_by_holder"),
            models.Index(fields=["kept_until"], condition=Q(kept_until__isnull=False), name="carts_cart_by_end"),
            models.Index(fields=["updated_at"], condition=~Q(sale=""), name="carts_cart_being_paid"),
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


class HandOver(models.Model):
    """A code that moves a cart, once. Only its keyed hash is kept; `used_*` is who read it."""

    id = id_field()
    cart = reference("carts.Cart")
    digest = models.BinaryField()
    expires_at = models.DateTimeField()
    used_kind = models.CharField(max_length=10, blank=True, default="", db_default="")
    used_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("hand-over of a cart")
        verbose_name_plural = _("hand-overs of carts")
        constraints: ClassVar = [models.UniqueConstraint(fields=["digest"], name="cart_code_is_unique")]
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="carts_handover_by_end")]
