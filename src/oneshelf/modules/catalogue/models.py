"""Tables of the catalogue: retailer-wide, since every market and channel sells the same goods."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.functions import Concat, Now
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.types import MEASURES, Tracks
from oneshelf.modules.catalogue.types.labels import Says

ADDRESS = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""What a slug looks like: words of a-z and 0-9, joined by single hyphens."""

UNITS = [
    (Unit.EACH.value, _("piece")),
    (Unit.KILOGRAM.value, _("kilogram")),
    (Unit.LITRE.value, _("litre")),
    (Unit.METRE.value, _("metre")),
    (Unit.GALLON.value, _("gallon")),
]

MEASURED_IN = [(value, words) for value, words in UNITS if Unit(value) in MEASURES]

SAYS = {Says.WEIGHT: _("weight"), Says.PRICE: _("price")}

TRACKS = {Tracks.NOTHING: _("nothing"), Tracks.LOTS: _("lots"), Tracks.SERIALS: _("serial numbers")}


class GtinIsValid(Func):
    """Tell whether a text is fourteen digits of which the last is the check digit."""

    function = "catalogue_gtin_is_valid"
    output_field = BooleanField()


class Category(models.Model):
    """A place in the tree of goods. `path` holds the slugs from the top down, each followed by a slash."""

    id = id_field()
    parent = reference("self", null=True, blank=True, verbose_name=_("parent"))
    slug = models.TextField(_("address"))
    name = models.TextField(_("name"))
    picture = models.TextField(_("picture"), blank=True, default="")
    position = models.IntegerField(_("position"), default=0)
    path = models.TextField(_("path"), editable=False, db_collation="C")

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        indexes: ClassVar = [models.Index(fields=["path"], name="catalogue_category_subtree")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug"], name="category_slug_is_its_own"),
            models.CheckConstraint(condition=Q(slug__regex=ADDRESS), name="category_slug_is_an_address"),
            models.CheckConstraint(
                condition=Q(path__endswith=Concat(F("slug"), Value("/"))),
                name="category_path_ends_in_its_slug",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """What is described once and sold as one variant or several."""

    id = id_field()
    slug = models.TextField(_("address"))
    title = models.TextField(_("title"))
    description = models.TextField(_("description"), blank=True, default="")
    brand = models.TextField(_("brand"), blank=True, default="")
    category = reference("catalogue.Category", verbose_name=_("category"))
    tax_class = models.TextField(_("tax class"), default="standard")
    minimum_age = models.SmallIntegerField(_("minimum age"), null=True, blank=True)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    option_names = ArrayField(models.TextField(), verbose_name=_("options"), default=list, blank=True)
    made_up = ArrayField(models.TextField(), verbose_name=_("made up"), default=list, blank=True, editable=False)
    version = models.IntegerField(_("version"), default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug"], name="product_slug_is_its_own"),
            models.CheckConstraint(condition=Q(slug__regex=ADDRESS), name="product_slug_is_an_address"),
            models.CheckConstraint(condition=Q(minimum_age__range=(1, 99)), name="product_age_is_of_a_person"),
        ]

    def __str__(self) -> str:
        return self.title


class Variant(models.Model):
    """What is put on the shelf, counted, priced and sold."""

    id = id_field()
    product = reference("catalogue.Product", verbose_name=_("product"))
    sku = models.TextField(_("SKU"))
    title = models.TextField(_("title"), blank=True, default="")
    option_values = ArrayField(models.TextField(), verbose_name=_("option values"), default=list, blank=True)
    unit = models.TextField(_("sold by"), choices=UNITS, default=Unit.EACH.value)
    weight_g = models.IntegerField(_("weight (g)"), null=True, blank=True)
    content = models.IntegerField(
        _("net content"),
        null=True,
        blank=True,
        help_text=_("Of one piece, in grams, millilitres or millimetres: what its unit price is worked out from"),
    )
    content_unit = models.TextField(_("measured in"), choices=MEASURED_IN, default="", db_default="", blank=True)
    length_mm = models.IntegerField(_("length (mm)"), null=True, blank=True)
    width_mm = models.IntegerField(_("width (mm)"), null=True, blank=True)
    height_mm = models.IntegerField(_("height (mm)"), null=True, blank=True)
    tracks = models.TextField(
        _("told apart by"),
        choices=[(tracks.value, name) for tracks, name in TRACKS.items()],
        default=Tracks.NOTHING.value,
        db_default=Tracks.NOTHING.value,
        blank=True,
    )
    margin_days = models.SmallIntegerField(
        _("days before expiry"),
        default=0,
        db_default=0,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(3650)],
        help_text=_("How many days before it expires it is sold for the last time"),
    )
    position = models.IntegerField(_("position"), default=0)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sku"], name="sku_names_one_variant"),
            models.CheckConstraint(
                condition=Q(content=None, content_unit="")
                | Q(content__gt=0, content_unit__in=[each.value for each in MEASURES]),
                name="variant_content_is_measured",
            ),
            models.UniqueConstraint(
                fields=["product", "option_values"],
                condition=Q(archived_at__isnull=True),
                name="variants_differ_in_their_options",
            ),
            models.CheckConstraint(condition=Q(unit__in=[unit.value for unit in Unit]), name="variant_unit_is_known"),
            models.CheckConstraint(
                condition=Q(weight_g__gt=0, length_mm__gt=0, width_mm__gt=0, height_mm__gt=0),
                name="variant_measures_are_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.sku


class Barcode(models.Model):
    """A GTIN under which a variant is scanned, always as fourteen digits. The first by position is printed."""

    id = id_field()
    variant = reference("catalogue.Variant", verbose_name=_("variant"))
    value = models.TextField(_("GTIN"))
    position = models.SmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("barcode")
        verbose_name_plural = _("barcodes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["value"], name="barcode_names_one_variant"),
            models.CheckConstraint(condition=GtinIsValid("value"), name="barcode_has_its_check_digit"),
        ]

    def __str__(self) -> str:
        return self.value


class Component(models.Model):
    """What one unit of a kit takes from the shelves: `quantity` smallest sale units of another variant."""

    id = id_field()
    kit = reference("catalogue.Variant", verbose_name=_("kit"))
    component = reference("catalogue.Variant", verbose_name=_("article"))
    quantity = models.BigIntegerField(_("quantity"))

    class Meta:
        verbose_name = _("part of a kit")
        verbose_name_plural = _("parts of kits")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kit", "component"], name="kit_names_each_article_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="kit_holds_something"),
            models.CheckConstraint(condition=~Q(kit=F("component")), name="kit_never_holds_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.component_id}"


class ProductSet(models.Model):
    """A fixed list of articles that prices and promotions name. `version` counts its events."""

    id = id_field()
    code = models.TextField(_("code"))
    name = models.TextField(_("name"))
    version = models.IntegerField(_("version"), default=1, db_default=1, editable=False)

    class Meta:
        db_table = "catalogue_set"
        verbose_name = _("set of articles")
        verbose_name_plural = _("sets of articles")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], name="product_set_code_is_its_own"),
            models.CheckConstraint(condition=Q(code__regex=ADDRESS), name="product_set_code_is_an_address"),
        ]

    def __str__(self) -> str:
        return self.name


class SetMember(models.Model):
    """That a set holds an article."""

    pk = models.CompositePrimaryKey("product_set_id", "variant_id")
    product_set = reference("catalogue.ProductSet", db_index=False)
    variant = reference("catalogue.Variant")

    class Meta:
        db_table = "catalogue_set_member"
        verbose_name = _("article of a set")
        verbose_name_plural = _("articles of sets")


class Picture(models.Model):
    """A picture of a product, or of one variant. `path` names it in the media storage, or a static file."""

    id = id_field()
    product = reference("catalogue.Product", verbose_name=_("product"))
    variant = reference("catalogue.Variant", null=True, blank=True, verbose_name=_("variant"))
    path = models.TextField(_("file"))
    alt = models.TextField(_("text for people who cannot see it"))
    width = models.IntegerField(_("width"))
    height = models.IntegerField(_("height"))
    position = models.SmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="picture_has_a_size"),
        ]

    def __str__(self) -> str:
        return self.alt


class Search(models.Model):
    """A product as search and lists see it, maintained by the verbs in the same transaction."""

    product = models.OneToOneField("catalogue.Product", on_delete=models.PROTECT, related_name="+", primary_key=True)
    slug = models.TextField()
    title = models.TextField()
    brand = models.TextField()
    picture = models.TextField(blank=True, default="")
    unit = models.TextField()
    minimum_age = models.SmallIntegerField(null=True)
    variants = ArrayField(models.UUIDField())
    category_path = models.TextField(db_collation="C")
    sort_key = models.TextField(db_collation="C")
    document = SearchVectorField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes: ClassVar = [
            GinIndex(fields=["document"], name="catalogue_search_document", fastupdate=False),
            models.Index(fields=["sort_key", "product"], name="catalogue_search_sorted"),
            models.Index(fields=["category_path", "sort_key", "product"], name="catalogue_search_subtree"),
        ]


class Word(models.Model):
    """A folded word that some product carries; what a mistyped word is compared with."""

    word = models.TextField(primary_key=True, db_collation="C")

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        indexes: ClassVar = [GinIndex(OpClass(F("word"), "gin_trgm_ops"), name="catalogue_word_likeness")]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(word__gt=""), name="word_has_letters")]

    def __str__(self) -> str:
        return self.word


class LabelLayout(models.Model):
    """How a market's labels of packed portions are written."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    prefix = models.CharField(
        _("begins with"), max_length=3, help_text=_("02, or 20 to 28 with a third digit or without")
    )
    says = models.CharField(_("says"), max_length=8, choices=[(each.value, words) for each, words in SAYS.items()])
    item_digits = models.SmallIntegerField(_("digits of the article"), default=5)
    inner_check = models.BooleanField(_("check digit before the value"), default=False)
    value_digits = models.SmallIntegerField(_("digits of the value"), default=5)
    step = models.IntegerField(
        _("one step"), default=1, help_text=_("In grams, millilitres or millimetres, or in minor units of the currency")
    )

    class Meta:
        db_table = "catalogue_label_layout"
        verbose_name = _("label layout")
        verbose_name_plural = _("label layouts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "prefix"], name="label_layout_is_told_by_its_prefix"),
            models.CheckConstraint(
                condition=Q(item_digits__gt=0, value_digits__gt=0, step__gt=0), name="label_layout_holds_something"
            ),
        ]

    def __str__(self) -> str:
        return self.prefix
