"""Checks that models and migrations agree, and that no migration would stop a shop that is open."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("ONESHELF_SECRET_KEY", "checks only: not a secret")
os.environ["DJANGO_SETTINGS_MODULE"] = "oneshelf.app.settings"


def main() -> int:
    """Return 0 when all is well; what is not has been printed then."""
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        Path(folder).chmod(0o755)
        from oneshelf.app.postgres import EmbeddedServer

        server = EmbeddedServer(Path(folder) / "d", settings=("fsync=off",))
        server.start()
        try:
            os.environ["ONESHELF_DATABASE_URL"], os.environ["ONESHELF_DATA"] = server.url(), folder
            return _check()
        finally:
            server.stop()


def _check() -> int:
    import django
    from django.apps import apps
    from django.core.management import call_command
    from django_migration_linter import MigrationLinter

    django.setup()
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    ours = [each.label for each in apps.get_app_configs() if each.name.startswith("oneshelf.")]
    linter = MigrationLinter(
        str(Path(__file__).parents[1]),
        include_apps=ours,
        ignore_name=["0001_initial"],  # it makes tables that nobody uses yet
        exclude_migration_tests=["RUNPYTHON_REVERSIBLE", "RUNSQL_REVERSIBLE"],
        no_cache=True,
        quiet=["ok", "ignore"],
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return int(linter.has_errors)


if __name__ == "__main__":
    sys.exit(main())
