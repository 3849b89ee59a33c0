"""`python -m tests.pricing.vectors`: write the golden vectors anew."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oneshelf.app.settings")
django.setup()

from tests.pricing.vectors import files  # noqa: E402  # models want settings

files.write()
