"""What the catalogue's refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.catalogue.errors import (
    BadAttribute,
    BadContent,
    BadKit,
    BadKitQuantity,
    BadMeasure,
    BadPageMark,
    BadText,
    BarcodeTaken,
    CategoryIntoItself,
    NotABarcode,
    OptionsDiffer,
    PictureRefused,
    ProductChangedMeanwhile,
    SetCodeTaken,
    SkuTaken,
    SlugTaken,
    WrongCheckDigit,
)

sentences.name_codes(
    {
        "product": _("product"),
        "category": _("category"),
        "variant": _("variant"),
        "picture": _("picture"),
        "barcode": _("barcode"),
        "product set": _("set of articles"),
    }
)

sentences.register(
    {
        SetCodeTaken: (_("Another set of articles has the code “%(value)s”."), _("Give it another code.")),
        WrongCheckDigit: (
            _("The barcode “%(value)s” has a wrong last digit: after the others it would be %(expected)s."),
            _("Scan it again, or compare its digits with the package."),
        ),
        NotABarcode: (
            _("“%(value)s” is not a barcode."),
            _("Give the 8, 12, 13 or 14 digits below the bars, or an ISBN."),
        ),
        BarcodeTaken: (
            _("The barcode “%(value)s” belongs to %(sku)s already."),
            _("Take it off that one first, or use another."),
        ),
        SkuTaken: (_("There is an article with SKU “%(value)s” already."), _("Choose another SKU.")),
        SlugTaken: (_("The address “%(value)s” is in use already."), _("Choose another address.")),
        BadText: (
            _("%(name)s cannot be “%(value)s”."),
            _("Write something of at most %(most)s characters."),
        ),
        BadMeasure: (_("%(name)s cannot be %(value)s."), _("Give a number from %(least)s to %(most)s.")),
        BadPageMark: (_("There is no page behind “%(value)s”."), _("Begin with the first page.")),
        BadContent: (
            _("The net content of %(sku)s cannot be measured in “%(unit)s”."),
            _("Give it in kilograms, litres or metres, and only of what is sold by the piece."),
        ),
        BadAttribute: (
            _("The attribute “%(name)s” cannot be taken."),
            _("Give it a name of lower-case letters, and a text, a whole number, yes or no, or a list of texts."),
        ),
        BadKit: (
            _("The article %(sku)s cannot be part of the kit %(kit)s."),
            _("Choose articles that are sold by themselves: a kit holds no kits and is sold by the piece itself."),
        ),
        BadKitQuantity: (
            _("A kit cannot hold %(value)s of %(sku)s."),
            _("Name each article once, at most %(most_parts)s of them, with a whole number from 1 to %(most)s."),
        ),
        OptionsDiffer: (
            _("The article %(sku)s has %(given)s option values, its product has %(wanted)s options."),
            _("Give one value for each option, unlike those of the product's other articles."),
        ),
        CategoryIntoItself: (
            _("The category “%(slug)s” cannot lie within itself."),
            _("Choose a parent that is not one of its own subcategories."),
        ),
        PictureRefused: (
            _("The file “%(name)s” cannot be used as a picture."),
            _("Upload a JPEG, PNG or WebP of at most 10 MB and 40 megapixels."),
        ),
        ProductChangedMeanwhile: (
            _("Somebody else has changed the product “%(slug)s” in the meantime."),
            _("Load it again and repeat your change."),
        ),
    }
)
