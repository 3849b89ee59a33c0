"""`oneshelf messages`."""

from __future__ import annotations

from typing import Annotated

import django
import typer

Check = Annotated[bool, typer.Option("--check", help="Write nothing; end with a status if anything is missing.")]


def collect_messages(check: Check = False) -> None:
    """Collect the texts that people see into the catalogues of translations, compile them, and say what is missing."""
    django.setup()
    from oneshelf.surfaces.console.messages import catalogues
    from oneshelf.surfaces.console.messages.sources import marked

    wanted = marked()
    complaints: list[str] = []
    for language in catalogues.languages():
        files = {package: catalogues.file_of(package, language) for package in wanted}
        known = {file: catalogues.read(file, language) for file in files.values()}
        # A text that moved, or that another package says as well, keeps its translation.
        anywhere = {key: forms for each in known.values() for key, forms in each.items() if all(forms)}
        for package, file in files.items():
            if not check and (wanted[package] or file.exists()):
                edited, compiled = catalogues.written(wanted[package], anywhere | known[file], language)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(edited)
                file.with_suffix(".mo").write_bytes(compiled)
                known[file] = catalogues.read(file, language)
            complaints += catalogues.missing(wanted[package], known[file], language, file)
        complaints += catalogues.torn(known)
    for complaint in complaints:
        typer.echo(complaint)
    typer.echo(f"{sum(map(len, wanted.values()))} texts, {len(complaints)} complaints")
    if check and complaints:
        raise typer.Exit(1)
