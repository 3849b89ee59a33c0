"""Back-office lists of products and categories; each form goes through the verbs."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from oneshelf.kernel import guards
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.guarded_admin import GuardedAdmin, GuardedFormSet, GuardedInline, form_error
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import models
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import (
    CategoryId,
    Component,
    Content,
    LabelLayout,
    NewVariant,
    PictureId,
    ProductDescription,
    ProductId,
    Says,
    Tracks,
    VariantId,
)
from oneshelf.modules.catalogue.rules import labels

Form = forms.ModelForm

LONGEST_COUNT = 9
"""Digits of a number of pieces that are read."""


class VariantForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes no parameters at run time
    """A variant with its barcodes, and whether it is sold."""

    barcodes = forms.CharField(
        label=_("barcodes"), required=False, widget=UnfoldAdminTextInputWidget(), help_text=_("Separated by commas")
    )
    contents = forms.CharField(
        label=_("contents of a kit"),
        required=False,
        widget=UnfoldAdminTextInputWidget(),
        help_text=_("SKU*count, separated by commas; empty: not a kit"),
    )
    sold = forms.BooleanField(label=_("sold"), required=False, initial=True, widget=UnfoldBooleanSwitchWidget())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["barcodes"] = ", ".join(map(catalogue.as_printed, _barcodes(self.instance)))
            self.initial["contents"] = ", ".join(f"{sku}*{count}" for sku, count in _contents(self.instance))
            self.initial["sold"] = self.instance.archived_at is None

    def clean_barcodes(self) -> list[str]:
        """Read barcodes in any printed form; refuse misread ones."""
        written = self.cleaned_data["barcodes"].split(",")
        try:
            return [catalogue.parse_barcode(each) for each in written if each.strip()]
        except Refusal as refusal:
            raise form_error(refusal) from refusal

    def clean_contents(self) -> list[Component]:
        """Read what a kit holds; refuse SKUs that name nothing, and counts that are none."""
        written = [each.strip().rpartition("*") for each in self.cleaned_data["contents"].split(",") if each.strip()]
        named = [
            (sku.strip() if star else count.strip(), count.strip() if star else "1") for sku, star, count in written
        ]
        known = catalogue.variants_by_sku([sku for sku, _ in named])
        for sku, count in named:
            if sku not in known:
                raise forms.ValidationError(_("There is no article with SKU “%(sku)s”."), params={"sku": sku})
            if not count.isdecimal() or len(count) > LONGEST_COUNT:
                raise forms.ValidationError(_("“%(count)s” is no whole number."), params={"count": count})
        return [Component(known[sku], int(count)) for sku, count in named]

    def described(self) -> NewVariant:
        """Return the variant as the verbs take it."""
        given = self.cleaned_data
        return NewVariant(
            sku=given["sku"],
            title=given["title"],
            option_values=tuple(given["option_values"] or ()),
            unit=Unit(given["unit"]),
            weight_g=given["weight_g"],
            content=Content(given["content"], Unit(given["content_unit"] or "each")) if given["content"] else None,
            length_mm=self.instance.length_mm,
            width_mm=self.instance.width_mm,
            height_mm=self.instance.height_mm,
            tracks=Tracks(given["tracks"] or self.instance.tracks),
            margin_days=given["margin_days"] or 0,
            barcodes=tuple(given["barcodes"]) if self.instance._state.adding else (),
        )


class VariantFormSet(GuardedFormSet):
    """The variants of a product, saved by verbs."""

    def save_by(self, actor: Actor) -> None:
        """Add and change variants and their barcodes."""
        for each in self.forms:
            form = cast("VariantForm", each)
            if form.has_changed():
                self._save(form, actor)

    def _save(self, form: VariantForm, actor: Actor) -> None:
        row = cast("models.Variant", form.instance)
        if row._state.adding:
            variant = catalogue.add_variant(ProductId(self.instance.pk), form.described(), actor=actor)
            row.id, row._state.adding = variant, False
        else:
            variant = VariantId(row.id)
            if set(form.changed_data) - {"barcodes", "contents", "sold"}:
                catalogue.revise_variant(variant, form.described(), actor=actor)
            if "barcodes" in form.changed_data:
                _change_barcodes(variant, _barcodes(row), form.cleaned_data["barcodes"], actor)
        if "contents" in form.changed_data:
            catalogue.compose_kit(variant, form.cleaned_data["contents"], actor=actor)
        if "sold" in form.changed_data:
            change = catalogue.restore_variant if form.cleaned_data["sold"] else catalogue.archive_variant
            change(variant, actor=actor)


class VariantInline(GuardedInline):
    """The variants of a product. None is deleted: what is no longer sold stays for what was ordered."""

    model = models.Variant
    form = VariantForm
    formset = VariantFormSet
    fields = (
        "sku",
        "title",
        "option_values",
        "unit",
        "weight_g",
        "content",
        "content_unit",
        "tracks",
        "margin_days",
        "barcodes",
        "contents",
        "sold",
    )
    ordering = ("position", "id")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let nobody."""
        return False


class PictureForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes no parameters at run time
    """A picture to be uploaded."""

    file = forms.FileField(label=_("file"), required=False, help_text=_("JPEG, PNG or WebP"))

    def clean(self) -> dict[str, Any]:
        """Ask for a file where there is none yet."""
        given = super().clean() or {}
        if self.instance._state.adding and not given.get("file"):
            self.add_error("file", forms.ValidationError(_("Choose a file.")))
        return given


class PictureFormSet(GuardedFormSet):
    """The pictures of a product, saved by verbs."""

    def save_by(self, actor: Actor) -> None:
        """Take in new pictures, and take off those that were marked."""
        for form in self.forms:
            row, given = cast("models.Picture", form.instance), form.cleaned_data
            if given.get("DELETE") and not row._state.adding:
                catalogue.remove_picture(PictureId(row.id), actor=actor)
            elif row._state.adding and form.has_changed() and not given.get("DELETE"):
                product, file = ProductId(self.instance.pk), given["file"]
                row.id = catalogue.add_picture(product, file.name, file, alt=given["alt"], actor=actor)
                row._state.adding = False


class PictureInline(GuardedInline):
    """The pictures of a product."""

    model = models.Picture
    form = PictureForm
    formset = PictureFormSet
    fields = ("shown", "alt", "file")
    readonly_fields = ("shown",)
    ordering = ("position", "id")

    @admin.display(description=_("picture"))
    def shown(self, row: models.Picture) -> SafeString | str:
        """Return the picture itself, small."""
        if not row.path:
            return ""
        return format_html('<img src="{}" alt="{}" width="96">', catalogue.picture_url(row.path, 192), row.alt)


@admin.register(models.Product)
class ProductAdmin(GuardedAdmin):
    """Products with their variants, barcodes and pictures."""

    view_permission = "catalogue.view"
    edit_permission = "catalogue.edit"
    list_display = ("title", "brand", "category", "tax_class", "minimum_age", "archived_at")
    list_filter = ("tax_class", ("archived_at", admin.EmptyFieldListFilter))
    list_select_related = ("category",)
    search_fields = ("title",)
    search_help_text = _("Words, a SKU or a barcode")
    ordering = ("-id",)
    show_full_result_count = False
    inlines = (VariantInline, PictureInline)
    actions = ("archive", "restore")
    long_texts = ("description",)
    autocomplete_fields = ("category",)
    fieldsets = (
        (None, {"fields": (("title", "slug"), ("brand", "category"), "description")}),
        (_("Selling"), {"fields": (("tax_class", "minimum_age"), "option_names", "attributes")}),
    )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Let the address be made of the title."""
        form = super().get_form(request, obj, change, **kwargs)
        if "slug" in form.base_fields:
            form.base_fields["slug"].required = False
            form.base_fields["slug"].help_text = _("Where its page lies in the shop; made of the title when left empty")
        return form

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search as the shop does: typing errors and accents do not matter, and codes are found. The best hundred."""
        if not search_term:
            return queryset, False
        return queryset.filter(
            id__in=[hit.product for hit in catalogue.quick_search(search_term, limit=100).hits]
        ), False

    def save_model(self, request: HttpRequest, obj: models.Product, form: Form[Any], change: bool) -> None:
        """Create or revise by the verbs."""
        actor, description = guards.actor_of(request), _described(form.cleaned_data)
        if change:
            catalogue.revise_product(ProductId(obj.id), description, actor=actor)
        else:
            obj.id = catalogue.create_product(description, [], actor=actor)
        obj.refresh_from_db()
        obj._state.adding = False

    def save_formset(self, request: HttpRequest, form: Form[Any], formset: Any, change: bool) -> None:
        """Save variants and pictures by the verbs."""
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        formset.save_by(guards.actor_of(request))

    @admin.action(description=_("Take out of sale"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[models.Product]) -> None:
        """Archive the chosen products."""
        for row in queryset:
            catalogue.archive_product(ProductId(row.id), actor=guards.actor_of(request))

    @admin.action(description=_("Sell again"), permissions=["change"])
    def restore(self, request: HttpRequest, queryset: QuerySet[models.Product]) -> None:
        """Restore the chosen products."""
        for row in queryset:
            catalogue.restore_product(ProductId(row.id), actor=guards.actor_of(request))


@admin.register(models.Category)
class CategoryAdmin(GuardedAdmin):
    """The tree of categories, in its order."""

    view_permission = "catalogue.view"
    edit_permission = "catalogue.edit"
    list_display = ("in_tree", "slug", "position")
    list_display_links = ("in_tree",)
    search_fields = ("name", "slug")
    ordering = ("path",)
    fields = ("name", "slug", "parent", "position", "picture")
    autocomplete_fields = ("parent",)

    @admin.display(description=_("name"), ordering="path")
    def in_tree(self, row: models.Category) -> str:
        """Return the name, moved in as deep as it lies."""
        return "\u2003" * (row.path.count("/") - 1) + row.name

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Let the address be made of the name."""
        form = super().get_form(request, obj, change, **kwargs)
        if "slug" in form.base_fields:
            form.base_fields["slug"].required = False
            form.base_fields["slug"].help_text = _("Where its page lies in the shop; made of the name when left empty")
        return form

    def save_model(self, request: HttpRequest, obj: models.Category, form: Form[Any], change: bool) -> None:
        """Create, rename or move by the verbs."""
        actor, given = guards.actor_of(request), form.cleaned_data
        parent = CategoryId(given["parent"].id) if given["parent"] else None
        fields = {"name": given["name"], "picture": given["picture"], "position": given["position"]}
        if not change:
            obj.id = catalogue.create_category(parent=parent, slug=given["slug"], **fields, actor=actor)
        else:
            slug = given["slug"] or form.initial["slug"]
            catalogue.revise_category(CategoryId(obj.id), slug=slug, **fields, actor=actor)
            if "parent" in form.changed_data:
                catalogue.move_category(CategoryId(obj.id), parent, actor=actor)
        obj.refresh_from_db()
        obj._state.adding = False


def _described(given: dict[str, Any]) -> ProductDescription:
    return ProductDescription(
        title=given["title"],
        category=CategoryId(given["category"].id),
        slug=given["slug"],
        description=given["description"],
        brand=given["brand"],
        tax_class=given["tax_class"],
        minimum_age=given["minimum_age"],
        attributes=given["attributes"] or {},
        option_names=tuple(given["option_names"] or ()),
    )


def _contents(row: models.Variant) -> list[tuple[str, int]]:
    parts = models.Component.objects.filter(kit=row.pk).order_by("component__sku")
    return list(parts.values_list("component__sku", "quantity"))


def _barcodes(variant: models.Variant) -> list[str]:
    rows = models.Barcode.objects.filter(variant=variant).order_by("position", "value")
    return list(rows.values_list("value", flat=True))


def _change_barcodes(variant: VariantId, old: list[str], new: list[str], actor: Actor) -> None:
    for gtin in old:
        if gtin not in new:
            catalogue.remove_barcode(variant, gtin, actor=actor)
    for gtin in new:
        catalogue.add_barcode(variant, gtin, actor=actor)


class LabelLayoutForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own takes no parameters at run time
    """A layout that no label could have is refused before it is kept."""

    def clean(self) -> dict[str, Any]:
        """Count the digits."""
        given = super().clean() or {}
        names = ("prefix", "says", "item_digits", "inner_check", "value_digits", "step")
        if all(given.get(each) is not None for each in names):
            said = {name: given[name] for name in names}
            if not labels.fills(LabelLayout(**said | {"says": Says(said["says"])})):
                cure = _(
                    "Prefix, article, check digit and value make twelve digits together; the prefix is 02 or 20 to 28;"
                    " a check digit stands before four or five digits."
                )
                self.add_error("prefix", forms.ValidationError(cure))
        return given


@admin.register(models.LabelLayout)
class LabelLayoutAdmin(GuardedAdmin):
    """How labels of packed portions are written, for each market."""

    view_permission = "catalogue.view"
    edit_permission = "catalogue.edit"
    form = LabelLayoutForm
    list_display = ("prefix", "market", "says", "item_digits", "inner_check", "value_digits", "step")
    list_select_related = ("market",)
    fields = ("market", ("prefix", "says"), ("item_digits", "inner_check", "value_digits"), "step")
