"""Growing and changing the tree of categories."""

from __future__ import annotations

from oneshelf.kernel import sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.catalogue import models, rules
from oneshelf.modules.catalogue.actions.announce import category_changed
from oneshelf.modules.catalogue.actions.renew_search import rebuild_search
from oneshelf.modules.catalogue.errors import CategoryIntoItself, SlugTaken
from oneshelf.modules.catalogue.types import CategoryId

_MOVE = sql.statement(__name__, "move_subtree")


@retried
def create_category(
    name: str,
    parent: CategoryId | None = None,
    *,
    slug: str = "",
    picture: str = "",
    position: int = 0,
    actor: Actor,
) -> CategoryId:
    """Create a category below `parent` (at the top, when None) and return its id; no slug makes one of the name.

    Raises BadText, SlugTaken, and NotFound for the parent.
    """
    rules.check_text("name", name, rules.LONGEST_TITLE)
    above = _get(parent).path if parent else ""
    slug = slug or rules.slug_of(name)
    row = models.Category(
        parent_id=parent, slug=slug, name=name.strip(), picture=picture, position=position, path=f"{above}{slug}/"
    )
    with refusals({"category_slug_is_its_own": SlugTaken(value=slug)}):
        row.save(force_insert=True)
    category_changed(row.id, "category.created", actor=actor)
    return CategoryId(row.id)


@retried
def revise_category(
    category: CategoryId, *, name: str, slug: str, picture: str = "", position: int = 0, actor: Actor
) -> None:
    """Name a category anew. Its products and those below it are found by the new name in the same moment."""
    rules.check_text("name", name, rules.LONGEST_TITLE)
    row = _get(category)
    old, new = row.path, f"{row.path.removesuffix(f'{row.slug}/')}{slug}/"
    row.name, row.slug, row.picture, row.position, row.path = name.strip(), slug, picture, position, new
    with refusals({"category_slug_is_its_own": SlugTaken(value=slug)}):
        row.save(force_update=True)
    _follow(old, new)
    category_changed(category, "category.revised", actor=actor)


@retried
def move_category(category: CategoryId, parent: CategoryId | None, *, actor: Actor) -> None:
    """Put a category, with all that lies below it, below `parent`, or at the top. Raises CategoryIntoItself."""
    row = _get(category)
    above = _get(parent).path if parent else ""
    if above.startswith(row.path):
        raise CategoryIntoItself(slug=row.slug)
    old, new = row.path, f"{above}{row.slug}/"
    row.parent_id, row.path = parent, new
    row.save(force_update=True)
    _follow(old, new)
    category_changed(category, "category.moved", actor=actor)


def _follow(old: str, new: str) -> None:
    if old != new:
        _MOVE.execute(old=old, new=new)
    rebuild_search(below=new)


def _get(category: CategoryId) -> models.Category:
    row = models.Category.objects.select_for_update().filter(id=category).first()
    if row is None:
        raise NotFound(kind="category", value=str(category))
    return row
