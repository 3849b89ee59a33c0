"""Static files, collected and compressed when a release starts for the first time."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    """Named by content, compressed by gzip alone: Brotli saves another seventh and takes ten times as long to make."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """Return the compressor that WhiteNoise uses."""
        return Compressor(**kwargs | {"use_brotli": False})


def collect() -> None:
    """Collect static files into STATIC_ROOT, unless they are the same that lie there already."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    kept, now = settings.STATIC_ROOT / ".fingerprint", _fingerprint()
    if kept.exists() and kept.read_text() == now:
        return
    kept.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    kept.write_text(now)


def _fingerprint() -> str:
    """Return a digest of every source file's place, size and time of change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = storage.path(path)
            digest.update(f"{file}\0{storage.size(path)}\0{storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()
