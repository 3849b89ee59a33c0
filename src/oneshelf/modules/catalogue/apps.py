from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """Products and what finds them."""

    name = "oneshelf.modules.catalogue"
    label = "catalogue"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        """Make the refusals' sentences and the permissions known."""
        from oneshelf.kernel.actors import declare_permissions
        from oneshelf.modules.catalogue import messages as messages

        declare_permissions(
            {
                "catalogue.view": _("See products and categories"),
                "catalogue.edit": _("Change products and categories"),
            }
        )
