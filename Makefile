# One command per thing. GNU make; uv is used when it is there, plain venv and pip otherwise.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup demo demo-check test nightly check lock clean

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
UV := $(shell command -v uv 2>/dev/null)
export PATH := $(CURDIR)/$(BIN):$(PATH)
export VIRTUAL_ENV := $(CURDIR)/$(VENV)

help: ## Print each target with a sentence.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## Make .venv with everything locked in requirements.lock, and find or install Chromium.

$(STAMP): pyproject.toml requirements.lock scripts/make-environment scripts/find-chromium
	@scripts/make-environment $(VENV) "$(UV)"
	@scripts/find-chromium
	@touch $(STAMP)

demo: setup ## Open a chain of stores with real purchases, play a day in it, and stay open until Ctrl-C.
	@oneshelf demo

demo-check: setup ## Do the same with a tiny slice, and end with a status.
	@oneshelf demo --check

test: setup ## Run every test, in parallel, with real PostgreSQL and a real browser.
	@python -m pytest -n auto

nightly: setup ## Let simulated chains live 3,000 days, contenders race, and till and server price the same; takes some hours.
	oneshelf simulate --nightly
	ONESHELF_RACE_ATTEMPTS=1000000 ONESHELF_RACE_ROUNDS=500 python -m pytest -n0 -s \
		tests/simulation/test_races.py tests/simulation/test_people_at_once.py
	ONESHELF_BASKETS=200000 ONESHELF_SEED=$$(date +%F) python -m pytest -n0 -s \
		tests/surfaces/till/test_pricing_in_browser.py

check: setup ## Look at the code: style, types, contracts between rooms, migrations, templates, SQL.
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	python -m pytest -n0 tests/architecture
	djlint --lint --quiet src
	sqlfluff lint src

lock: ## Lock the dependencies of pyproject.toml with their hashes (needs uv).
	@test -n "$(UV)" || { echo "make lock needs uv: see https://docs.astral.sh/uv/"; exit 1; }
	uv pip compile pyproject.toml --quiet --universal --all-extras --generate-hashes --python-version 3.11 \
		--custom-compile-command "make lock" --output-file requirements.lock

clean: ## Remove .venv and what tools have cached; data folders stay.
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
