"""Tables of supply."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.supply.types import Damage, Outcome, PurchaseState, TransferState

DAMAGE_NAMES = {
    Damage.BROKEN: _("Broken"),
    Damage.SPOILED: _("Spoiled or past its date"),
    Damage.WRONG_ARTICLE: _("Wrong article in the box"),
}
"""What people call what is wrong with goods that arrived."""

OUTCOME_NAMES = {
    Outcome.FOUND_HERE: _("Found here"),
    Outcome.FOUND_AT_SOURCE: _("Still at the sender"),
    Outcome.LOST: _("Lost on the way"),
    Outcome.NEVER_SENT: _("Never sent: the sender's figure was wrong"),
}
"""What people call what became of goods that did not arrive."""

_UNITS = [(each.value, each.value) for each in Unit]
_DAMAGES = [(each.value, words) for each, words in DAMAGE_NAMES.items()]


class Supplier(models.Model):
    """Whom a market buys from."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    code = models.SlugField(_("code"), max_length=32, db_index=False)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True, default="")
    lead_days = models.PositiveSmallIntegerField(_("lead time in days"), default=7)
    minimum = models.BigIntegerField(
        _("smallest order"),
        default=0,
        validators=[MinValueValidator(0)],
        help_text=_("In the smallest unit of the market's currency, such as cents."),
    )
    over_percent = models.PositiveSmallIntegerField(
        _("taken in above the order, percent"), default=5, help_text=_("More than this takes somebody with authority.")
    )
    made_up = ArrayField(models.CharField(max_length=40), verbose_name=_("made up"), default=list, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        ordering: ClassVar = ["market", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "code"], name="supply_one_supplier_a_code"),
            models.CheckConstraint(condition=Q(minimum__gte=0), name="supply_minimum_is_no_debt"),
        ]

    def __str__(self) -> str:
        return self.name


class Tallied(models.Model):
    """A line that is counted at the door before it is received."""

    variant_id = models.UUIDField()
    title = models.TextField(_("title"))
    sku = models.CharField(_("SKU"), max_length=100)
    unit = models.CharField(_("unit"), max_length=4, choices=_UNITS)
    quantity = models.BigIntegerField(_("quantity"))
    good = models.BigIntegerField(_("received"), default=0, db_default=0)
    damaged = models.BigIntegerField(_("damaged"), default=0, db_default=0)
    tallied = models.BigIntegerField(_("counted at the door"), default=0, db_default=0)
    tallied_damaged = models.BigIntegerField(_("counted as damaged"), default=0, db_default=0)
    damage = models.CharField(
        _("what is wrong"), max_length=16, choices=_DAMAGES, default=Damage.BROKEN, db_default=Damage.BROKEN
    )

    class Meta:
        abstract = True


class PurchaseOrder(models.Model):
    """An order to a supplier, for one place."""

    id = id_field()
    market_id = models.UUIDField()
    number = models.CharField(_("number"), max_length=8)
    supplier = reference("supply.Supplier", verbose_name=_("supplier"))
    place_id = models.UUIDField()
    state = models.CharField(_("state"), max_length=16, choices=[(s.value, s.value) for s in PurchaseState])
    currency = models.CharField(_("currency"), max_length=3)
    expected_on = models.DateField(_("expected"))
    created_at = models.DateTimeField(_("created"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    version = models.IntegerField(default=1, db_default=1)
    made_up = ArrayField(models.CharField(max_length=40), verbose_name=_("made up"), default=list, blank=True)

    class Meta:
        db_table = "supply_purchase_order"
        verbose_name = _("purchase order")
        verbose_name_plural = _("purchase orders")
        indexes: ClassVar = [
            models.Index(fields=["market_id", "created_at", "id"], name="supply_purchase_latest"),
            models.Index(
                fields=["place_id", "expected_on"],
                condition=Q(state__in=["sent", "partly_received"]),
                name="supply_purchase_expected",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market_id", "number"], name="supply_purchase_number_is_given_once"),
        ]

    def __str__(self) -> str:
        return self.number


class PurchaseLine(Tallied):
    """A line of a purchase order."""

    id = id_field()
    purchase = reference("supply.PurchaseOrder", db_index=False)
    line = models.IntegerField(_("line"))
    cost = models.BigIntegerField(_("cost"))
    per = models.IntegerField(_("for so many"))
    expected_on = models.DateField(_("expected"))
    closed = models.BigIntegerField(_("will not come"), default=0, db_default=0)

    class Meta:
        db_table = "supply_purchase_line"
        verbose_name = _("purchase order line")
        verbose_name_plural = _("purchase order lines")
        ordering: ClassVar = ["line"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purchase", "line"], name="supply_purchase_line_stands_once"),
            models.UniqueConstraint(fields=["purchase", "variant_id"], name="supply_article_stands_once_on_an_order"),
            models.CheckConstraint(condition=Q(quantity__gt=0, cost__gte=0, per__gt=0), name="supply_order_is_real"),
            models.CheckConstraint(
                condition=Q(
                    good__gte=0, damaged__gte=0, tallied__gte=0, tallied_damaged__gte=0, closed__gte=0,
                    closed__lte=F("quantity"),
                ),
                name="supply_arrivals_are_never_negative",
            ),
        ]  # fmt: skip


class Batch(models.Model):
    """Which good units of an order or transfer are counted at the door, until they are received."""

    id = id_field()
    document_id = models.UUIDField()
    line = models.IntegerField()
    code = models.CharField(max_length=48)
    serial = models.BooleanField()
    expires_on = models.DateField(null=True)
    quantity = models.BigIntegerField()

    class Meta:
        verbose_name = _("lot at the door")
        verbose_name_plural = _("lots at the door")
        ordering: ClassVar = ["line", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document_id", "line", "serial", "code"], name="supply_batch_is_counted_in_one_row"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="supply_batch_of_something"),
        ]


class Receipt(models.Model):
    """A delivery that was taken in."""

    id = id_field()
    purchase = reference("supply.PurchaseOrder")
    place_id = models.UUIDField()
    actor_id = models.UUIDField(null=True)
    occurred_at = models.DateTimeField()

    class Meta:
        verbose_name = _("receipt of goods")
        verbose_name_plural = _("receipts of goods")
        indexes: ClassVar = [models.Index(fields=["place_id", "occurred_at"], name="supply_receipt_at_place")]


class ReceiptLine(models.Model):
    """What one receipt took in of one line, and what it cost."""

    id = id_field()
    receipt = reference("supply.Receipt", db_index=False)
    market_id = models.UUIDField()
    line = models.IntegerField()
    variant_id = models.UUIDField()
    good = models.BigIntegerField()
    damaged = models.BigIntegerField()
    damage = models.CharField(max_length=16, choices=_DAMAGES)
    damaged_to = models.UUIDField(null=True)
    cost = models.BigIntegerField()
    per = models.IntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        db_table = "supply_receipt_line"
        verbose_name = _("receipt line")
        verbose_name_plural = _("receipt lines")
        ordering: ClassVar = ["line"]
        indexes: ClassVar = [models.Index(fields=["market_id", "variant_id", "id"], name="supply_cost_of_variant")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["receipt", "line"], name="supply_receipt_line_stands_once"),
            models.CheckConstraint(
                condition=Q(good__gte=0, damaged__gte=0) & (Q(good__gt=0) | Q(damaged__gt=0)),
                name="supply_receipt_of_something",
            ),
        ]


class Transfer(models.Model):
    """Goods that go from one of our places to another."""

    id = id_field()
    market_id = models.UUIDField()
    number = models.CharField(_("number"), max_length=8)
    source_id = models.UUIDField()
    target_id = models.UUIDField()
    state = models.CharField(_("state"), max_length=16, choices=[(s.value, s.value) for s in TransferState])
    expected_on = models.DateField(_("expected"))
    created_at = models.DateTimeField(_("created"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    received_at = models.DateTimeField(_("received"), null=True)
    receipt_id = models.UUIDField(null=True)
    version = models.IntegerField(default=1, db_default=1)
    made_up = ArrayField(models.CharField(max_length=40), verbose_name=_("made up"), default=list, blank=True)

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        indexes: ClassVar = [
            models.Index(fields=["market_id", "created_at", "id"], name="supply_transfer_latest"),
            models.Index(
                fields=["market_id", "sent_at"],
                condition=Q(state__in=["in_transit", "unsettled"]),
                name="supply_transfer_on_the_way",
            ),
            models.Index(fields=["target_id", "received_at"], name="supply_transfer_came"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market_id", "number"], name="supply_transfer_number_is_given_once"),
            models.CheckConstraint(condition=~Q(source_id=F("target_id")), name="supply_transfer_between_two_places"),
        ]

    def __str__(self) -> str:
        return self.number


class TransferLine(Tallied):
    """A line of a transfer."""

    id = id_field()
    transfer = reference("supply.Transfer", db_index=False)
    line = models.IntegerField(_("line"))
    over = models.BigIntegerField(_("more than was sent"), default=0, db_default=0)
    found = models.BigIntegerField(_("found"), default=0, db_default=0)
    lost = models.BigIntegerField(_("lost"), default=0, db_default=0)

    class Meta:
        db_table = "supply_transfer_line"
        verbose_name = _("transfer line")
        verbose_name_plural = _("transfer lines")
        ordering: ClassVar = ["line"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transfer", "line"], name="supply_transfer_line_stands_once"),
            models.UniqueConstraint(fields=["transfer", "variant_id"], name="supply_article_stands_once_in_a_transfer"),
            models.CheckConstraint(
                condition=Q(
                    quantity__gt=0, good__gte=0, damaged__gte=0, over__gte=0, found__gte=0, lost__gte=0,
                    tallied__gte=0, tallied_damaged__gte=0,
                    quantity__gte=F("good") + F("damaged") + F("found") + F("lost"),
                ),
                name="supply_no_more_arrives_than_was_sent",
            ),
        ]  # fmt: skip


class Settlement(models.Model):
    """What became of units of a transfer that did not arrive."""

    id = id_field()
    transfer = reference("supply.Transfer")
    line = models.IntegerField()
    quantity = models.BigIntegerField()
    outcome = models.CharField(max_length=16, choices=[(o.value, words) for o, words in OUTCOME_NAMES.items()])
    actor_id = models.UUIDField(null=True)
    occurred_at = models.DateTimeField()

    class Meta:
        verbose_name = _("settlement of a transfer")
        verbose_name_plural = _("settlements of transfers")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="supply_settlement_of_something")
        ]
