"""Writes the catalogue and its prices, in batches."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import CategoryRow, PictureRow, ProductRow, VariantRow
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import PriceRow
from oneshelf.surfaces.console.load.journey import categories, pictures
from oneshelf.surfaces.console.load.journey.ids import Ids
from oneshelf.surfaces.console.load.journey.plan import Plan
from oneshelf.surfaces.console.load.journey.products import Article


def picture_path(code: str) -> str:
    """Return what the catalogue keeps for a picture that is a static file."""
    return f"static:{pictures.file_name(code)}"


def tax_class_of(article: Article) -> str:
    """Return the article's tax class, which is made up: food is taxed otherwise than the rest in most states."""
    return "food" if article.source.department in _FOOD else "standard"


_FOOD = frozenset(
    {"GROCERY", "PRODUCE", "MEAT", "MEAT-PCKGD", "DELI", "PASTRY", "SEAFOOD", "SEAFOOD-PCKGD", "NUTRITION"}
)


def load_categories(plan: Plan, ids: Ids) -> None:
    """Write every category that the plan's articles stand in, in the caller's transaction."""
    tree = categories.tree_of(article.source for article in plan.articles.values())
    catalogue.bulk_load_categories(
        CategoryRow(
            id=ids.category(node.slug),
            parent=ids.category(node.parent) if node.parent else None,
            slug=node.slug,
            name=node.name,
            picture=picture_path(node.picture),
            position=node.position,
        )
        for node in tree
    )


def load_articles(articles: Sequence[Article], ids: Ids) -> None:
    """Write products with their variants, barcodes and pictures, in the caller's transaction."""
    catalogue.bulk_load_products(_product(article, ids) for article in articles)
    catalogue.bulk_load_variants(_variant(article, ids) for article in articles)
    catalogue.bulk_load_pictures(_picture(article, ids) for article in articles)


def load_prices(plan: Plan, windows: range, ids: Ids) -> None:
    """Write the plan's price windows with these positions, in the caller's transaction."""
    own = plan.windows
    untils = own.until()
    chosen = slice(windows.start, windows.stop)
    columns = (own.product[chosen], own.first_week[chosen], untils[chosen], own.amount[chosen], own.per[chosen])
    pricing.bulk_load_prices(
        PriceRow(
            id=ids.price(product, week),
            market=ids.market,
            variant=ids.variant(product),
            amount=amount,
            per=per,
            valid_from=plan.weeks[week - 1],
            valid_until=plan.weeks[until - 1] if until else None,
        )
        for product, week, until, amount, per in zip(*(column.tolist() for column in columns), strict=True)
    )


def _product(article: Article, ids: Ids) -> ProductRow:
    return ProductRow(
        id=ids.product(article.source.id),
        slug=article.slug,
        title=article.title,
        category=ids.category(article.shelf.slug),
        brand=article.brand,
        tax_class=tax_class_of(article),
        minimum_age=article.shelf.minimum_age,
        attributes=article.attributes,
        made_up=article.made_up,
        archived_at=None if article.goods else ids.opened_at,
    )


def _variant(article: Article, ids: Ids) -> VariantRow:
    return VariantRow(
        id=ids.variant(article.source.id),
        product=ids.product(article.source.id),
        sku=article.sku,
        unit=unit_of(article),
        barcode=article.gtin,
    )


def unit_of(article: Article) -> Unit:
    """Return what the article is sold by."""
    return Unit.GALLON if article.fuel else Unit.EACH


def _picture(article: Article, ids: Ids) -> PictureRow:
    return PictureRow(
        id=ids.picture(article.source.id),
        product=ids.product(article.source.id),
        path=picture_path(article.shelf.picture),
        alt=article.shelf.nodes[-1].name,
        width=pictures.SIZE,
        height=pictures.SIZE,
    )
