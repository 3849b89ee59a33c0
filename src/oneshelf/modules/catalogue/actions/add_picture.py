"""Taking in pictures of products. What is uploaded is never served: it is read, turned upright and written anew."""

from __future__ import annotations

import io
from functools import partial
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue import models, rules
from oneshelf.modules.catalogue.actions.announce import product_changed
from oneshelf.modules.catalogue.errors import PictureRefused
from oneshelf.modules.catalogue.events import ProductRevised
from oneshelf.modules.catalogue.types import PictureId, ProductId, VariantId

LARGEST_UPLOAD = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""The most bytes and pixels of an upload. A small file may hold a huge picture, so both are asked."""

FORMATS = ["JPEG", "PNG", "WEBP"]
QUALITY = 82
"""What is read (so neither SVG nor anything that runs a program), and the WebP quality that is written."""


def add_picture(
    product: ProductId, name: str, upload: BinaryIO, *, alt: str, variant: VariantId | None = None, actor: Actor
) -> PictureId:
    """Add a picture of `product`, or of one variant of it, behind its others, in WebP of several widths.

    `name` is what the uploader calls the file, for the refusal. `alt` tells people who cannot see it what it
    shows. Raises PictureRefused, BadText, NotFound. Files of a transaction that fails stay behind unnamed.
    """
    rules.check_text("alt", alt, rules.LONGEST_TITLE)
    image = _read(name, upload)
    picture = PictureId(new_id())
    sizes = rules.picture_widths(image.width)
    path = ""
    for width in sizes:
        path = default_storage.save(rules.picture_name(picture, width), ContentFile(_encoded(image, width)))
    height = round(image.height * sizes[-1] / image.width)
    _write(product, variant, models.Picture(id=picture, path=path, alt=alt, width=sizes[-1], height=height), actor)
    return picture


@retried
def remove_picture(picture: PictureId, *, actor: Actor) -> None:
    """Take a picture off its product; its files go when that is committed. Raises NotFound."""
    row = models.Picture.objects.filter(id=picture).first()
    if row is None:
        raise NotFound(kind="picture", value=str(picture))
    row.delete()
    product_changed(row.product_id, ProductRevised, "product.picture_removed", actor=actor)
    for path in rules.picture_files(row.path):
        transaction.on_commit(partial(default_storage.delete, path))


@retried
def _write(product: ProductId, variant: VariantId | None, row: models.Picture, actor: Actor) -> None:
    if variant and not models.Variant.objects.filter(id=variant, product=product).exists():
        raise NotFound(kind="variant", value=str(variant))
    row.product_id, row.variant_id = product, variant
    row.position = models.Picture.objects.filter(product=product).count()
    product_exists = models.Product.objects.filter(id=product).exists()
    if not product_exists:
        raise NotFound(kind="product", value=str(product))
    row.save(force_insert=True)
    product_changed(product, ProductRevised, "product.picture_added", actor=actor)


def _read(name: str, upload: BinaryIO) -> Image.Image:
    content = upload.read(LARGEST_UPLOAD + 1)
    if len(content) > LARGEST_UPLOAD:
        raise PictureRefused(name=name[:80])
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PictureRefused(name=name[:80])
            image.load()
            upright = ImageOps.exif_transpose(image)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as fault:
        raise PictureRefused(name=name[:80]) from fault


def _encoded(image: Image.Image, width: int) -> bytes:
    height = max(1, round(image.height * width / image.width))
    sized = image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    sized.save(written, "WEBP", quality=QUALITY)
    return written.getvalue()
