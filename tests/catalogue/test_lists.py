"""The back office's lists of products and categories."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from oneshelf.kernel.outbox.models import Event
from oneshelf.modules.catalogue import models
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import NewVariant
from tests.catalogue.builders import a_category, a_product
from tests.staff.builders import a_member, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

ADD = "admin:catalogue_product_add"


@pytest.fixture
def owner(client: Client) -> Client:
    return sign_in(client, a_member("owner"))


def sent(**fields: Any) -> dict[str, Any]:
    """What the form of a product posts: nothing but what a new one needs, unless told otherwise."""
    empty = {f"{rows}-{count}_FORMS": "0" for rows in ("variant", "picture") for count in ("TOTAL", "INITIAL")}
    product = {"title": "Gouda", "slug": "", "brand": "", "description": "", "tax_class": "standard"}
    return empty | product | {"minimum_age": "", "option_names": "", "attributes": "{}"} | fields


def variant(number: int = 0, **fields: Any) -> dict[str, Any]:
    given = {"sku": "GOUDA", "title": "", "option_values": "", "unit": "kg", "weight_g": "", "sold": "on"} | fields
    return {f"variant-{number}-{name}": value for name, value in given.items()}


def test_a_product_is_created_with_its_variants_and_barcodes(owner: Client) -> None:
    dairy = a_category("Dairy", slug="dairy")
    form = sent(category=str(dairy), **{"variant-TOTAL_FORMS": "1"}, **variant(barcodes="4006381333931, 96385074"))
    response = owner.post(reverse(ADD), form)
    assert response.status_code == 302, response.content.decode()
    (found,) = catalogue.product_page("gouda").variants
    assert (found.sku, found.unit, found.barcodes) == ("GOUDA", "kg", ("04006381333931", "00000096385074"))
    assert Event.objects.filter(type="catalogue.product_created.v1").count() == 1


def test_a_misread_barcode_is_said_at_its_field_and_nothing_is_kept(owner: Client) -> None:
    form = sent(category=str(a_category()), **{"variant-TOTAL_FORMS": "1"}, **variant(barcodes="4006381333932"))
    page = owner.post(reverse(ADD), form).content.decode()
    assert "wrong last digit" in page
    assert models.Product.objects.count() == 0


def test_what_a_verb_refuses_is_said_and_nothing_is_kept(owner: Client) -> None:
    a_product("Edam", variants=[NewVariant(sku="EDAM", barcodes=("4006381333931",))])
    form = sent(category=str(a_category()), **{"variant-TOTAL_FORMS": "1"}, **variant(barcodes="4006381333931"))
    page = owner.post(reverse(ADD), form, follow=True).content.decode()
    assert "EDAM already" in page
    assert models.Product.objects.count() == 1


def test_a_product_is_revised_and_a_variant_is_taken_out_of_sale(owner: Client) -> None:
    product = a_product("Gouda", slug="gouda", variants=[NewVariant(sku="GOUDA", barcodes=("96385074",))])
    row = models.Variant.objects.get()
    address = reverse("admin:catalogue_product_change", args=[product])
    assert "96385074" in owner.get(address).content.decode()
    counts = {"variant-TOTAL_FORMS": "2", "variant-INITIAL_FORMS": "1"}
    old = variant(id=str(row.id), product=str(product), unit="each", barcodes="4006381333931") | {"variant-0-sold": ""}
    new = variant(1, sku="GOUDA-2", option_values="", barcodes="", product=str(product))
    del old["variant-0-sold"]
    form = sent(title="Old Gouda", category=str(models.Product.objects.get().category_id), **counts, **old, **new)
    response = owner.post(address, form)
    assert response.status_code == 302, response.content.decode()
    page = catalogue.product_page("gouda")
    assert (page.title, [each.sku for each in page.variants]) == ("Old Gouda", ["GOUDA-2"])
    assert catalogue.find_variant_by_barcode("4006381333931") == row.id
    assert catalogue.find_variant_by_barcode("96385074") is None


def test_a_picture_is_uploaded_and_taken_off(owner: Client, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    product = a_product("Gouda", slug="gouda")
    row = models.Variant.objects.get()
    drawn = io.BytesIO()
    Image.new("RGB", (300, 200)).save(drawn, "PNG")
    counts = {"variant-TOTAL_FORMS": "1", "variant-INITIAL_FORMS": "1", "picture-TOTAL_FORMS": "1"}
    kept = variant(id=str(row.id), product=str(product), sku=row.sku, unit="each", barcodes="")
    file = SimpleUploadedFile("gouda.png", drawn.getvalue(), "image/png")
    picture = {"picture-0-alt": "A Gouda", "picture-0-file": file, "picture-0-product": str(product)}
    form = sent(category=str(models.Product.objects.get().category_id), **counts, **kept)
    address = reverse("admin:catalogue_product_change", args=[product])
    response = owner.post(address, form | picture)
    assert response.status_code == 302, response.content.decode()
    (shown,) = catalogue.product_page("gouda").pictures
    assert (shown.alt, shown.width) == ("A Gouda", 300)
    gone = {
        "picture-INITIAL_FORMS": "1",
        "picture-0-id": str(models.Picture.objects.get().id),
        "picture-0-DELETE": "on",
    }
    response = owner.post(address, form | picture | gone | {"picture-0-file": ""})
    assert response.status_code == 302, response.content.decode()
    assert catalogue.product_page("gouda").pictures == ()


def test_products_are_found_and_archived(owner: Client) -> None:
    product = a_product("Gouda")
    a_product("Milk")
    listing = reverse("admin:catalogue_product_changelist")
    page = owner.get(listing, {"q": "guoda"}).content.decode()
    assert str(product) in page
    assert "Milk" not in page
    owner.post(listing, {"action": "archive", "_selected_action": [str(product)]})
    assert catalogue.search("gouda").hits == ()
    owner.post(listing, {"action": "restore", "_selected_action": [str(product)]})
    assert len(catalogue.search("gouda").hits) == 1


def test_a_category_is_created_renamed_and_moved(owner: Client) -> None:
    food = a_category("Food", slug="food")
    form = {"name": "Dairy", "slug": "", "parent": "", "position": "0", "picture": ""}
    assert owner.post(reverse("admin:catalogue_category_add"), form).status_code == 302
    row = models.Category.objects.get(slug="dairy")
    address = reverse("admin:catalogue_category_change", args=[row.id])
    assert owner.post(address, form | {"name": "Milk", "slug": "milk", "parent": str(food)}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.path) == ("Milk", "food/milk/")
    page = owner.post(
        reverse("admin:catalogue_category_change", args=[food]),
        {"name": "Food", "slug": "food", "parent": str(row.id), "position": "0", "picture": ""},
        follow=True,
    ).content.decode()
    assert "cannot lie within itself" in page
    assert "\u2003Milk" in owner.get(reverse("admin:catalogue_category_changelist")).content.decode()


def test_who_may_only_look_changes_nothing(client: Client) -> None:
    product = a_product("Gouda")
    sign_in(client, a_member("cashier"))
    page = client.get(reverse("admin:catalogue_product_change", args=[product])).content.decode()
    assert "Gouda" in page
    assert 'name="_save"' not in page
    assert client.get(reverse(ADD)).status_code == 403
