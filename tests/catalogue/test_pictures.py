"""Pictures are read and written anew; nothing that is uploaded is served."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import models
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import PictureId, ProductId
from tests.catalogue.builders import a_product

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def drawn(kind: str = "JPEG", size: tuple[int, int] = (1000, 500), orientation: int | None = None) -> io.BytesIO:
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
        exif[0x013B] = "The photographer"
    written = io.BytesIO()
    Image.new("RGB", size, "tomato").save(written, kind, exif=exif)
    return io.BytesIO(written.getvalue())


def an_enormous_png() -> io.BytesIO:
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk)


def test_a_picture_is_kept_in_several_widths() -> None:
    product = a_product("Gouda", slug="gouda")
    catalogue.add_picture(product, "gouda.jpg", drawn(), alt="A Gouda", actor=SYSTEM)
    (picture,) = catalogue.product_page("gouda").pictures
    assert (picture.alt, picture.width, picture.height) == ("A Gouda", 1000, 500)
    assert [catalogue.picture_url(picture.path, width).rpartition("/")[2] for width in (100, 240, 300, 900, 5000)] == [
        "240.webp",
        "240.webp",
        "480.webp",
        "960.webp",
        "1000.webp",
    ]
    for width in (240, 480, 960, 1000):
        with default_storage.open(f"{picture.path.rpartition('/')[0]}/{width}.webp") as file, Image.open(file) as image:
            assert (image.format, image.size) == ("WEBP", (width, width // 2))
    assert catalogue.search("gouda").hits[0].picture == picture.path


def test_a_picture_stands_upright_and_tells_nothing_of_its_maker() -> None:
    product = a_product("Gouda", slug="gouda")
    catalogue.add_picture(product, "gouda.jpg", drawn(size=(200, 100), orientation=6), alt="A Gouda", actor=SYSTEM)
    (picture,) = catalogue.product_page("gouda").pictures
    with default_storage.open(picture.path) as file, Image.open(file) as image:
        assert image.size == (100, 200)
        assert dict(image.getexif()) == {}


@pytest.mark.parametrize(
    ("name", "upload"),
    [
        ("x.svg", io.BytesIO(SVG)),
        ("x.jpg", io.BytesIO(SVG)),
        ("x.gif", drawn("GIF")),
        ("x.png", io.BytesIO(b"")),
        ("x.jpg", io.BytesIO(drawn().getvalue()[:300])),
        ("x.png", an_enormous_png()),
        ("x.jpg", io.BytesIO(b"\xff" * (10 * 1024 * 1024 + 1))),
    ],
    ids=["svg", "disguised svg", "gif", "empty", "cut off", "pixels", "bytes"],
)
def test_what_is_no_picture_is_refused(name: str, upload: io.BytesIO, tmp_path: Path) -> None:
    product = a_product("Gouda")
    with pytest.raises(catalogue.PictureRefused) as refusal:
        catalogue.add_picture(product, name, upload, alt="A Gouda", actor=SYSTEM)
    assert (refusal.value.field, refusal.value.name) == ("picture", name)
    assert models.Picture.objects.count() == 0
    assert list(tmp_path.rglob("*.webp")) == []


def test_a_picture_needs_a_text_and_a_product() -> None:
    with pytest.raises(catalogue.BadText):
        catalogue.add_picture(a_product("Gouda"), "x.jpg", drawn(), alt=" ", actor=SYSTEM)
    with pytest.raises(NotFound):
        catalogue.add_picture(ProductId(new_id()), "x.jpg", drawn(), alt="Nothing", actor=SYSTEM)


def test_a_removed_picture_takes_its_files_along(tmp_path: Path) -> None:
    product = a_product("Gouda", slug="gouda")
    picture = catalogue.add_picture(product, "x.jpg", drawn(), alt="A Gouda", actor=SYSTEM)
    assert len(list(tmp_path.rglob("*.webp"))) == 4
    catalogue.remove_picture(picture, actor=SYSTEM)
    assert list(tmp_path.rglob("*.webp")) == []
    assert catalogue.product_page("gouda").pictures == ()
    with pytest.raises(NotFound):
        catalogue.remove_picture(PictureId(new_id()), actor=SYSTEM)


def test_a_picture_of_a_package_is_a_static_file(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    assert catalogue.picture_url("static:openmoji/1F9C0.svg") == "/static/openmoji/1F9C0.svg"
