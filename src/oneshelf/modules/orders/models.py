"""Tables of the order book. They carry plain ids of other modules: the audit proves them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field
from oneshelf.modules.orders.types import Method, OrderState, Origin, Terms

_STATES = [
    (OrderState.PLACED.value, _("placed")),
    (OrderState.READY.value, _("ready")),
    (OrderState.COMPLETED.value, _("completed")),
    (OrderState.CANCELLED.value, _("cancelled")),
]


class Order(models.Model):
    """One purchase. Amounts are minor units of `currency`."""

    id = id_field()
    market_id = models.UUIDField()
    number = models.CharField(_("number"), max_length=12)
    channel_id = models.UUIDField()
    place_id = models.UUIDField(null=True)
    customer_id = models.UUIDField(null=True)
    staff_id = models.UUIDField(null=True)
    till_id = models.UUIDField(null=True)
    device = models.CharField(max_length=60, blank=True, db_default="")
    service = models.CharField(max_length=64, blank=True, db_default="")
    campaign = models.CharField(max_length=60, blank=True, db_default="")
    method = models.CharField(_("method"), max_length=10, choices=[(m.value, m.value) for m in Method])
    state = models.CharField(_("state"), max_length=10, choices=_STATES)
    currency = models.CharField(max_length=3)
    items = models.BigIntegerField(_("items"))
    delivery = models.BigIntegerField(_("delivery"), db_default=0)
    tax = models.BigIntegerField(_("tax"), db_default=0)
    total = models.BigIntegerField(_("total"))
    refunded = models.BigIntegerField(_("refunded"), db_default=0)
    rounding = models.CharField(max_length=20, db_default="line_half_away")
    vat_id = models.CharField(max_length=20, blank=True, default="", db_default="")
    origin = models.CharField(max_length=10, choices=[(o.value, o.value) for o in Origin], db_default="live")
    made_up = ArrayField(models.CharField(max_length=20), null=True)
    placed_at = models.DateTimeField(_("placed"))
    cancelled = models.BigIntegerField(_("cancelled"), db_default=0)
    delivery_waived = models.BigIntegerField(db_default=0)
    promised_by = models.DateTimeField(_("promised by"), null=True)
    promise_kept = models.BooleanField(_("promise kept"), null=True)
    version = models.IntegerField(db_default=1)

    class Meta:
        db_table = "orders_order"
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes: ClassVar = [
            models.Index(fields=["market_id", "placed_at"], name="orders_order_placed"),
            models.Index(fields=["market_id", "place_id", "placed_at"], name="orders_order_at_place"),
            models.Index(
                fields=["customer_id", "placed_at"],
                condition=Q(customer_id__isnull=False),
                name="orders_order_customer",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "market_id"], name="order_number_is_unique_in_its_market"),
            models.CheckConstraint(condition=Q(total=F("items") + F("delivery")), name="order_adds_up"),
            models.CheckConstraint(
                condition=Q(
                    delivery_waived__gte=0,
                    delivery_waived__lte=F("delivery"),
                    cancelled__gte=0,
                    cancelled__lte=F("total"),
                ),
                name="order_cancels_what_it_cost",
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("total")), name="order_never_refunds_more_than_it_cost"
            ),
        ]


class OrderLine(models.Model):
    """One line, as it was when the order was placed."""

    pk = models.CompositePrimaryKey("order_id", "line")
    market_id = models.UUIDField()
    order_id = models.UUIDField()
    line = models.IntegerField()
    variant_id = models.UUIDField()
    sku = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    gtin = models.CharField(max_length=14, null=True)  # noqa: DJ001 - absent is not the empty number
    picture = models.CharField(max_length=200, null=True)  # noqa: DJ001
    unit = models.CharField(max_length=4)
    quantity = models.BigIntegerField()
    unit_price = models.BigIntegerField()
    per = models.BigIntegerField(db_default=1)
    amount = models.BigIntegerField()
    tax_class = models.CharField(max_length=20)
    tax = models.BigIntegerField(db_default=0)
    returned = models.BigIntegerField(db_default=0)
    cancelled = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "orders_line"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(returned__gte=0, returned__lte=F("quantity")),
                name="line_never_takes_back_more_than_it_sold",
            ),
            models.CheckConstraint(
                condition=Q(cancelled__gte=0, quantity__gte=F("cancelled") + F("returned")),
                name="what_is_cancelled_was_sold",
            ),
        ]


class OrderAmendment(models.Model):
    """One change of a placed order: what it did to the money, by whom and why. Rows are never changed."""

    id = id_field()
    market_id = models.UUIDField()
    order_id = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=20)
    added = models.BigIntegerField()
    paid = models.BigIntegerField()
    cancelled = models.BigIntegerField()
    owed = models.BigIntegerField(db_default=0)
    version = models.IntegerField()

    class Meta:
        db_table = "orders_amendment"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order_id", "version"], name="each_version_is_one_amendment"),
            models.CheckConstraint(
                condition=Q(
                    added__gte=0, paid__gte=0, cancelled__gte=0, added__lte=F("cancelled") + F("paid") + F("owed")
                ),
                name="what_is_added_is_paid_for_or_owed",
            ),
        ]


class OrderReturn(models.Model):
    """Goods of one line that came back because of one cause; its line counts their sum. Rows are never changed."""

    pk = models.CompositePrimaryKey("order_id", "cause_id", "line")
    market_id = models.UUIDField()
    order_id = models.UUIDField()
    cause_id = models.UUIDField()
    line = models.IntegerField()
    units = models.BigIntegerField()
    place_id = models.UUIDField()

    class Meta:
        db_table = "orders_return"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(units__gte=1), name="something_comes_back")]


class OrderAdjustment(models.Model):
    """Why a line (line 0: the delivery) costs more or less than quantity times unit price.

    That of a promotion names its rule, in which version, and the coupons that it used.
    """

    id = id_field()
    market_id = models.UUIDField()
    order_id = models.UUIDField(db_index=True)
    line = models.IntegerField()
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=100)
    amount = models.BigIntegerField()
    rule_id = models.UUIDField(null=True)
    rule_version = models.IntegerField(null=True)
    coupons = ArrayField(models.UUIDField(), null=True)

    class Meta:
        db_table = "orders_adjustment"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rule_id__isnull=True, rule_version__isnull=True, coupons__isnull=True)
                | Q(rule_id__isnull=False, rule_version__isnull=False),
                name="a_promotion_names_its_rule_and_version",
            ),
        ]


class OrderProof(models.Model):
    """How the price of an order with promotions was worked out: JSON of `pricing.Sealed`, which only Python reads.

    It holds no personal data: of its buyer, the groups that rules asked about. Rows are never changed.
    """

    order_id = models.UUIDField(primary_key=True)
    market_id = models.UUIDField()
    kernel = models.IntegerField()
    proof = models.CharField(max_length=64)
    sealed = models.TextField()

    class Meta:
        db_table = "orders_proof"


class OrderAmendedProof(models.Model):
    """The same of what a change added to an order, where promotions took something off: a basket of its own."""

    amendment_id = models.UUIDField(primary_key=True)
    order_id = models.UUIDField(db_index=True)
    market_id = models.UUIDField()
    kernel = models.IntegerField()
    proof = models.CharField(max_length=64)
    sealed = models.TextField()

    class Meta:
        db_table = "orders_amended_proof"


class OrderContact(models.Model):
    """The erasable row of an order: whom to reach and where to send it."""

    order_id = models.UUIDField(primary_key=True)
    market_id = models.UUIDField()
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    street = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)

    class Meta:
        db_table = "orders_contact"


class OrderGift(models.Model):
    """That an order is a present, and what goes with it. The message is erased with the contact."""

    order_id = models.UUIDField(primary_key=True)
    market_id = models.UUIDField()
    message = models.TextField(blank=True, db_default="")

    class Meta:
        db_table = "orders_gift"


class OrderOwing(models.Model):
    """That an order is paid later than it was placed; open until the order ends, and without its buyer from then on.

    `buyer` is a keyed hash of an e-mail, `turn` one of so many that the buyer may have under way at once.
    """

    order_id = models.UUIDField(primary_key=True)
    market_id = models.UUIDField()
    terms = models.CharField(max_length=20, choices=[(t.value, t.value) for t in Terms])
    buyer = models.CharField(max_length=64, blank=True, db_default="")
    turn = models.IntegerField(null=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "orders_owing"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["market_id", "buyer", "turn"],
                condition=Q(ended_at__isnull=True),
                name="each_unpaid_order_of_a_buyer_has_its_turn",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(buyer=""), name="who_owes_nothing_is_forgotten"
            ),
        ]


class OrderSearch(models.Model):
    """What one order can be found by, made anew from the order book; its words are erased with the contact.

    There is no index by time: it would tempt PostgreSQL to walk the whole book for a rare word.
    """

    order_id = models.UUIDField(primary_key=True)
    market_id = models.UUIDField()
    placed_at = models.DateTimeField()
    total = models.BigIntegerField()
    document = SearchVectorField()

    class Meta:
        db_table = "orders_search"
        indexes: ClassVar = [GinIndex(fields=["document"], name="orders_search_document", fastupdate=False)]


class Filling(models.Model):
    """How far, newest first, the orders of a market were looked at for those that search does not know yet."""

    market_id = models.UUIDField(primary_key=True)
    reached_at = models.DateTimeField()
    reached_id = models.UUIDField()
    done = models.BooleanField(db_default=False)

    class Meta:
        db_table = "orders_filling"
