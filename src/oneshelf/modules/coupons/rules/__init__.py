"""Decisions of coupons: no clock, no database."""

from __future__ import annotations
