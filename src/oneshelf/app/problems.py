"""What keeps a process from starting, told to the person at the terminal with the cure."""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import gettext


def marked(text: str) -> str:
    """Mark `text` for translation (import it as `_`); Django's own mark needs the settings, which may be at fault."""
    return text


class CannotStart(Exception):
    """`what` is wrong and the `cure` that a person can apply; the command line prints both and ends with status 1.

    Both are `marked`, with `%(name)s` standing for the `details`; they are translated when
    printed, and stay English when the process fails before translations can be loaded.
    """

    def __init__(self, what: str, cure: str, **details: object) -> None:
        super().__init__(what, cure, details)
        self._what, self._cure, self._details = what, cure, details

    @property
    def what(self) -> str:
        """What is wrong, in the active language."""
        return self._words(self._what)

    @property
    def cure(self) -> str:
        """What to do about it, in the active language."""
        return self._words(self._cure)

    def __str__(self) -> str:
        return f"{self.what} {self.cure}"

    def _words(self, text: str) -> str:
        return (gettext(text) if apps.ready else text) % self._details
