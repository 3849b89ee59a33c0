"""Every counter of the house is watched by a check of the audit, or stands here with the reason why none is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models

import oneshelf
from tests.architecture.tree import agree

HOUSE = Path(oneshelf.__file__).parent

NO_COUNTERS = {
    "parity_finding": "its version says which values were seen; they are compared anew each hour",
    "companies_member": "a bound, as somebody says it",
    "cases_alternative": "what was offered once, as somebody saw it",
    "supply_batch": "a tally at the door; what is received of it is proved as parts of its lots",
    "accounts_attempt": "wrong passwords of the last minutes",
    "catalogue_barcode": "an order of display",
    "catalogue_category": "an order of display",
    "catalogue_component": "what a kit holds, as somebody says it",
    "catalogue_label_layout": "digits of a label, as somebody says them",
    "catalogue_picture": "sizes",
    "catalogue_product": "a version that editors compare, and an age",
    "catalogue_search": "copied for searching; made anew from the catalogue",
    "catalogue_set": "a version, the number of its events",
    "catalogue_variant": "sizes and weights",
    "carts_cart": "a version that shoppers compare; a cart is no promise",
    "carts_cartline": "a wish; it becomes a promise with its reservation",
    "checkout_checkout": "a version that shoppers compare",
    "checkout_deliveryrate": "a rate, as somebody says it",
    "clients_client": "a limit, as somebody says it",
    "customers_customer": "a version that editors compare",
    "delivery_lane": "a rate, as somebody says it",
    "delivery_service": "days, as somebody says them",
    "delivery_terms": "minutes and costs, as somebody says them",
    "delivery_zone": "rates, as somebody says them",
    "idempotency_answer": "a status of HTTP",
    "inventory_ahead": "a limit and days, as somebody says them; the statement that promises heeds them",
    "inventory_confidence": "an estimate, computed anew each night",
    "inventory_incoming": "an expectation, written through by whoever expects",
    "inventory_rejection": "an observation, append-only",
    "inventory_rule": "a rule, as somebody says it",
    "load_source": "an option of a load",
    "lots_inspection": "what an inspection decided, append-only; its movements count",
    "lots_told": "what somebody said beforehand; it goes when the cause moves",
    "payments_collection_terms": "bounds, as somebody says them",
    "orders_search": "copied for searching; made anew from the order book",
    "places_bin": "an order of walking",
    "outbox_letter": "tries of an event that is held back; dead ones are counted by `oneshelf outbox`",
    "places_opening": "a day of the week",
    "pricing_change": "a version, the number of its events",
    "pricing_change_row": "what a change proposes; the prices that it writes are windows, which cannot overlap",
    "pricing_price_list": "a rank, as somebody says it",
    "pricing_price": "a price, as somebody says it; windows cannot overlap",
    "promotions_rehearsal": "how far a trial on past orders is; nothing is counted by it",
    "promotions_version": "the number of a rule; no two hold at a time",
    "sourcing_decision": "a version that a decision names",
    "sourcing_limit": "a limit, as somebody says it",
    "sourcing_outcome": "an observation, append-only",
    "sourcing_place_day": "observations added up for learning; no promise rests on them",
    "sourcing_policy": "a version that a decision names",
    "sourcing_rehearsal": "what a rehearsal told; nothing rests on it",
    "sourcing_rule": "a rule, as somebody says it",
    "staff_pintry": "wrong PINs of the last minutes",
    "tax_rate": "a rate, as the release before says it",
    "tax_zone_rate": "a rate, as somebody says it; windows cannot overlap",
    "counts_authority": "a limit, as somebody says it",
    "counts_line": "what was expected and counted; the correction that follows has its movement and its event",
    "counts_tally": "what hands counted, append-only",
    "counts_last": "an observation: the last count",
    "supply_supplier": "terms, as somebody says them",
    "test_gateway_charge": "the books of a bank that does not exist",
    "test_gateway_refund": "the books of a bank that does not exist",
    "tills_till": "checked with its receipts, whose chain the audit follows in Python",
    "tills_receipt": "the chain of receipts is followed in Python (tills.audit)",
    "webhooks_endpoint": "failures in a row, and the number of its events",
    "webhooks_delivery": "tries of what is on its way",
    "webhooks_attempt": "a status and a duration",
}
"""Tables whose numbers are no counters, or are watched elsewhere, and why."""


def tables_with_numbers() -> Iterator[str]:
    """Return the tables that hold whole numbers."""
    for model in apps.get_models():
        numbers = [field for field in model._meta.fields if isinstance(field, models.IntegerField)]
        if model.__module__.startswith("oneshelf.") and numbers:
            yield model._meta.db_table


def watched() -> set[str]:
    """Return the tables that some statement of the audit reads."""
    files = [
        *HOUSE.glob("**/sql/audit*.sql"),
        *HOUSE.glob("**/sql/all_returns.sql"),
        *HOUSE.glob("**/sql/allocated*.sql"),
    ]
    return {word for file in files for word in re.findall(r"\b[a-z]+_[a-z_]+\b", file.read_text(encoding="utf-8"))}


def test_every_table_of_counters_is_watched() -> None:
    seen = watched()
    agree(
        f"{table} holds numbers that no check of the audit reads. Cure: write its audit_*.sql and add it to "
        "surfaces/console/audit/proof.py, or say in NO_COUNTERS why there is nothing to prove."
        for table in sorted(set(tables_with_numbers()) - seen - NO_COUNTERS.keys())
    )


def test_no_reason_is_left_behind() -> None:
    agree(
        f"{table} holds no numbers any more, or a check reads it. Cure: take its row out of NO_COUNTERS."
        for table in sorted(NO_COUNTERS.keys() - (set(tables_with_numbers()) - watched()))
    )
