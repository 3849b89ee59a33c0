"""Decisions of sourcing: no clock, no database."""

from __future__ import annotations

from oneshelf.modules.sourcing.rules.deciding import decide

__all__ = ["decide"]
